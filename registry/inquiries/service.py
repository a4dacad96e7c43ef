"""The door of the room: budgets that a shop spends, allowances, first contacts.

What runs on every request leases its units instead (leases.py); what is here is exact and part of
the caller's transaction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from registry.inquiries import meters
from registry.inquiries.budgets import DEFAULT_BUDGETS, Budgets, Counted
from registry.inquiries.contacts import Contacts, Via, contact
from registry.inquiries.errors import BudgetExhaustedError
from registry.inquiries.meters import Account, Asker, Reading
from registry.inquiries.models import ImportAllowance, OrderPace
from registry.kernel.db import insert_new

__all__ = [
    "Account",
    "BudgetState",
    "Budgets",
    "Contacts",
    "Counted",
    "Via",
    "contact",
    "count_new_rows",
    "grant_import",
    "lock_new_rows",
    "read_budgets",
    "set_pace",
    "spend",
    "take",
]


@dataclass(frozen=True, slots=True)
class BudgetState:
    """Every budget of a shop in one world, and what its import allowances still hold."""

    readings: dict[Counted, Reading]
    import_people: int
    import_points: int


def spend(
    session: Session,
    *,
    caller: Asker,
    name: Counted,
    units: int,
    today: date,
    budgets: Budgets = DEFAULT_BUDGETS,
) -> None:
    """Use up ``units``; raises BudgetExhaustedError, and uses none, when there are fewer."""
    take(session, caller=caller, name=name, least=units, most=units, today=today, budgets=budgets)


def take(
    session: Session,
    *,
    caller: Asker,
    name: Counted,
    least: int,
    most: int | None = None,
    today: date,
    budgets: Budgets = DEFAULT_BUDGETS,
) -> int:
    """Use up to ``most`` units and return how many; raises BudgetExhaustedError below ``least``.

    Without ``most`` it is a block of the shop's own day. Points come from the day first and then
    from the import allowances.
    """
    reading = meters.lock_meter(session, caller, name, budgets=budgets, today=today)
    wanted = max(least, reading.block) if most is None else most
    daily, extra = min(wanted, reading.left), 0
    if daily < least and name is Counted.POINTS:
        extra = min(least - daily, meters.lock_points(session, caller, today=today))
    if daily + extra < least:
        raise BudgetExhaustedError(name, left=daily + extra, limit=reading.limit)
    if extra:
        meters.take_points(session, caller, extra, today=today)
    if daily:
        meters.raise_meter(session, caller, name, daily, today=today)
    return daily + extra


def read_budgets(
    session: Session, *, caller: Asker, today: date, budgets: Budgets = DEFAULT_BUDGETS
) -> BudgetState:
    """What a shop may still use today."""
    people, points = meters.allowance_left(session, caller, today=today)
    shown = (Counted.CONTACTS, Counted.POINTS, Counted.LOOKUPS)
    readings = {
        name: meters.read_meter(session, caller, name, budgets=budgets, today=today)
        for name in shown
    }
    return BudgetState(readings, people, points)


def lock_new_rows(session: Session, *, caller: Asker, today: date) -> int:
    """How many identifier rows the shop may make; held until the transaction ends.

    Rows made today and yesterday never exceed points evaluated today and yesterday, so elements
    that nobody evaluated (any point of the curve would do) cannot fill the table.
    """
    made = sum(meters.lock_used(session, caller, Counted.CREATED, today).values())
    return max(0, meters.evaluated_lately(session, caller, today=today) - made)


def count_new_rows(session: Session, *, caller: Asker, units: int, today: date) -> None:
    """Count rows that were made after ``lock_new_rows``."""
    if units:
        meters.raise_meter(session, caller, Counted.CREATED, units, today=today)


def grant_import(
    session: Session, *, caller: Asker, people: int, today: date, days: int = 30
) -> None:
    """Let a shop bring in ``people`` more until ``days`` from now; twice a day adds up."""
    until_on = today + timedelta(days=days)
    key = {"shop_id": caller.shop_id, "world": caller.world, "granted_on": today}
    row = key | {"until_on": until_on, "people": people, "used": 0, "points_used": 0}
    if not insert_new(session, ImportAllowance, [row], ImportAllowance.people):
        same = [getattr(ImportAllowance, name) == value for name, value in key.items()]
        added = {"people": ImportAllowance.people + people, "until_on": until_on}
        session.execute(update(ImportAllowance).where(*same).values(added))


def set_pace(session: Session, *, caller: Asker, orders_a_day: int, today: date) -> None:
    """Say how many orders a day the shop really reports (mean of 30 days, for a nightly job)."""
    key = {"shop_id": caller.shop_id, "world": caller.world}
    said = {"orders_a_day": orders_a_day, "measured_on": today}
    if not insert_new(session, OrderPace, [key | said], OrderPace.shop_id):
        mine = (OrderPace.shop_id == caller.shop_id, OrderPace.world == caller.world)
        session.execute(update(OrderPace).where(*mine).values(said))
