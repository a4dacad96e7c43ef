"""What a shop sees first: what it asked today, how its weeks ended, what it may still use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bonafide.protocol.words import Fault, Outcome
from registry.inquiries import asked
from registry.inquiries import service as inquiries
from registry.inquiries.asked import PastLookup
from registry.inquiries.budgets import Budgets
from registry.inquiries.service import BudgetState
from registry.reports import counts
from registry.reports.rules import is_ended
from registry.shops.access import Caller

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday. ``excused``: failed by somebody else's doing, or neutral."""

    monday: date
    paid: int
    failed: int
    excused: int

    @property
    def total(self) -> int:
        """All orders that ended."""
        return self.paid + self.failed + self.excused


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of the desk."""

    today: dict[str, int]
    weeks: tuple[Week, ...]
    budgets: BudgetState

    @property
    def asked_today(self) -> int:
        """Questions of today, counted one by one."""
        return sum(self.today.values())

    @property
    def is_new(self) -> bool:
        """Whether the shop has neither asked nor reported yet."""
        return not self.today and not any(week.total for week in self.weeks)


def overview(session: Session, *, caller: Caller, today: date, budgets: Budgets) -> Overview:
    """Four queries, whatever the shop's size."""
    shop_id, world = caller.shop_id, caller.world
    first_on = _monday(today) - timedelta(weeks=WEEKS - 1)
    days = counts.days_of(session, world=world, shop_id=shop_id, first_on=first_on, last_on=today)
    lookups = asked.count_lookups(session, shop_id=shop_id, world=world, since=today)
    return Overview(
        today=lookups.get(today, {}),
        weeks=weeks_of(days, first_on=first_on),
        budgets=inquiries.read_budgets(session, caller=caller, today=today, budgets=budgets),
    )


def checks(
    session: Session, *, caller: Caller, day: date, purpose: str = "", after: int = 0, limit: int
) -> list[PastLookup]:
    """One page of the questions of a day, of one purpose if it is named."""
    return asked.own_lookups(
        session,
        shop_id=caller.shop_id,
        world=caller.world,
        day=day,
        purpose=purpose,
        after=after,
        limit=limit,
    )


def weeks_of(days: Sequence[tuple[date, str, str, int]], *, first_on: date) -> tuple[Week, ...]:
    """``WEEKS`` weeks from the Monday ``first_on``, empty ones too. Pure."""
    sums = {first_on + timedelta(weeks=number): [0, 0, 0] for number in range(WEEKS)}
    for day, outcome, fault, orders in days:
        sums[_monday(day)][_place(Outcome(outcome), Fault(fault))] += orders
    return tuple(Week(monday, *numbers) for monday, numbers in sums.items())


def _place(outcome: Outcome, fault: Fault) -> int:
    if outcome is Outcome.PAID:
        return 0
    return 1 if is_ended(outcome, fault) else 2


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
