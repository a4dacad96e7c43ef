"""How much each report weighs, by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState
from registry.trust.facts import Fact, in_order
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Policy
from registry.trust.weigh import NOTHING, Weighed, weigh, without

MakeFact = Callable[..., Fact]
Weigh = Callable[..., Weighed]


@pytest.fixture
def weighed(policy: Policy, network: Network, today: date) -> Weigh:
    def call(*facts: Fact, view: int | None = 1, network: Network = network) -> Weighed:
        return weigh(in_order(facts), view=view, network=network, policy=policy, today=today)

    return call


def test_a_paid_order_fades_to_half_in_270_days(fact: MakeFact, weighed: Weigh) -> None:
    assert weighed(fact(days_ago=270)).good == pytest.approx(0.5)


def test_a_failure_fades_to_half_in_90_days_and_counts_half_while_one_shop_says_so(
    fact: MakeFact, weighed: Weigh
) -> None:
    lone = weighed(fact(Outcome.REFUSED, days_ago=90))
    assert lone.bad == pytest.approx(0.25)
    confirmed = weighed(
        fact(Outcome.REFUSED, days_ago=90), fact(Outcome.NO_SHOW, shop=3, days_ago=180)
    )
    assert confirmed.bad == pytest.approx(0.5 + 0.25)


def test_the_asking_shop_confirms_what_another_said(fact: MakeFact, weighed: Weigh) -> None:
    both = weighed(fact(Outcome.REFUSED, shop=1, days_ago=90), fact(Outcome.REFUSED, days_ago=90))
    assert both.bad == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "weight"),
    [
        ({"evidence": Evidence.PAYMENT_RECORD}, 1.0),
        ({"evidence": Evidence.PHOTO}, 0.7),
        ({"evidence": Evidence.CALL_RECORD}, 0.7),
        ({"evidence": Evidence.STATEMENT}, 0.5),
        ({"fault": Fault.UNKNOWN}, 0.5),
        ({"fault": Fault.COURIER}, 0.0),
        ({"fault": Fault.SHOP}, 0.0),
        ({"fault": Fault.FORCE_MAJEURE}, 0.0),
        ({"state": ReportState.DISPUTED}, 0.0),
        ({"state": ReportState.REMOVED}, 0.0),
        ({"state": ReportState.SETTLED}, 0.0),
        ({"state": ReportState.UPHELD}, 1.0),
        ({"elsewhere": False}, 0.0),
        ({"counts_in": 1000}, 0.0),
    ],
)
def test_what_stands_behind_a_failure(
    fact: MakeFact, weighed: Weigh, change: dict[str, object], weight: float
) -> None:
    settings = {"days_ago": 90, **change}
    facts = [fact(Outcome.REFUSED, shop=shop, **settings) for shop in (2, 3)]
    assert weighed(*facts).bad == pytest.approx(2 * 0.5 * weight)


def test_an_abusive_claim_counts_only_once_upheld(fact: MakeFact, weighed: Weigh) -> None:
    assert weighed(fact(Outcome.ABUSIVE_CLAIM)).bad == 0
    assert weighed(fact(Outcome.ABUSIVE_CLAIM, state=ReportState.UPHELD)).bad > 0


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.CANCELLED, Outcome.SETTLED])
def test_what_is_neutral_weighs_nothing(fact: MakeFact, weighed: Weigh, outcome: Outcome) -> None:
    assert weighed(fact(outcome)) is NOTHING


def test_one_shop_is_capped_however_often_it_files(fact: MakeFact, weighed: Weigh) -> None:
    flood = [fact(Outcome.REFUSED, days_ago=2) for _ in range(10)]
    assert weighed(*flood).bad == pytest.approx(0.5)
    agreed = weighed(*flood, fact(Outcome.REFUSED, shop=3, days_ago=90))
    assert agreed.bad == pytest.approx(2.5)
    regular = [fact(days_ago=2) for _ in range(40)]
    assert weighed(*regular).good == pytest.approx(8.0)


def test_a_clusters_shops_are_one_voice(fact: MakeFact, weighed: Weigh, network: Network) -> None:
    facts = [fact(Outcome.REFUSED, shop=shop, days_ago=90) for shop in (2, 3)]
    together = replace(network, cluster_of={2: 2, 3: 2})
    seen = weighed(*facts, network=together)
    assert seen.bad == pytest.approx(0.5)
    assert seen.bad_groups == {2}


def test_a_doubted_reporter_weighs_less_elsewhere_but_not_for_itself(
    fact: MakeFact, weighed: Weigh, network: Network
) -> None:
    doubted = replace(network, reporters={2: ReporterWeight(bad=0.1)})
    failure = fact(Outcome.REFUSED, days_ago=90)
    assert weighed(failure, network=doubted).bad == pytest.approx(0.5 * 0.5 * 0.1)
    assert weighed(failure, view=2, network=doubted).bad == pytest.approx(0.5)


def test_repeating_a_lie_does_not_make_up_for_doubt(
    fact: MakeFact, weighed: Weigh, network: Network
) -> None:
    doubted = replace(network, reporters={2: ReporterWeight(bad=0.1)})
    flood = [fact(Outcome.REFUSED, days_ago=2) for _ in range(50)]
    assert weighed(*flood, network=doubted).bad == pytest.approx(0.5 * 0.1)


def test_own_rows_count_at_once_and_others_when_their_day_comes(
    fact: MakeFact, weighed: Weigh
) -> None:
    pending = fact(Outcome.REFUSED, days_ago=2, counts_in=9)
    assert weighed(pending).bad == 0
    assert weighed(pending, view=2).bad > 0


def test_everything_is_forgotten_after_24_months_and_a_lone_failure_after_12(
    fact: MakeFact, weighed: Weigh
) -> None:
    assert weighed(fact(days_ago=730)).good == 0
    assert weighed(fact(Outcome.REFUSED, days_ago=364)).bad > 0
    assert weighed(fact(Outcome.REFUSED, days_ago=365)).bad == 0
    two = [fact(Outcome.REFUSED, days_ago=365), fact(Outcome.REFUSED, days_ago=400)]
    assert weighed(*two).bad > 0


def test_three_later_paid_orders_make_good_for_one_parcel_left_behind(
    fact: MakeFact, weighed: Weigh
) -> None:
    left = [fact(Outcome.NOT_COLLECTED, days_ago=60), fact(Outcome.NOT_COLLECTED, days_ago=50)]
    later = [fact(shop=3, days_ago=days) for days in (30, 20, 10)]
    seen = weighed(*left, *later)
    assert seen.redeemed == {left[0].report_id}
    assert weighed(left[0], *later).bad == 0
    assert weighed(left[0], *later).bad_groups == frozenset()
    assert weighed(left[0], *later[:2]).bad > 0
    assert weighed(fact(Outcome.REFUSED, days_ago=60), *later).bad > 0


def test_a_report_that_reaches_the_person_twice_counts_once(fact: MakeFact, weighed: Weigh) -> None:
    paid = fact(days_ago=270)
    assert weighed(paid, paid).good == pytest.approx(0.5)


def test_without_a_shops_own_reports_the_others_weigh_what_they_did(
    fact: MakeFact, weighed: Weigh, policy: Policy, network: Network, today: date
) -> None:
    shops = (1, 2, 1, 3, 3, 2, 5)
    facts = [fact(shop=shop, days_ago=10 * n) for n, shop in enumerate(shops, start=1)]
    facts += [fact(Outcome.REFUSED, shop=shop, days_ago=30) for shop in (1, 5)]
    seen = weighed(*facts, view=None)
    for shop in (1, 2, 3, 5):
        left = without(seen, shop, False, network=network, policy=policy, today=today)
        alone = weighed(*[each for each in facts if each.shop_id != shop], view=None)
        assert (left.good, left.bad, left.orders) == pytest.approx(
            (alone.good, alone.bad, alone.orders)
        )
        assert len(left.parts) == len(left.worth) == len(left.reports)
        own = left.reports.stretch(shop)
        assert not any(left.parts[own])
        assert not any(left.worth[own])
