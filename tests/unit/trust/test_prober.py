"""What asking twice is worth to a shop, at small size; the whole run is a command."""

from dataclasses import replace

import pytest

from registry.trust import coarse, rules
from registry.trust.measurement.prober import GOAL_CLASSES, Setting, simulate_prober
from registry.trust.policy import Policy
from registry.trust.weigh import Weighed

SMALL = Setting(people=80, seed=7)


def test_few_steps_of_risk_are_all_that_a_prober_sees(policy: Policy) -> None:
    found = simulate_prober(policy, SMALL)
    inner = [found["advantage"][name] for name in GOAL_CLASSES]
    assert found["worst"] == max(inner) <= 0.25
    assert found["mean"] == pytest.approx(sum(inner) / 3, abs=1e-4)
    assert found["coarser"]["mean"] < found["mean"] <= 0.2


def test_the_same_seed_gives_the_same_figures(policy: Policy) -> None:
    tiny = replace(SMALL, people=10)
    assert simulate_prober(policy, tiny) == simulate_prober(policy, tiny)


def test_a_confidence_that_follows_every_report_would_betray_it(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: interval and confidence from the exact weights of everybody."""

    def exact(seen: Weighed, shop_id: int) -> float:
        return seen.good + seen.bad

    honest = simulate_prober(policy, SMALL)
    monkeypatch.setattr(rules, "shown_weight", exact)
    assert simulate_prober(policy, SMALL)["mean"] > 2 * honest["mean"]


def test_without_a_history_one_report_is_seen_at_once(policy: Policy) -> None:
    assert simulate_prober(policy, replace(SMALL, people=20))["advantage"]["0"] == 1.0


def test_the_interval_of_a_shown_risk_holds_it() -> None:
    low, high = coarse.shown_interval(0.03, 24.0, 1.645)
    assert 0.0 <= low < 0.03 < high < 0.2
