"""The made-up network: the same for the same seed, and like a real one."""

from collections import Counter
from datetime import date, timedelta

from bonafide.protocol.words import BAD_OUTCOMES, Outcome
from registry.ops.bench.population import DAYS, Order, customers_of, orders, shops_of

TODAY = date(2026, 11, 21)


def network(reports: int, seed: int = 1) -> list[Order]:
    chunks = orders(reports=reports, seed=seed, today=TODAY)
    return [order for chunk in chunks for order in chunk]


def test_the_same_seed_makes_the_same_orders_and_another_one_does_not() -> None:
    assert network(2_000) == network(2_000)
    assert network(2_000) != network(2_000, seed=2)


def test_it_makes_as_many_as_asked_whatever_the_chunk() -> None:
    assert [len(network(reports)) for reports in (1, 20_000, 20_001)] == [1, 20_000, 20_001]


def test_customers_meet_about_thirteen_earlier_orders_of_their_own() -> None:
    counts = Counter(order.customer for order in network(60_000))
    met = sum(count * count for count in counts.values()) / 60_000
    assert 10 < met < 18
    assert max(counts.values()) < 60_000 / 200


def test_a_few_percent_fail_and_failures_name_a_fault() -> None:
    made = network(60_000)
    failed = [order for order in made if order.outcome in BAD_OUTCOMES]
    assert 0.02 < len(failed) / len(made) < 0.05
    assert len({order.fault for order in failed}) > 3
    assert all(order.fault == "unknown" for order in made if order.outcome is Outcome.PAID)


def test_everything_happened_before_it_was_filed_and_inside_retention() -> None:
    for order in network(5_000):
        assert order.occurred_on <= order.filed_on <= TODAY
        assert order.occurred_on > TODAY - timedelta(days=DAYS + 30)


def test_people_and_shops_stay_within_their_numbers() -> None:
    made = network(5_000)
    assert max(order.customer for order in made) < customers_of(5_000)
    assert max(order.shop for order in made) < shops_of(5_000)
