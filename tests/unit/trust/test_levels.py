"""Levels: two shops to harm, two shops to honour, and slow to leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bonafide.protocol.words import Evidence, Level, Outcome
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.network import Context, Network
from registry.trust.policy import Policy
from registry.trust.rules import assess
from registry.trust.scene import Scene

MakeFact = Callable[..., Fact]
LevelOf = Callable[..., Level]


@pytest.fixture
def level(policy: Policy, network: Network, today: date) -> LevelOf:
    def call(*facts: Fact, shop: int = 1, m: float = 10.0, **person: Any) -> Level:
        asking = Context(shop, "cod")
        scene = Scene(asking, network=replace(network, m=m), policy=policy, today=today)
        return assess(facts, scene, Person(**person)).level

    return call


def test_two_shops_make_a_watch_and_one_never_does(fact: MakeFact, level: LevelOf) -> None:
    flood = [fact(Outcome.REFUSED, days_ago=2) for _ in range(9)]
    assert level(*flood) is Level.UNKNOWN
    assert level(*flood, fact(Outcome.NO_SHOW, shop=3)) is Level.WATCH


def test_the_level_is_the_same_whoever_asks(fact: MakeFact, level: LevelOf) -> None:
    fresh = fact(Outcome.REFUSED, shop=3, days_ago=3, counts_in=9)
    facts = [fact(Outcome.REFUSED), fresh]
    assert {level(*facts, shop=shop) for shop in (1, 2, 3)} == {Level.UNKNOWN}


def test_white_takes_enrolment_three_paid_orders_and_two_shops(
    fact: MakeFact, level: LevelOf
) -> None:
    facts = [fact(), fact(), fact(shop=3)]
    assert level(*facts, enrolled=True) is Level.WHITE
    assert level(*facts) is Level.GOOD
    assert level(*facts[:2], enrolled=True) is Level.GOOD
    assert level(fact(), fact(), fact(), enrolled=True) is Level.GOOD
    imported = [fact(imported=True), fact(), fact(shop=3)]
    assert level(*imported, enrolled=True) is Level.GOOD


def test_one_shop_keeps_nobody_white_from_staying_so_but_two_do(
    fact: MakeFact, level: LevelOf
) -> None:
    paid = [fact(shop=2 + i % 2, days_ago=30 + i) for i in range(8)]
    one = [*paid, fact(Outcome.REFUSED, shop=4)]
    assert level(*one, enrolled=True, previous=Level.WHITE) is Level.WHITE
    assert level(*one, enrolled=True) is not Level.WHITE
    two = [*one, fact(Outcome.REFUSED, shop=5)]
    assert level(*two, enrolled=True, previous=Level.WHITE) is not Level.WHITE
    old = [*paid, fact(Outcome.REFUSED, shop=4, days_ago=366)]
    assert level(*old, enrolled=True) is Level.WHITE


def test_a_shared_identifier_is_neither_white_nor_on_watch(fact: MakeFact, level: LevelOf) -> None:
    white = [fact(), fact(), fact(shop=3)]
    watch = [fact(Outcome.REFUSED), fact(Outcome.REFUSED, shop=3)]
    assert level(*white, enrolled=True, shared=True) is Level.GOOD
    assert level(*watch, shared=True) is Level.UNKNOWN


def test_who_takes_no_part_is_unknown(fact: MakeFact, level: LevelOf) -> None:
    watch = [fact(Outcome.REFUSED), fact(Outcome.REFUSED, shop=3)]
    assert level(*watch, frozen=True) is Level.UNKNOWN
    assert level(*watch, opted_out=True) is Level.UNKNOWN


def test_a_level_is_left_only_past_its_margin(fact: MakeFact, level: LevelOf) -> None:
    """Watch: times 2.5 to enter, 2.125 to stay. Good: times 1 to enter, 1.15 to stay."""
    watch = [fact(Outcome.REFUSED, days_ago=90), fact(Outcome.REFUSED, shop=3, days_ago=90)]
    paid = [fact(shop=4, days_ago=0, counts_in=0) for _ in range(4)]
    assert level(*watch, m=20.0) is Level.WATCH
    assert level(*watch, *paid, m=20.0) is Level.UNKNOWN
    assert level(*watch, *paid, m=20.0, previous=Level.WATCH) is Level.WATCH
    small = [fact(), fact()]
    small += [fact(Outcome.REFUSED, shop=3, days_ago=120, evidence=Evidence.STATEMENT)]
    assert level(*small[:2]) is Level.GOOD
    assert level(*small) is Level.UNKNOWN
    assert level(*small, previous=Level.GOOD) is Level.GOOD


def test_a_renewed_identifier_is_unknown_for_sixty_days_and_starts_afresh(
    fact: MakeFact, level: LevelOf, today: date
) -> None:
    before = [fact(shop=2 + i % 2, days_ago=100) for i in range(6)]
    recent = today - timedelta(days=59)
    assert level(*before, enrolled=True, renewed_on=recent) is Level.UNKNOWN
    over = today - timedelta(days=60)
    assert level(*before, enrolled=True, renewed_on=over) is Level.GOOD
    after = [fact(shop=2 + i % 2, days_ago=50) for i in range(6)]
    assert level(*before, *after, enrolled=True, renewed_on=over) is Level.WHITE


def test_orders_before_a_long_silence_need_a_second_proof(fact: MakeFact, level: LevelOf) -> None:
    facts = [fact(days_ago=300), fact(shop=3, days_ago=290), fact(shop=3, days_ago=5)]
    assert level(*facts, enrolled=True) is Level.GOOD
    assert level(*facts, enrolled=True, proven=2) is Level.WHITE
