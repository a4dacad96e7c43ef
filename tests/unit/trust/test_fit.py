"""The nightly fit: rates, calibration, and that the order of rows does not matter."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.trust.calibration import UNCALIBRATED, Known, ShopKnown
from registry.trust.fit import fit
from registry.trust.network import Context, Network, Rate, history_weight, newborn, prior_rate
from registry.trust.policy import Policy
from registry.trust.tally import Ended, Judged, Tally

TODAY = date(2026, 11, 2)
YESTERDAY = TODAY - timedelta(days=1)


def orders(shop: int, payment: str, n: int, bad: int, **more: str) -> list[Ended]:
    return [Ended(YESTERDAY, shop, payment, i < bad, **more) for i in range(n)]


def tallied(policy: Policy, rows: list[Ended]) -> Tally:
    tally = Tally(policy)
    for row in rows:
        tally.add(row)
    return tally


def test_orders_added_up_at_once_make_the_same_tally(policy: Policy) -> None:
    chance = random.Random(3)
    rows = [
        Ended(
            TODAY - timedelta(days=chance.randrange(700)),
            chance.randrange(9),
            chance.choice(["cod", "prepaid"]),
            chance.random() < 0.2,
            chance.choice(["msk", None]),
        )
        for _ in range(2_000)
    ]
    at_once = Tally(policy)
    assert at_once.add_all(iter(rows)) == len(rows)
    assert fit(at_once, today=TODAY) == fit(tallied(policy, rows), today=TODAY)
    assert list(at_once.shops) == list(tallied(policy, rows).shops)


def test_before_any_data_everybody_has_the_default_rate(policy: Policy) -> None:
    network = fit(Tally(policy), today=TODAY)
    assert network.base == pytest.approx(policy.prior.base_default)
    assert prior_rate(network, Context(1, "cod"), policy) == pytest.approx(network.base)
    assert newborn(policy).base == network.base


def test_the_base_is_the_faded_rate_shrunk_to_the_default(policy: Policy) -> None:
    """(50·f + 20·.03) / (1000·f + 20), f = 2^(−1/90)."""
    network = fit(tallied(policy, orders(1, "cod", 1000, 50)), today=TODAY)
    f = 2 ** (-1 / 90)
    assert network.base == pytest.approx((50 * f + 0.6) / (1000 * f + 20))


def test_a_shop_is_judged_against_what_its_payments_let_one_expect(policy: Policy) -> None:
    rows = orders(1, "cod", 1000, 100) + orders(2, "prepaid", 1000, 10) + orders(3, "cod", 100, 10)
    network = fit(tallied(policy, rows), today=TODAY)
    usual = prior_rate(network, Context(9, "cod"), policy)
    assert prior_rate(network, Context(3, "cod"), policy) == pytest.approx(usual, rel=0.05)
    assert prior_rate(network, Context(9, "prepaid"), policy) < 0.3 * usual


def test_a_segment_is_judged_against_its_shop(policy: Policy) -> None:
    rows = orders(1, "cod", 100, 2, segment="far") + orders(1, "cod", 100, 30, segment="near")
    network = fit(tallied(policy, rows), today=TODAY)
    p = {
        name: prior_rate(network, Context(1, "cod", name), policy) for name in ("far", "near", "x")
    }
    assert p["far"] < p["x"] < p["near"]
    assert p["near"] == pytest.approx(0.27, abs=0.02)


@pytest.mark.parametrize(("base", "m"), [(0.03, 20.0), (0.06, 6.155), (0.2, 3.0), (0.01, 20.0)])
def test_history_weighs_more_where_failures_are_common(
    policy: Policy, base: float, m: float
) -> None:
    assert history_weight(Network(base=base), policy) == pytest.approx(m, abs=0.001)


def test_the_fit_does_not_depend_on_the_order_of_rows(policy: Policy) -> None:
    chance = random.Random(3)
    ended = [
        Ended(
            TODAY - timedelta(days=chance.randrange(900)),
            chance.randrange(5),
            chance.choice(["cod", "prepaid"]),
            chance.random() < 0.1,
            chance.choice([None, "near"]),
        )
        for _ in range(400)
    ]
    judged = [
        Judged(
            each.occurred_on,
            chance.uniform(0.01, 0.3),
            chance.choice(list(Known)),
            chance.choice(list(ShopKnown)),
            each.bad,
        )
        for each in ended
    ]
    pictures = []
    for _ in range(2):
        tally = tallied(policy, ended)
        for each in judged:
            tally.judge(each)
        pictures.append(fit(tally, today=TODAY))
        chance.shuffle(ended)
        chance.shuffle(judged)
    assert pictures[0] == pictures[1]
    assert pictures[0].calibration != UNCALIBRATED


def test_a_fit_for_some_shops_agrees_with_the_whole_one(policy: Policy) -> None:
    rows = orders(1, "cod", 50, 3) + orders(2, "prepaid", 40, 1) + orders(3, "cod", 10, 1)
    tally = tallied(policy, rows)
    whole, part = fit(tally, today=TODAY), fit(tally, today=TODAY, shops={2, 7})
    assert part == replace(whole, shops={2: whole.shops[2]})


def test_a_rate_without_orders_says_nothing(policy: Policy, network: Network) -> None:
    empty = replace(network, shops={1: Rate(0.0, 0.0, 0.0)})
    assert prior_rate(empty, Context(1, "cod"), policy) == pytest.approx(0.03)
