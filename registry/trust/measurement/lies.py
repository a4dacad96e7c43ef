"""The eleven attacks that the rules are measured against: who lies about whom, how often, when."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ROGUE = "rogue-{}"
_DAYS = 60
_REPEATS = 10


@dataclass(frozen=True, slots=True)
class Lie:
    """One false report: the shop says that the customer failed, or paid, on that day."""

    shop: str
    customer: str
    bad: bool
    day: date


@dataclass(frozen=True, slots=True)
class Targets:
    """What attackers know on the morning of the cut; ``overlap``: common part of (h)'s lists."""

    cut_on: date
    customers: Sequence[str]
    failing: Sequence[str]
    largest_shop: str
    overlap: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack's lies. ``victims`` are slandered, ``boosted`` are praised."""

    lies: Sequence[Lie]
    victims: frozenset[str]
    boosted: frozenset[str] = frozenset()


def _victims(targets: Targets, chance: random.Random, share: float) -> list[str]:
    """A share of all known customers; at least one, if there is one."""
    known = len(targets.customers)
    return chance.sample(targets.customers, min(known, max(1, round(share * known))))


def _slander(
    targets: Targets, chance: random.Random, shop: str, victims: Sequence[str], days: int = _DAYS
) -> list[Lie]:
    """Ten failures for each victim, spread over the days before the cut."""
    return [
        Lie(shop, victim, True, _day(targets, chance, days))
        for victim in victims
        for _ in range(_REPEATS)
    ]


def _diluted(targets: Targets, chance: random.Random, lies: Sequence[Lie]) -> list[Lie]:
    """The lies among four times as many false paid orders of anybody."""
    praise = [
        Lie(lie.shop, chance.choice(targets.customers), False, _day(targets, chance, _DAYS))
        for lie in lies
        for _ in range(4)
    ]
    return [*lies, *praise]


def _day(targets: Targets, chance: random.Random, days: int) -> date:
    return targets.cut_on - timedelta(days=chance.randint(3, days))


def _attack(lies: Sequence[Lie]) -> Attack:
    return Attack(lies, frozenset(lie.customer for lie in lies if lie.bad))


def one_rogue(targets: Targets, chance: random.Random) -> Attack:
    """(a) One shop reports a fifth of all known customers ten times each."""
    return _attack(_slander(targets, chance, ROGUE.format(1), _victims(targets, chance, 0.2)))


def one_rogue_diluted(targets: Targets, chance: random.Random) -> Attack:
    """(b) The same among four times as many false paid orders."""
    return _attack(_diluted(targets, chance, one_rogue(targets, chance).lies))


def five_together(targets: Targets, chance: random.Random) -> Attack:
    """(c) Five shops report the same fifth."""
    victims = _victims(targets, chance, 0.2)
    return _attack(_each(targets, chance, [victims] * 5))


def five_together_diluted(targets: Targets, chance: random.Random) -> Attack:
    """(d) The same among four times as many false paid orders."""
    return _attack(_diluted(targets, chance, five_together(targets, chance).lies))


def five_apart(targets: Targets, chance: random.Random) -> Attack:
    """(e) Five shops report a fifth each, drawn separately."""
    return _attack(_each(targets, chance, [_victims(targets, chance, 0.2) for _ in range(5)]))


def five_small_diluted(targets: Targets, chance: random.Random) -> Attack:
    """(f) Five shops report a twentieth each, among four times as many false paid orders."""
    lists = [_victims(targets, chance, 0.05) for _ in range(5)]
    return _attack(_diluted(targets, chance, _each(targets, chance, lists)))


def ten_small(targets: Targets, chance: random.Random) -> Attack:
    """(g) Ten shops report a twentieth each."""
    return _attack(_each(targets, chance, [_victims(targets, chance, 0.05) for _ in range(10)]))


def five_overlapping(targets: Targets, chance: random.Random) -> Attack:
    """(h) Five shops report a fifth each, of which a share (a third) is common to all."""
    common = _victims(targets, chance, 0.2 * targets.overlap)
    size = max(len(common), round(0.2 * len(targets.customers)))
    others = sorted(set(targets.customers) - set(common))
    lists = [[*common, *chance.sample(others, size - len(common))] for _ in range(5)]
    return _attack(_each(targets, chance, lists))


def ten_sybils(targets: Targets, chance: random.Random) -> Attack:
    """(i) Ten made-up shops say of everybody with two failures or more that they paid, thrice."""
    lies = [
        Lie(ROGUE.format(i), customer, False, _day(targets, chance, _DAYS))
        for i in range(10)
        for customer in targets.failing
        for _ in range(3)
    ]
    return Attack(lies, frozenset(), frozenset(targets.failing))


def slow_slander(targets: Targets, chance: random.Random) -> Attack:
    """(j) One shop slanders one victim a day over four months."""
    victims = chance.sample(targets.customers, min(120, len(targets.customers)))
    lies = [
        Lie(ROGUE.format(1), victim, True, targets.cut_on - timedelta(days=3 + i))
        for i, victim in enumerate(victims)
    ]
    return _attack(lies)


def turned_hostile(targets: Targets, chance: random.Random) -> Attack:
    """(k) The largest honest shop reports a fifth of all known customers within a month."""
    victims = _victims(targets, chance, 0.2)
    return _attack(_slander(targets, chance, targets.largest_shop, victims, 30))


def _each(targets: Targets, chance: random.Random, lists: Sequence[Sequence[str]]) -> list[Lie]:
    return [
        lie
        for i, victims in enumerate(lists, 1)
        for lie in _slander(targets, chance, ROGUE.format(i), victims)
    ]


ATTACKS: dict[str, Callable[[Targets, random.Random], Attack]] = {
    "a_one_rogue": one_rogue,
    "b_one_rogue_diluted": one_rogue_diluted,
    "c_five_together": five_together,
    "d_five_together_diluted": five_together_diluted,
    "e_five_apart": five_apart,
    "f_five_small_diluted": five_small_diluted,
    "g_ten_small": ten_small,
    "h_five_overlapping": five_overlapping,
    "i_ten_sybils": ten_sybils,
    "j_slow_slander": slow_slander,
    "k_turned_hostile": turned_hostile,
}
