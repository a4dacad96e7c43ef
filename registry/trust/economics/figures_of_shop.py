"""A shop's figures of one quarter: its own, and the network's beside them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.reports import counts
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.economics import totals
from registry.trust.economics.costs import (
    LEAST_ORDERS,
    Cap,
    FairFee,
    Money,
    Orders,
    fair_fee,
    money_of,
    shop_cap,
)
from registry.trust.economics.quarters import Quarter, quarter_of
from registry.trust.economics.slices import Slices, sliced
from registry.trust.models import Coverage, NetworkBooks, ShopBooks
from registry.trust.policy import Policy


@dataclass(frozen=True, slots=True)
class Economics:
    """What the nightly job and the shop's own rows have to say about one quarter."""

    quarter: Quarter
    slices: Slices
    white: Orders
    money: Money
    cap: Cap | None
    fee: FairFee | None
    coverage: tuple[int, int, int]
    counted_on: date | None
    network: dict[str, Any] | None


def read_economics(
    session: Session,
    *,
    caller: Caller,
    terms: Terms,
    policy: Policy,
    today: date,
    quarter: Quarter | None = None,
) -> Economics:
    """The figures of ``quarter``; unless told, of the last whole one that has enough orders."""
    chosen, slices = _chosen(session, caller, quarter, today)
    exact = totals.quarter_totals(totals.list_totals(session, caller=caller), chosen, today)
    books = session.get(ShopBooks, (caller.shop_id, caller.world, str(chosen)))
    network = session.get(NetworkBooks, (caller.world, str(chosen)))
    white = Orders.of(books.document["white"]) if books else Orders()
    cash = slices.by_payment.get("cod", Orders())
    return Economics(
        quarter=chosen,
        slices=slices,
        white=white,
        money=money_of(slices.everything, terms, exact),
        cap=shop_cap(slices.everything, white, terms, exact),
        fee=fair_fee(cash, terms, most_percent=policy.advice.fee_most_percent),
        coverage=_coverage(session, caller, chosen),
        counted_on=network.counted_on if network else None,
        network=network.document if network else None,
    )


def _chosen(
    session: Session, caller: Caller, quarter: Quarter | None, today: date
) -> tuple[Quarter, Slices]:
    running = quarter_of(today)
    if quarter is not None:
        return quarter, _slices(session, caller, quarter)
    last = _slices(session, caller, running.before)
    if last.everything.total >= LEAST_ORDERS:
        return running.before, last
    return running, _slices(session, caller, running)


def _slices(session: Session, caller: Caller, quarter: Quarter) -> Slices:
    days = {"first_on": quarter.first_on, "last_on": quarter.last_on}
    return sliced(counts.endings(session, world=caller.world, shop_id=caller.shop_id, **days))


def _coverage(session: Session, caller: Caller, quarter: Quarter) -> tuple[int, int, int]:
    wanted = select(
        func.sum(Coverage.lookups), func.sum(Coverage.elsewhere), func.sum(Coverage.own_only)
    ).where(
        Coverage.shop_id == caller.shop_id,
        Coverage.world == caller.world,
        Coverage.asked_on.between(quarter.first_on, quarter.last_on),
    )
    lookups, elsewhere, own_only = session.execute(wanted).one()
    return int(lookups or 0), int(elsewhere or 0), int(own_only or 0)
