"""Past orders judged again: only by what was known, never by themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bonafide.protocol.words import Fault, Outcome
from registry.trust.calibration import Known, ShopKnown
from registry.trust.facts import Fact
from registry.trust.lookback import look_back, usual_wait
from registry.trust.network import Network, Rate
from registry.trust.policy import Policy

MakeFact = Callable[..., Fact]

YEAR = 360


@pytest.fixture
def busy(network: Network) -> Network:
    return replace(network, shops={2: Rate(1.0, 1.0, 0.03), 3: Rate(4.0, 40.0, 1.2)})


def test_an_order_is_judged_by_what_was_known_before_it(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    first, second = fact(days_ago=100), fact(Outcome.REFUSED, shop=3, days_ago=10)
    early, late = look_back(
        [[second, first]], network=network, policy=policy, today=today, days=YEAR
    )
    assert (early.known, early.bad) == (Known.NOTHING, False)
    assert early.raw == pytest.approx(0.03)
    assert (late.known, late.bad) == (Known.PAID, True)
    g = 2 ** (-90 / 270)
    assert late.raw == pytest.approx(10 * 0.03 / (g + 10))


def test_the_outcome_of_an_order_does_not_foretell_itself(
    fact: MakeFact, busy: Network, policy: Policy, today: date
) -> None:
    """The shop's only order, a failure, is taken out of its rate: nothing is left."""
    (judged,) = look_back(
        [[fact(Outcome.REFUSED, days_ago=0)]], network=busy, policy=policy, today=today, days=YEAR
    )
    assert judged.raw == pytest.approx(0.03)
    assert judged.shop is ShopKnown.NEW


def test_a_larger_shop_keeps_its_rate(
    fact: MakeFact, busy: Network, policy: Policy, today: date
) -> None:
    (judged,) = look_back(
        [[fact(shop=3, days_ago=0)]], network=busy, policy=policy, today=today, days=YEAR
    )
    assert judged.raw == pytest.approx((4 + 0.6) / (39 + 20))
    assert judged.shop is ShopKnown.MANY


def test_old_and_blameless_orders_are_not_judged(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    facts = [
        fact(days_ago=361),
        fact(Outcome.RETURNED),
        fact(Outcome.NO_SHOW, fault=Fault.COURIER),
    ]
    assert list(look_back([facts], network=network, policy=policy, today=today, days=YEAR)) == []


def test_the_newest_orders_wait_until_failures_of_their_days_are_filed(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    """Paid orders are known at once; a failure, here, in 19 of 20 cases within a fortnight."""
    assert usual_wait({3: 10, 14: 9, 200: 1}, 60) == 14
    assert usual_wait({3: 10, 14: 9, 200: 1}, 10) == 10
    assert usual_wait({}, 60) == 0
    new, old = fact(days_ago=13), fact(days_ago=14, shop=3)
    judged = look_back(
        [[new, old]], network=network, policy=policy, today=today, days=YEAR, wait=14
    )
    assert [each.occurred_on for each in judged] == [old.occurred_on]
