"""What a newcomer's word weighs: by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bonafide.protocol.words import Level, Outcome
from registry.trust.coarse import coarse_view
from registry.trust.facts import Fact, in_order
from registry.trust.levels import Person
from registry.trust.network import Context, Network, ReporterWeight
from registry.trust.policy import Policy
from registry.trust.probation import ripeness, with_newcomers
from registry.trust.reporters import EVERYBODY_BELIEVED, Reporters
from registry.trust.rules import assess
from registry.trust.scene import Scene
from registry.trust.weigh import weigh

MakeFact = Callable[..., Fact]
NEW = ReporterWeight(probation=0.2)
ASKING = 1


def bad(facts: Sequence[Fact], network: Network, policy: Policy, today: date) -> float:
    rows = in_order(facts)
    return weigh(rows, view=ASKING, network=network, policy=policy, today=today).bad


def with_shops(network: Network, **shops: ReporterWeight) -> Network:
    return replace(network, reporters={int(name[1:]): each for name, each in shops.items()})


@pytest.mark.parametrize(
    ("days", "ripe"), [(-3, 0.2), (0, 0.2), (9, 0.28), (45, 0.6), (90, 1.0), (400, 1.0)]
)
def test_a_newcomers_word_grows_with_the_days_since_it_was_admitted(
    policy: Policy, today: date, days: int, ripe: float
) -> None:
    assert ripeness(today - timedelta(days=days), policy, today) == pytest.approx(ripe)


def test_probation_stands_beside_doubt_and_a_muted_shop_stays_muted(
    policy: Policy, today: date
) -> None:
    picture = Reporters(
        weights={2: ReporterWeight(0.4, 0.9), 3: ReporterWeight(0.0, 0.0)}, muted=frozenset({3})
    )
    admitted = {2: today, 3: today, 4: today, 5: today - timedelta(days=90)}
    assert with_newcomers(picture, admitted, policy, today).weights == {
        2: ReporterWeight(0.4, 0.9, 0.2),
        3: ReporterWeight(0.0, 0.0),
        4: NEW,
    }
    assert with_newcomers(EVERYBODY_BELIEVED, {}, policy, today) == EVERYBODY_BELIEVED


def test_a_newcomers_lone_failure_weighs_a_fifth_of_a_members(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    failure = fact(Outcome.REFUSED, days_ago=90)
    member = bad([failure], network, policy, today)
    assert member == pytest.approx(0.25)
    assert bad([failure], with_shops(network, s2=NEW), policy, today) == pytest.approx(0.05)


def test_good_reports_of_a_newcomer_and_its_own_view_stay_whole(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    new = with_shops(network, s2=NEW)
    paid = weigh([fact(days_ago=270)], view=ASKING, network=new, policy=policy, today=today)
    assert paid.good == pytest.approx(0.5)
    own = [fact(Outcome.REFUSED, days_ago=90)]
    assert weigh(own, view=2, network=new, policy=policy, today=today).bad == pytest.approx(0.5)


def test_a_believed_shop_that_saw_the_same_ends_the_wait_for_that_person(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    both = [fact(Outcome.REFUSED, days_ago=90), fact(Outcome.REFUSED, shop=3, days_ago=90)]
    assert bad(both, with_shops(network, s2=NEW), policy, today) == pytest.approx(1.0)


@pytest.mark.parametrize("second", [NEW, ReporterWeight(bad=0.1), ReporterWeight(0.0, 0.0)])
def test_neither_a_newcomer_nor_a_doubted_shop_vouches_for_a_newcomer(
    fact: MakeFact, network: Network, policy: Policy, today: date, second: ReporterWeight
) -> None:
    both = [fact(Outcome.REFUSED, days_ago=90), fact(Outcome.REFUSED, shop=3, days_ago=90)]
    seen = bad(both, with_shops(network, s2=NEW, s3=second), policy, today)
    assert seen == pytest.approx(0.5 * 0.2 + 0.5 * second.bad * second.probation)


def test_shops_of_one_cluster_do_not_vouch_for_each_other(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    both = [fact(Outcome.REFUSED, days_ago=90), fact(Outcome.REFUSED, shop=3, days_ago=90)]
    together = replace(with_shops(network, s2=NEW), cluster_of={2: 2, 3: 2})
    assert bad(both, together, policy, today) == pytest.approx(0.5 * 0.5 * 0.2 + 0.5 * 0.5)


def test_the_asking_shops_own_failure_is_witness_enough_exactly_and_in_steps(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    new = with_shops(network, s2=NEW)
    rows = in_order(
        [fact(Outcome.REFUSED, shop=ASKING, days_ago=90), fact(Outcome.REFUSED, days_ago=90)]
    )
    assert bad(rows, new, policy, today) == pytest.approx(1.0)
    scene = Scene(Context(ASKING, "cod"), network=new, policy=policy, today=today)
    seen = coarse_view(rows, scene)
    assert seen.own.bad == pytest.approx(0.5)
    assert seen.bad == pytest.approx(1.0)
    another = Scene(Context(4, "cod"), network=new, policy=policy, today=today)
    alone = coarse_view(in_order(rows[:1]), another)
    assert alone.bad < 0.5


def test_two_newcomers_put_nobody_on_watch_where_two_members_do(
    fact: MakeFact, policy: Policy, today: date
) -> None:
    network = Network(base=0.03)
    flood = [fact(Outcome.REFUSED, shop=shop, days_ago=3) for shop in (2, 3) for _ in range(9)]

    def level(network: Network) -> Level:
        scene = Scene(Context(ASKING, "cod"), network=network, policy=policy, today=today)
        return assess(flood, scene, Person(enrolled=True)).level

    assert level(with_shops(network, s2=NEW, s3=NEW)) is Level.UNKNOWN
    assert level(network) is Level.WATCH
