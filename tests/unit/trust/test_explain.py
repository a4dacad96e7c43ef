"""Exact explanations: every number of them gives the risk again, and every date holds."""

from datetime import date, timedelta

import pytest

from bonafide.protocol.words import Level, Outcome
from registry.trust.explanation.explain import explain_exact, prior_parts
from registry.trust.levels import STRANGER, Person
from registry.trust.network import Context, Network, Rate, prior_rate
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene
from tests.unit.trust.conftest import MakeFact


def test_the_weights_give_the_risk_again(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    facts = [
        fact(days_ago=20),
        fact(shop=3, days_ago=40),
        fact(Outcome.REFUSED, shop=4, days_ago=90),
    ]
    found = explain_exact(facts, person=STRANGER, network=network, policy=policy, today=today)
    good = sum(each.weight for each in found.weights if each.good)
    bad = sum(each.weight for each in found.weights if not each.good)
    assert (good, bad) == (found.good, found.bad)
    assert found.risk == (bad + found.m * found.base) / (good + bad + found.m)
    for each in found.weights:
        product = each.attest * each.decay * each.reporter * each.cap
        assert each.weight == pytest.approx(product)


def test_the_parts_of_the_expectation_multiply_to_it(policy: Policy) -> None:
    network = Network(
        base=0.03,
        payments={"cod": Rate(60, 1_000, 30)},
        shops={1: Rate(2, 100, 6)},
        segments={(1, "msk"): Rate(9, 90, 3)},
    )
    asking = Context(1, "cod", "msk")
    parts = prior_parts(network, asking, policy)
    assert [each.name for each in parts] == ["base", "payment", "shop", "segment"]
    odds = 0.03 / 0.97
    for each in parts:
        odds *= each.times
    assert odds / (1 + odds) == pytest.approx(prior_rate(network, asking, policy))
    assert parts[1].times > 1 > parts[2].times
    assert parts[0].times == 1.0


def test_a_lone_failure_says_when_it_is_forgotten(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    lone = fact(Outcome.REFUSED, days_ago=100)
    found = explain_exact([lone], person=STRANGER, network=network, policy=policy, today=today)
    [weight] = found.weights
    assert weight.until == lone.occurred_on + timedelta(days=policy.weights.expiry_lone_bad_days)
    after = explain_exact(
        [lone], person=STRANGER, network=network, policy=policy, today=weight.until
    )
    assert after.weights == ()


def test_the_level_changes_on_the_days_foretold(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    facts = [fact(Outcome.REFUSED, shop=shop, days_ago=5 * shop) for shop in (2, 3, 4, 2, 3)]
    found = explain_exact(facts, person=STRANGER, network=network, policy=policy, today=today)
    assert found.level is Level.WATCH
    assert found.waiting
    previous = Level.WATCH
    for change in found.waiting:
        for day, level in ((change.on - timedelta(days=1), previous), (change.on, change.level)):
            scene = Scene(Context(1, "cod"), network=network, policy=policy, today=day)
            seen = assess(facts, scene, STRANGER._replace(previous=previous))
            assert seen.level is level
        previous = change.level
    assert previous is Level.UNKNOWN


def test_what_more_paid_orders_would_do(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    one = [fact(days_ago=30)]
    stranger = explain_exact(one, person=STRANGER, network=network, policy=policy, today=today)
    assert [(each.paid_orders, each.level) for each in stranger.would_be] == [(1, Level.GOOD)]
    enrolled = explain_exact(
        one, person=Person(enrolled=True), network=network, policy=policy, today=today
    )
    assert (2, Level.WHITE) in [(each.paid_orders, each.level) for each in enrolled.would_be]


def test_the_order_of_reports_does_not_matter(
    fact: MakeFact, network: Network, policy: Policy, today: date
) -> None:
    facts = [fact(days_ago=n, shop=2 + n % 3) for n in (3, 9, 27)] + [fact(Outcome.NO_SHOW)]
    there = explain_exact(facts, person=STRANGER, network=network, policy=policy, today=today)
    back = explain_exact(facts[::-1], person=STRANGER, network=network, policy=policy, today=today)
    assert there == back
