"""The replay of past orders: worked out by hand, and blind to whatever came later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bonafide.protocol.words import Advice, Outcome
from registry.reports.counts import KnownDay, PastOrder
from registry.shops.terms import Terms
from registry.trust.economics.backtest import Backtest, Replayed, backtest
from registry.trust.economics.mornings import Mornings
from registry.trust.facts import Fact
from registry.trust.levels import STRANGER
from registry.trust.network import Network
from registry.trust.policy import Policy
from tests.unit.trust.conftest import TODAY, MakeFact

NETWORK = [KnownDay(TODAY - timedelta(days=300 - n), "cod", 100, 3) for n in range(0, 300, 10)]


def order(
    number: int, outcome: str = "paid", *, days_ago: int = 1, payment: str = "cod"
) -> PastOrder:
    day = TODAY - timedelta(days=days_ago)
    return PastOrder(
        shop_id=1,
        report_id=number,
        occurred_on=day,
        payment=payment,
        segment=None,
        amount_band="1500-2999",
        outcome=outcome,
        fault="customer",
        state="pending",
        counts_on=day + timedelta(days=1),
        filed_on=day,
        imported=False,
        identifier_ids=(number,),
    )


def run(
    orders: Iterable[tuple[PastOrder, tuple[Fact, ...]]],
    network: Network,
    policy: Policy,
    days: list[KnownDay] | None = None,
) -> Backtest:
    mornings = Mornings(1, NETWORK if days is None else days, [], tonight=network, policy=policy)
    replayed = [Replayed(order, facts, STRANGER) for order, facts in orders]
    return backtest(replayed, shop_id=1, terms=Terms(), mornings=mornings, policy=policy)


@pytest.fixture
def bad(fact: MakeFact) -> tuple[Fact, ...]:
    """What two other shops say about a buyer of whom a third had better beware."""
    return tuple(fact(Outcome.REFUSED, shop=shop, days_ago=20) for shop in (2, 3, 2, 3))


def test_losses_and_the_bothered_are_counted_with_exact_money(
    network: Network, policy: Policy, bad: tuple[Fact, ...]
) -> None:
    found = run(
        [(order(1, "refused"), bad), (order(2), bad), (order(3, "refused"), ()), (order(4), ())],
        network,
        policy,
    )
    assert (found.orders, found.failed, found.losses) == (4, 2, Decimal("1925.00"))
    call = found.steps[0]
    assert (call.code, call.failed_caught, call.good_bothered) == (Advice.CONFIRM_CALL, 1, 1)
    assert (call.losses_avoided, call.revenue_bothered) == (Decimal("962.50"), Decimal(2_250))
    assert [step.failed_caught for step in found.alone] == [0, 0, 0]


def test_a_higher_step_never_catches_more(
    network: Network, policy: Policy, bad: tuple[Fact, ...]
) -> None:
    found = run([(order(n, "refused"), bad[:n]) for n in range(5)], network, policy)
    caught = [step.failed_caught for step in found.steps]
    assert caught == sorted(caught, reverse=True)
    assert caught[0] > 0


def test_prepaid_orders_bother_nobody(
    network: Network, policy: Policy, bad: tuple[Fact, ...]
) -> None:
    found = run([(order(1, "refused", payment="prepaid"), bad)], network, policy)
    assert (found.failed, found.steps[0].failed_caught) == (1, 0)


def test_returns_and_other_peoples_faults_are_left_out(network: Network, policy: Policy) -> None:
    courier = replace(order(2, "no_show"), fault="courier")
    found = run([(order(1, "returned"), ()), (courier, ())], network, policy)
    assert found.orders == 0


def test_what_became_known_later_changes_nothing(
    network: Network, policy: Policy, bad: tuple[Fact, ...]
) -> None:
    """The broken variant, a replay that knows the future, is caught by the last line."""
    orders = [(order(1, "refused", days_ago=50), bad), (order(2, days_ago=40), bad)]
    later = [KnownDay(TODAY - timedelta(days=each), "cod", 500, 499) for each in (40, 30, 1)]
    assert run(orders, network, policy, NETWORK + later) == run(orders, network, policy)
    assert run(orders, network, policy).steps[0].failed_caught == 0
    soon = [KnownDay(TODAY - timedelta(days=51), "cod", 500, 499)]
    mornings = [
        Mornings(1, days, [], tonight=network, policy=policy).network(TODAY - timedelta(days=50))
        for days in (NETWORK, NETWORK + soon)
    ]
    assert mornings[0].base < mornings[1].base


def test_others_rates_are_the_networks_less_the_shops_own(policy: Policy, network: Network) -> None:
    day = date(2026, 9, 1)
    everybody, own = [KnownDay(day, "cod", 100, 30)], [KnownDay(day, "cod", 40, 30, "msk")]
    together = Mornings(1, everybody, own, tonight=network, policy=policy).network(TODAY)
    apart = Mornings(1, [KnownDay(day, "cod", 60, 0)], [], tonight=network, policy=policy)
    assert together.shops[1].n == pytest.approx(40, rel=0.2)
    assert together.segments[1, "msk"].bad > 20
    assert together.base > apart.network(TODAY).base
