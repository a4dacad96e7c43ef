"""What asking twice is worth to a shop, at small size; the whole run is a command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafide.protocol.words import Evidence, Fault, Outcome
from registry.trust import coarse
from registry.trust.facts import Fact
from registry.trust.measurement.prober import GOAL_CLASSES, Setting, simulate_prober
from registry.trust.network import Context, Network
from registry.trust.policy import Policy, load_policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

SMALL = Setting(people=40, seed=7)
TODAY = date(2026, 6, 15)
ASKING, OTHER = 1, 2
Figures = dict[str, Any]


@pytest.fixture(scope="module")
def found() -> Figures:
    """Both probers at small size."""
    return simulate_prober(load_policy(), SMALL, seeds=3)


def test_asking_twice_is_worth_a_tenth_on_average_and_a_fifth_at_most(found: Figures) -> None:
    inner = [found["advantage"][name] for name in GOAL_CLASSES]
    assert found["worst"] == pytest.approx(max(inner), abs=1e-4)
    assert found["mean"] == pytest.approx(sum(inner) / 3, abs=1e-4)
    assert found["mean"] <= 0.1
    assert found["worst"] <= 0.2


def test_dating_own_reports_anew_is_worth_no_more(found: Figures) -> None:
    assert found["redating"]["questions"] == 47
    assert found["redating"]["mean"] <= 0.1
    assert found["redating"]["worst"] <= 0.2


def test_the_same_seed_gives_the_same_figures(policy: Policy) -> None:
    tiny = replace(SMALL, people=5)
    assert simulate_prober(policy, tiny) == simulate_prober(policy, tiny)


def test_others_reports_entering_as_they_weigh_would_betray_one_more(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: nothing but the steps of the risk hides what others reported."""
    monkeypatch.setattr(coarse, "nearest", lambda weight, steps: weight)
    broken = simulate_prober(policy, SMALL)
    assert broken["mean"] > 0.2
    assert broken["redating"]["mean"] > 0.8


def test_without_a_history_one_report_is_seen_at_once(policy: Policy) -> None:
    assert simulate_prober(policy, replace(SMALL, people=5))["advantage"]["0"] == 1.0


def fact(shop: int, outcome: Outcome, days: int, number: int) -> Fact:
    """A report that counts for everybody."""
    on = TODAY - timedelta(days=days)
    return Fact(
        report_id=number,
        shop_id=shop,
        outcome=outcome,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment="cod",
        occurred_on=on,
        filed_on=on,
        counts_on=on,
    )


def told(policy: Policy, facts: Sequence[Fact]) -> tuple[object, ...]:
    """All but the level of what the asking shop is told."""
    asking = Context(ASKING, "cod")
    seen = assess(facts, Scene(asking, network=Network(base=0.03), policy=policy, today=TODAY))
    return seen.risk, seen.evidence, seen.reasons


OWN = st.lists(
    st.tuples(st.sampled_from([Outcome.PAID, Outcome.NOT_COLLECTED]), st.integers(0, 700)),
    max_size=6,
)


@given(own=OWN, days=st.tuples(st.integers(0, 60), st.integers(60, 200)))
def test_no_dating_of_own_reports_tells_when_others_reported(
    own: list[tuple[Outcome, int]], days: tuple[int, int]
) -> None:
    """Others' failures and payments within the same steps are the same to whatever a shop tries."""
    policy = load_policy()
    mine = [
        fact(ASKING, outcome, days, 100 + n).but(counts_on=TODAY + timedelta(days=1))
        for n, (outcome, days) in enumerate(own)
    ]
    late, early = days
    one = [fact(OTHER, Outcome.PAID, late, 1), fact(OTHER, Outcome.NOT_COLLECTED, 20, 2)]
    more = [fact(OTHER + n, Outcome.PAID, early, 10 + n) for n in range(2)]
    again = [*more, fact(OTHER, Outcome.NOT_COLLECTED, 33, 2)]
    assert told(policy, [*mine, *one]) == told(policy, [*mine, *again])


def test_the_interval_of_a_shown_risk_holds_it() -> None:
    low, high = coarse.shown_interval(0.03, 24.0, 1.645)
    assert 0.0 <= low < 0.03 < high < 0.2
