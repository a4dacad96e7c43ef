"""How reports lie in the tables: set-based reads and writes, no decision."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState, World
from registry.audit import service as audit
from registry.audit.service import ActKind, Acts
from registry.kernel.db import insert_all, insert_new
from registry.kernel.ids import new_id
from registry.kernel.keys import Keyring
from registry.kernel.sealing import mac
from registry.kernel.web.paging import BadCursorError
from registry.reports import acts, news
from registry.reports.models import History, OrderGuard, Report, ReportRevision
from registry.reports.news import Happened
from registry.reports.rules import DAYS_PENDING, Filed, Standing, Statement, is_negative


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
    known = guarded(session, shop_id, orders)
    fresh = {order: new_id() for order in orders if order not in known}
    rows: list[dict[str, Any]] = [
        {"shop_id": shop_id, "order_mac": each, "report_id": report_id, "order_key_id": key_id}
        for order, report_id in fresh.items()
        for key_id, each in order.macs
    ]
    rows.sort(key=lambda row: row["order_mac"])
    written = {
        bytes(row.order_mac) for row in insert_new(session, OrderGuard, rows, OrderGuard.order_mac)
    }
    lost = [order for order in fresh if not all(each in written for _, each in order.macs)]
    release(session, shop_id, [fresh[order] for order in lost])
    known |= guarded(session, shop_id, lost) if lost else {}
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


def count_said(
    session: Session, shop_id: int, ids: Collection[int], *, filed_on: date, days: Collection[date]
) -> dict[tuple[int, date], int]:
    """(identifier, day) → how many reports of the shop: those filed on ``filed_on``, and imported
    ones by the day of the order, of ``days``."""
    day = case((History.imported, History.occurred_on), else_=History.filed_on)
    wanted = (
        select(History.identifier_id, day, func.count())
        .where(
            History.identifier_id.in_(ids),
            History.shop_id == shop_id,
            or_(
                and_(History.imported.is_(False), History.filed_on == filed_on),
                and_(History.imported, History.occurred_on.in_(days)),
            ),
        )
        .group_by(History.identifier_id, day)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(wanted)} if ids else {}


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


def bury(
    session: Session,
    row: Report,
    *,
    revision: int,
    state: ReportState,
    today: date,
    kind: ActKind = ActKind.RETRACTION,
) -> None:
    """Leave a tombstone: the history rows go, the guard and the last words stay."""
    before = news.new_row(row, Happened.CHANGED, today, news.remembered(row))
    if revision != row.revision:
        insert_all(session, ReportRevision, [_revision(row)])
    row.revision, row.state, row.revised_on, row.counts_on = revision, state, today, None
    session.execute(
        delete(History).where(
            History.identifier_id.in_(row.identifier_ids), History.report_id == row.id
        )
    )
    acts.commit_changes(session, kind, [row], on=today)
    news.save(session, [before])


def history_rows(
    shop_id: int,
    report_id: int,
    statement: Statement,
    standing: Standing,
    ids: Iterable[int],
    filed_on: date,
) -> list[dict[str, Any]]:
    """One report as it bears on each of some identifiers."""
    values = said(statement)
    names = ("outcome", "fault", "evidence", "payment", "occurred_on", "imported")
    row = {name: values[name] for name in names}
    row |= {"state": standing.state, "counts_on": standing.counts_on}
    row |= {"elsewhere": standing.elsewhere, "filed_on": filed_on, "shop_id": shop_id}
    return [row | {"identifier_id": each, "report_id": report_id} for each in ids]


class Writes:
    """What one wave writes, collected and then sent as a few statements."""

    def __init__(self, shop_id: int, world: World, today: date) -> None:
        """Nothing is written before :meth:`save`."""
        self.today = today
        self._key = {"shop_id": shop_id, "world": world}
        self._shop_id = shop_id
        self._reports: list[dict[str, Any]] = []
        self._revisions: list[dict[str, Any]] = []
        self._history: list[dict[str, Any]] = []
        self._rewritten: list[int] = []
        self._acts = Acts(today)
        self._news: list[dict[str, Any]] = []
        self._forgotten: list[bytes] = []

    def add(
        self, report_id: int, statement: Statement, standing: Standing, ids: frozenset[int]
    ) -> bytes:
        """A new report; returns its commitment."""
        days = {"filed_on": self.today, "revised_on": self.today}
        row = self._key | days | {"id": report_id, "revision": 1, "identifier_ids": sorted(ids)}
        row |= said(statement) | said(standing)
        leaf = self._acts.add(acts.make_act(ActKind.REPORT, row))
        self._reports.append(row | {"commitment": leaf})
        if is_negative(statement):
            self._news.append(news.new_row(row, Happened.NEW, self.today, {}))
        self._add_history(report_id, statement, standing, ids, self.today)
        return leaf

    def correct(
        self,
        row: Report,
        statement: Statement,
        standing: Standing,
        *,
        revision: int,
        ids: frozenset[int],
    ) -> bytes | None:
        """The next revision of a locked row, of which only ``ids`` are left; its commitment."""
        self._revisions.append(_revision(row))
        remembered = news.remembered(row)
        self._news.append(news.new_row(row, Happened.CHANGED, self.today, remembered))
        if len(ids) < len(row.identifier_ids) and row.commitment is not None:
            self._forgotten.append(row.commitment)
        for name, value in (said(statement) | said(standing)).items():
            setattr(row, name, value)
        row.revision, row.revised_on = revision, self.today
        row.identifier_ids = sorted(ids)
        since = standing.pending_since or row.filed_on
        self._rewritten.append(row.id)
        self._add_history(row.id, statement, standing, ids, since)
        acts.note_changes(self._acts, ActKind.CORRECTION, [row])
        return row.commitment

    def save(self, session: Session) -> None:
        """Send everything, in an order that two transactions share."""
        insert_all(session, Report, self._reports)
        insert_all(session, ReportRevision, self._revisions)
        ids = {row["identifier_id"] for row in self._history}
        if self._rewritten:
            session.execute(
                delete(History).where(
                    History.identifier_id.in_(ids), History.report_id.in_(self._rewritten)
                )
            )
        order = sorted(self._history, key=lambda row: (row["identifier_id"], row["report_id"]))
        insert_all(session, History, order)
        self._acts.save(session)
        news.save(session, self._news)
        if self._forgotten:
            audit.forget(session, audit.chain(session, self._forgotten), on=self.today)
        session.flush()

    def _add_history(
        self,
        report_id: int,
        statement: Statement,
        standing: Standing,
        ids: frozenset[int],
        filed_on: date,
    ) -> None:
        self._history += history_rows(self._shop_id, report_id, statement, standing, ids, filed_on)


def _revision(row: Report) -> dict[str, Any]:
    return {
        "shop_id": row.shop_id,
        "report_id": row.id,
        "revision": row.revision,
        "said": acts.facts_before(row),
        "revised_on": row.revised_on,
        "commitment": row.commitment,
    }


def said(value: Statement | Standing) -> dict[str, Any]:
    """The fields by name; all of them are plain, so nothing needs the deep copy of ``asdict``."""
    return {name: getattr(value, name) for name in value.__slots__}
