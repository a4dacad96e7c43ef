"""The durable meters: rows that are locked, read and raised inside the caller's transaction.

A meter's row is locked until the caller's transaction ends, so what takes long leases instead
(leases.py). Rows are locked in the order of their days, so two callers never wait in a circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries.budgets import (
    POINTS_PER_PERSON,
    Budgets,
    Counted,
    block_size,
    limit_today,
)
from registry.inquiries.models import ImportAllowance, Meter, OrderPace
from registry.kernel.db import insert_new

_DAY = timedelta(days=1)
FREE_PEOPLE: Final = 1_000_000
"""The import allowance of the test world, where nobody is real: it is nobody's to grant, and "
        "lasts."""


class Asker(Protocol):
    """Whose meters: one shop in one world (an authenticated caller is one)."""

    @property
    def shop_id(self) -> int:
        """The shop."""

    @property
    def world(self) -> World:
        """The world that it acts in."""


@dataclass(frozen=True, slots=True)
class Account:
    """A shop in a world, where nobody is calling: a command, a nightly job."""

    shop_id: int
    world: World


@dataclass(frozen=True, slots=True)
class Reading:
    """One meter today. ``block``: units that a worker takes of it at once."""

    limit: int
    used: int
    block: int

    @property
    def left(self) -> int:
        """Units that may still be used; a limit that sank leaves none, not less."""
        return max(0, self.limit - self.used)


def read_meter(
    session: Session, caller: Asker, name: Counted, *, budgets: Budgets, today: date
) -> Reading:
    """One meter without locking it."""
    return _reading(session, caller, name, budgets, _used(session, caller, name, today), today)


def lock_meter(
    session: Session, caller: Asker, name: Counted, *, budgets: Budgets, today: date
) -> Reading:
    """One meter, its row of today held until the transaction ends."""
    return _reading(session, caller, name, budgets, lock_used(session, caller, name, today), today)


def lock_used(session: Session, caller: Asker, name: Counted, today: date) -> dict[date, int]:
    """Units used today and yesterday; today's row exists and is held afterwards."""
    used = _used(session, caller, name, today, lock=True)
    if today in used:
        return used
    row = {"shop_id": caller.shop_id, "world": caller.world, "name": name, "on": today, "used": 0}
    insert_new(session, Meter, [row], Meter.used)
    return _used(session, caller, name, today, lock=True)


def raise_meter(session: Session, caller: Asker, name: Counted, units: int, *, today: date) -> None:
    """Count ``units`` on a row that ``lock_meter`` holds."""
    mine = _meter_is(caller, name)
    raised = update(Meter).where(*mine, Meter.on == today).values(used=Meter.used + units)
    session.execute(raised, execution_options={"synchronize_session": False})


def evaluated_lately(session: Session, caller: Asker, *, today: date) -> int:
    """Points of today and yesterday (any 24 hours lie inside) and of the open import allowances."""
    daily = sum(_used(session, caller, Counted.POINTS, today).values())
    return daily + _allowance_sum(session, caller, ImportAllowance.points_used, today)


def read_pace(session: Session, caller: Asker) -> int:
    """Orders a day that the shop was last seen to report."""
    wanted = select(OrderPace.orders_a_day).where(
        OrderPace.shop_id == caller.shop_id, OrderPace.world == caller.world
    )
    return session.scalar(wanted) or 0


def allowance_left(session: Session, caller: Asker, *, today: date) -> tuple[int, int]:
    """People and points that the import allowances still hold."""
    people = ImportAllowance.people - ImportAllowance.used
    free = FREE_PEOPLE if caller.world is World.TEST else 0
    points = ImportAllowance.people * POINTS_PER_PERSON - ImportAllowance.points_used
    return (
        free or _allowance_sum(session, caller, people, today),
        _allowance_sum(session, caller, points, today),
    )


def lock_people(session: Session, caller: Asker, *, today: date) -> int:
    """People that the import allowances still hold; their rows are held until the end."""
    if caller.world is World.TEST:
        return FREE_PEOPLE
    return sum(each.people - each.used for each in _lock_allowances(session, caller, today))


def take_people(session: Session, caller: Asker, units: int, *, today: date) -> None:
    """Take people that ``lock_people`` found."""
    if caller.world is World.TEST:
        return
    for allowance in _lock_allowances(session, caller, today):
        step = min(units, allowance.people - allowance.used)
        allowance.used += step
        units -= step
    session.flush()


def lock_points(session: Session, caller: Asker, *, today: date) -> int:
    """Points that the import allowances still hold; their rows are held until the end."""
    return sum(_points_left(each) for each in _lock_allowances(session, caller, today))


def take_points(session: Session, caller: Asker, units: int, *, today: date) -> None:
    """Take points that ``lock_points`` found."""
    for allowance in _lock_allowances(session, caller, today):
        step = min(units, _points_left(allowance))
        allowance.points_used += step
        units -= step
    session.flush()


def _points_left(allowance: ImportAllowance) -> int:
    return allowance.people * POINTS_PER_PERSON - allowance.points_used


def _lock_allowances(session: Session, caller: Asker, today: date) -> Sequence[ImportAllowance]:
    """The valid ones, those that end first in front, as they are now and held."""
    wanted = select(ImportAllowance).where(*_allowance_is(caller, today))
    ordered = wanted.order_by(ImportAllowance.until_on, ImportAllowance.granted_on)
    fresh = ordered.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def _allowance_sum(
    session: Session, caller: Asker, column: SQLColumnExpression[int], today: date
) -> int:
    total = select(func.coalesce(func.sum(column), 0)).where(*_allowance_is(caller, today))
    return int(session.scalar(total) or 0)


def _reading(
    session: Session,
    caller: Asker,
    name: Counted,
    budgets: Budgets,
    used: dict[date, int],
    today: date,
) -> Reading:
    share = budgets.share(name, read_pace(session, caller))
    limit = limit_today(share, used.get(today - _DAY, 0))
    return Reading(limit, used.get(today, 0), block_size(share))


def _used(
    session: Session, caller: Asker, name: Counted, today: date, *, lock: bool = False
) -> dict[date, int]:
    days = (today - _DAY, today)
    wanted = select(Meter.on, Meter.used).where(*_meter_is(caller, name), Meter.on.in_(days))
    if lock:
        wanted = wanted.order_by(Meter.on).with_for_update()
    return {row.on: row.used for row in session.execute(wanted)}


def _meter_is(caller: Asker, name: Counted) -> tuple[ColumnElement[bool], ...]:
    return Meter.shop_id == caller.shop_id, Meter.world == caller.world, Meter.name == name


def _allowance_is(caller: Asker, today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ImportAllowance.shop_id == caller.shop_id,
        ImportAllowance.world == caller.world,
        ImportAllowance.until_on >= today,
    )
