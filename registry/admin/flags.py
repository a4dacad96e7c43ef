"""What is worth an admin's look about a shop, from facts alone. A flag asks, it does not judge."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

ENOUGH_ORDERS: Final = 10
"""Failed orders from which filing nothing good is odd."""
GOOD_FOR_ONE_BAD: Final = 20
"""Who files good and bad alike has far more good ones; one good for this many bad is odd."""
ENOUGH_LOOKUPS: Final = 200
LEAST_HITS: Final = 0.05
"""Below this share of known people the numbers look tried, not ordered from."""
LEAST_REPORTED: Final = 0.02
"""Below this share of reports for lookups nothing seems to be sold to those asked about."""
DOUBTED: Final = 0.5


class Kind(StrEnum):
    """What was seen, the gravest first."""

    CANARY = "canary"
    NEGATIVES_ONLY = "negatives_only"
    CLUSTER = "cluster"
    DOUBTED = "doubted"
    HIT_RATE = "hit_rate"
    SCANNING = "scanning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One shop over the last days (see registry/admin/watch.py)."""

    paid: int = 0
    failed: int = 0
    asked: int = 0
    reported: int = 0
    counted: int = 0
    met: int = 0
    believed: float = 1.0
    alike: tuple[int, ...] = ()
    planted: int = 0
    planted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing seen. ``one`` and ``two`` are the numbers that its sentence shows."""

    kind: Kind
    one: int = 0
    two: int = 0


def flags_of(facts: Facts) -> list[Flag]:
    """Everything worth a look, the gravest first."""
    found = (
        _canary(facts),
        _negatives_only(facts),
        _cluster(facts),
        _doubted(facts),
        _hit_rate(facts),
        _scanning(facts),
    )
    return [flag for flag in found if flag is not None]


def _canary(facts: Facts) -> Flag | None:
    return Flag(Kind.CANARY, facts.planted) if facts.planted else None


def _negatives_only(facts: Facts) -> Flag | None:
    odd = facts.failed >= ENOUGH_ORDERS and facts.paid * GOOD_FOR_ONE_BAD <= facts.failed
    return Flag(Kind.NEGATIVES_ONLY, facts.failed, facts.paid) if odd else None


def _cluster(facts: Facts) -> Flag | None:
    return Flag(Kind.CLUSTER, len(facts.alike)) if facts.alike else None


def _doubted(facts: Facts) -> Flag | None:
    return Flag(Kind.DOUBTED, round(100 * facts.believed)) if facts.believed < DOUBTED else None


def _hit_rate(facts: Facts) -> Flag | None:
    odd = facts.counted >= ENOUGH_LOOKUPS and facts.met < LEAST_HITS * facts.counted
    return Flag(Kind.HIT_RATE, facts.counted, facts.met) if odd else None


def _scanning(facts: Facts) -> Flag | None:
    odd = facts.asked >= ENOUGH_LOOKUPS and facts.reported < LEAST_REPORTED * facts.asked
    return Flag(Kind.SCANNING, facts.asked, facts.reported) if odd else None
