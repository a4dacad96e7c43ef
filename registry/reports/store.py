"""How reports lie in the tables: set-based reads and writes, no decision."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, case, delete, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState, World
from registry.kernel.db import insert_new
from registry.kernel.ids import NearIds
from registry.kernel.keys import Keyring
from registry.kernel.prepared import OneOf, Prepared
from registry.kernel.sealing import mac
from registry.kernel.together import together
from registry.kernel.web.paging import BadCursorError
from registry.reports.models import History, OrderGuard, Report
from registry.reports.numbers import EPOCH, counted
from registry.reports.rules import DAYS_PENDING, Filed, Standing, Statement
from registry.reports.said_column import day, is_true

_new_ids: Final = NearIds().draw


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one shop: its MACs under every readable key, newest first."""

    macs: tuple[tuple[int, bytes], ...]


def make_order(ring: Keyring, world: World, shop_id: int, order_ref: str) -> Order:
    """The MACs of an order reference; new rows are guarded under all of them.

    Under all, so that no request that still holds the older key can write the order twice.
    """
    shop, text = shop_id.to_bytes(8, "big"), order_ref.encode()
    ids = ring.ids(world, "order")
    return Order(tuple((each, mac(ring.keys[world, "order"][each], shop, text)) for each in ids))


def guarded(session: Session, shop_id: int, orders: Sequence[Order]) -> dict[Order, int]:
    """Order → report id, for the orders that have a report."""
    by_mac = {each: order for order in orders for _, each in order.macs}
    wanted = select(OrderGuard.order_mac, OrderGuard.report_id).where(
        OrderGuard.shop_id == shop_id, OrderGuard.order_mac.in_(by_mac)
    )
    return {by_mac[bytes(row.order_mac)]: row.report_id for row in session.execute(wanted)}


def claim(session: Session, shop_id: int, orders: Sequence[Order]) -> dict[Order, tuple[int, bool]]:
    """Order → (report id, whether it is new); new ones are guarded from here on.

    Waits for another transaction that is claiming the same order.
    """
    fresh = dict(zip(orders, _new_ids(shop_id, len(orders)), strict=True))
    rows: list[dict[str, Any]] = [
        {"shop_id": shop_id, "order_mac": each, "report_id": report_id, "order_key_id": key_id}
        for order, report_id in fresh.items()
        for key_id, each in order.macs
    ]
    rows.sort(key=lambda row: row["order_mac"])
    written = {
        bytes(row.order_mac) for row in insert_new(session, OrderGuard, rows, OrderGuard.order_mac)
    }
    ours = {order: [each in written for _, each in order.macs] for order in fresh}
    lost = [order for order in fresh if not all(ours[order])]
    release(session, shop_id, [fresh[order] for order in lost if any(ours[order])])
    known = guarded(session, shop_id, lost) if lost else {}
    claimed = {order: (report_id, False) for order, report_id in known.items()}
    claimed |= {order: (fresh[order], True) for order in fresh if order not in known}
    return claimed


def release(session: Session, shop_id: int, report_ids: Sequence[int]) -> None:
    """Take back guards of reports that were not written after all."""
    if report_ids:
        session.execute(
            delete(OrderGuard).where(
                OrderGuard.shop_id == shop_id, OrderGuard.report_id.in_(report_ids)
            )
        )


def _said_by_day(one_of: OneOf) -> Select[*tuple[Any, ...]]:
    imported, occurred, filed = is_true("imported"), day("occurred_on"), day("filed_on")
    imported_then = occurred.between(bindparam("first"), bindparam("last"))
    on = case((imported, occurred), else_=filed)
    return (
        select(History.identifier_id, on, func.count())
        .where(
            one_of(History.identifier_id, "ids"),
            History.shop_id == bindparam("shop_id"),
            or_(
                and_(not_(imported), filed == bindparam("filed")),
                and_(imported, imported_then),
            ),
        )
        .group_by(History.identifier_id, on)
    )


COUNT_SAID: Final = Prepared(_said_by_day)


def count_said(
    session: Session, shop_id: int, ids: Collection[int], *, filed_on: date, days: Collection[date]
) -> dict[tuple[int, date], int]:
    """(identifier, day) → how many reports of the shop: those filed on ``filed_on``, and imported
    ones by the day of the order, of ``days`` and all between."""
    if not ids:
        return {}
    first, last = min(days, default=date.max), max(days, default=date.min)
    between = {"first": counted(first), "last": counted(last)}
    wanted = {"ids": list(ids), "shop_id": shop_id, "filed": counted(filed_on)} | between
    [rows] = together(session, (COUNT_SAID, wanted))
    return {
        (identifier_id, EPOCH + timedelta(days=on)): number for identifier_id, on, number in rows
    }


def lock_reports(session: Session, shop_id: int, ids: Iterable[int]) -> dict[int, Report]:
    """Reports by id, locked until the transaction ends, in one order for all."""
    wanted_ids = sorted(ids)
    if not wanted_ids:
        return {}
    wanted = select(Report).where(Report.shop_id == shop_id, Report.id.in_(wanted_ids))
    locked = wanted.order_by(Report.id).with_for_update()
    rows = session.scalars(locked.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def find_by_id(
    session: Session, shop_id: int, world: World, row_id: int, *, lock: bool = False
) -> Report | None:
    """One report of a shop in a world, or None."""
    wanted = select(Report).where(
        Report.shop_id == shop_id, Report.id == row_id, Report.world == world
    )
    return session.scalar(wanted.with_for_update() if lock else wanted)


def page(
    session: Session, shop_id: int, world: World, after: tuple[int, ...] | None, limit: int
) -> list[Report]:
    """Reports behind a place, oldest filing first."""
    wanted = select(Report).where(Report.shop_id == shop_id, Report.world == world)
    if after is not None:
        place = tuple_(_day(after[0]), after[1])
        wanted = wanted.where(tuple_(Report.filed_on, Report.id) > place)
    return list(session.scalars(wanted.order_by(Report.filed_on, Report.id).limit(limit)))


def _day(ordinal: int) -> date:
    """The day of a cursor; raises BadCursorError where there is none."""
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise BadCursorError(pointer="/cursor") from None


def overdue(session: Session, today: date, limit: int) -> list[Report]:
    """Negatives that have waited too long for the customer to be told."""
    wanted = select(Report).where(
        Report.state == ReportState.PENDING,
        Report.counts_on.is_(None),
        Report.pending_since <= today - timedelta(days=DAYS_PENDING),
    )
    return list(session.scalars(wanted.limit(limit).with_for_update()))


def counting(session: Session, world: World, today: date) -> Iterator[Any]:
    """What rates are made of, of each report that counts on a day."""
    wanted = select(
        Report.occurred_on,
        Report.shop_id,
        Report.payment,
        Report.segment,
        Report.outcome,
        Report.fault,
    ).where(
        Report.world == world,
        Report.counts_on <= today,
        Report.state.in_([ReportState.PENDING, ReportState.UPHELD]),
    )
    yield from session.execute(wanted.execution_options(yield_per=5_000))


def filed(row: Report) -> Filed:
    """A row as the rules see it."""
    statement = Statement(
        outcome=Outcome(row.outcome),
        fault=Fault(row.fault),
        evidence=Evidence(row.evidence),
        payment=Payment(row.payment),
        occurred_on=row.occurred_on,
        amount_band=row.amount_band,
        courier=row.courier,
        segment=row.segment,
        lookup_id=row.lookup_id,
        customer_told_on=row.customer_told_on,
        imported=row.imported,
    )
    standing = Standing(ReportState(row.state), row.pending_since, row.counts_on, row.elsewhere)
    return Filed(
        row.revision,
        statement,
        standing,
        row.filed_on,
        frozenset(row.identifier_ids),
        disputed_on=row.disputed_on,
        upheld_on=row.upheld_on,
    )
