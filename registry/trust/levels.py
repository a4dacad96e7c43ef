"""The level of a person: the same in every shop, and slow to leave once reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bonafide.protocol.words import Level
from registry.trust.facts import Fact
from registry.trust.network import Network
from registry.trust.policy import Levels
from registry.trust.weigh import Weighed


class Person(NamedTuple):
    """What the registry knows about the person besides reports.

    ``previous``: the level given last, for hysteresis. ``enrolled``: an enrolled phone or a
    verified pass is among the identifiers. ``renewed_on``: the last erasure or new-number claim.
    ``proven``: how many of the person's identifiers were proven to be theirs. ``disagree``: see
    ``registry.trust.rules.identifiers_disagree``. ``granted``: the white list holds the person,
    by the orders on all the identifiers that were proven to be theirs. ``doubted``: it does not,
    for failures on one of them.
    """

    previous: Level | None = None
    enrolled: bool = False
    shared: bool = False
    frozen: bool = False
    opted_out: bool = False
    disagree: bool = False
    renewed_on: date | None = None
    proven: int = 1
    granted: bool = False
    doubted: bool = False


STRANGER = Person()
_REACHED = frozenset({Level.GOOD, Level.WHITE})
"""Levels that are slow to leave."""


def level_of(
    person: Person, seen: Weighed, risk: float, network: Network, limits: Levels, today: date
) -> Level:
    """The level, from everybody's view of the reports and the risk with p0 := base.

    watch    ≥ 2 independent shops with a standing failure ∧ risk ≥ 2.5 · base
    white    enrolled ∧ ≥ 3 paid orders at ≥ 2 shops ∧ no standing failure in 12 months
    good     ≥ 2 paid orders ∧ risk ≤ base
    unknown  everybody else
    """
    if person.frozen or person.opted_out or _renewed(person.renewed_on, limits, today):
        return Level.UNKNOWN
    times = risk / network.base
    if not person.shared:
        if seen.bad_groups and _is_watch(person, seen, times, limits):
            return Level.WATCH
        if person.enrolled and _is_white(person, seen, network, limits, today):
            return Level.WHITE
    return Level.GOOD if _is_good(person, seen, times, limits) else Level.UNKNOWN


def under_review(seen: Weighed, limits: Levels) -> bool:
    """One shop alone says that the person failed: a thing to look at, not to judge by."""
    return 0 < len(seen.bad_groups) < limits.watch_shops


def _renewed(on: date | None, limits: Levels, today: date) -> bool:
    return on is not None and today < on + timedelta(days=limits.renewed_days)


def _is_watch(person: Person, seen: Weighed, times: float, limits: Levels) -> bool:
    if len(seen.bad_groups) < limits.watch_shops:
        return False
    kept = limits.margin if person.previous is Level.WATCH else 0.0
    return times >= limits.watch_times_base * (1.0 - kept)


def _is_good(person: Person, seen: Weighed, times: float, limits: Levels) -> bool:
    if seen.orders < limits.good_paid:
        return False
    reached = person.previous in _REACHED
    return times <= 1.0 + (limits.margin if reached else 0.0)


def _is_white(person: Person, seen: Weighed, network: Network, limits: Levels, today: date) -> bool:
    record = white_record(person, seen, network, limits, today)
    held = person.granted or person.previous is Level.WHITE
    if person.doubted or is_doubted(record, limits, held=held):
        return False
    return person.granted or is_enough(record, limits)


@dataclass(frozen=True, slots=True)
class WhiteRecord:
    """What speaks for white and what against it.

    ``paid``: the orders that can make white, oldest first; ``shops`` that were paid, clusters
    counted once. ``doubts``: standing failures of the last year; ``doubting``: whose.
    """

    paid: tuple[Fact, ...]
    shops: frozenset[int]
    doubts: tuple[Fact, ...]
    doubting: frozenset[int]


def white_record(
    person: Person, seen: Weighed, network: Network, limits: Levels, today: date
) -> WhiteRecord:
    """The record by which the white list judges a person."""
    since = today.toordinal() - limits.white_clear_days
    doubts = tuple(f for f in seen.failures if f.day > since and f.report_id not in seen.redeemed)
    paid = _trusted_paid(person, seen.paid, limits, today)
    return WhiteRecord(
        paid=tuple(paid),
        shops=frozenset(network.cluster_of.get(f.shop_id, f.shop_id) for f in paid),
        doubts=doubts,
        doubting=frozenset(network.cluster_of.get(f.shop_id, f.shop_id) for f in doubts),
    )


def is_enough(record: WhiteRecord, limits: Levels) -> bool:
    """Whether the paid orders make white."""
    return len(record.paid) >= limits.white_paid and len(record.shops) >= limits.white_shops


def is_doubted(record: WhiteRecord, limits: Levels, *, held: bool) -> bool:
    """Whether failures forbid white; who holds it already loses it to two shops, not to one."""
    return len(record.doubting) >= (limits.watch_shops if held else 1)


def _trusted_paid(person: Person, paid: Sequence[Fact], limits: Levels, today: date) -> list[Fact]:
    """The paid orders that can make white: watched live, after a renewal, by the same holder."""
    after = (person.renewed_on or date.min).toordinal()
    orders = [f for f in paid if not f.said.imported and f.day > after]
    if person.proven > 1:
        return orders
    newest: list[Fact] = []
    later = today.toordinal()
    for fact in reversed(orders):
        if later - fact.day > limits.silence_days:
            break
        newest.append(fact)
        later = fact.day
    return newest[::-1]
