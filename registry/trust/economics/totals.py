"""A shop's own exact monthly totals, which replace the estimate from amount bands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.kernel.db import insert_new
from registry.kernel.errors import DomainError
from registry.shops.access import Caller
from registry.trust.economics.costs import Totals
from registry.trust.economics.quarters import Quarter
from registry.trust.models import ShopTotal


class MonthError(DomainError):
    """The month is not over, so that its totals cannot be known."""

    code = "bad_month"


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One month, ``2026-10``."""

    month: str
    revenue: Decimal
    losses: Decimal


def put_total(session: Session, *, caller: Caller, total: MonthTotal, today: date) -> None:
    """Keep or replace one month's totals; MonthError unless the month is over."""
    if total.month >= f"{today:%Y-%m}":
        raise MonthError(pointer="/month")
    key = {"shop_id": caller.shop_id, "world": caller.world, "month": total.month}
    said = {"revenue": f"{total.revenue:f}", "losses": f"{total.losses:f}"}
    if not insert_new(session, ShopTotal, [key | said], ShopTotal.shop_id):
        mine = (ShopTotal.shop_id == caller.shop_id, ShopTotal.world == caller.world)
        session.execute(update(ShopTotal).where(*mine, ShopTotal.month == total.month).values(said))


def list_totals(session: Session, *, caller: Caller) -> list[MonthTotal]:
    """Every month given, oldest first."""
    wanted = select(ShopTotal).where(
        ShopTotal.shop_id == caller.shop_id, ShopTotal.world == caller.world
    )
    return [
        MonthTotal(row.month, Decimal(row.revenue), Decimal(row.losses))
        for row in session.scalars(wanted.order_by(ShopTotal.month))
    ]


def quarter_totals(given: list[MonthTotal], quarter: Quarter, today: date) -> Totals | None:
    """The sums of a quarter, if every month of it that is over was given, and at least one is."""
    wanted = quarter.months(today)
    mine = [total for total in given if total.month in wanted]
    if not wanted or len(mine) < len(wanted):
        return None
    return Totals(
        months=wanted,
        revenue=sum((total.revenue for total in mine), Decimal(0)),
        losses=sum((total.losses for total in mine), Decimal(0)),
    )
