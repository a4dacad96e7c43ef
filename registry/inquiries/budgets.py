"""How much a shop may ask: the arithmetic, without a database.

A budget is renewed at midnight UTC. What was left of yesterday's daily share is added to today's,
so a shop with a quiet day can have a busy one, up to ``burst``. All budgets grow with the orders
that the shop really reports.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

POINTS_PER_PERSON: Final = 2
"""Points that an import allowance holds for each of its people: a broken run may be repeated."""
BLOCKS_A_DAY: Final = 200
"""Into how many blocks a day's share is cut when workers lease it."""


class Counted(StrEnum):
    """What is counted per shop, world and day."""

    POINTS = "points"
    """Points evaluated."""
    CONTACTS = "contacts"
    """Identifiers named for the first time."""
    LOOKUPS = "lookups"
    """People asked about, known ones included."""
    CREATED = "created"
    """Identifier rows made; never more than points evaluated."""


@dataclass(frozen=True, slots=True)
class Share:
    """Units a day, and the most that one day may take with yesterday's rest."""

    daily: int
    burst: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The policy's budgets of a shop that reports few orders."""

    contacts: Share = Share(500, 1_000)
    points: Share = Share(2_000, 4_000)
    lookups: Share = Share(20_000, 40_000)
    contacts_per_order: int = 3
    reports_of_person: int = 50
    """Reports of one shop about one identifier and one day; the rest would move nothing."""

    def share(self, name: Counted, orders_a_day: int) -> Share:
        """One budget of a shop that reports so many orders a day (mean of 30 days).

        First contacts become ``contacts_per_order`` × orders where that is more, and the other
        budgets grow in proportion.
        """
        base = {
            Counted.CONTACTS: self.contacts,
            Counted.POINTS: self.points,
            Counted.LOOKUPS: self.lookups,
        }[name]
        usual = max(1, self.contacts.daily)
        wanted = max(usual, self.contacts_per_order * orders_a_day)
        return Share(base.daily * wanted // usual, base.burst * wanted // usual)


DEFAULT_BUDGETS: Final = Budgets()


def limit_today(share: Share, used_yesterday: int) -> int:
    """Units that may be used today in all."""
    return min(share.burst, share.daily + max(0, share.daily - used_yesterday))


def block_size(share: Share) -> int:
    """Units that a worker leases at once: what a crash can waste."""
    return max(1, share.daily // BLOCKS_A_DAY)


def next_day_at(now: datetime) -> datetime:
    """The midnight (UTC) at which budgets are renewed."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def seconds_left(now: datetime) -> int:
    """Whole seconds until then, at least one."""
    return max(1, int((next_day_at(now) - now).total_seconds()))
