"""Reports counted and streamed for figures about shops: set-based reads, no person in them.

Beside the service, this is the second thing that other rooms may ask of this room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, null, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Fault, Outcome, ReportState, World
from registry.kernel.together import together
from registry.reports.claims import parts_of_world
from registry.reports.columns import Reports
from registry.reports.history import COLUMNS, by_identifier, history_step, reports_by_identifier
from registry.reports.models import History, Report
from registry.reports.rules import is_ended
from registry.reports.said_column import is_word

_CHUNK = 1_000
_SAID = (
    ReportState.PENDING,
    ReportState.COUNTING,
    ReportState.UPHELD,
    ReportState.SETTLED,
    ReportState.EXPIRED,
)
"""What still says how an order ended. A dispute is open, a removed or retracted report is void; an
expired one no longer bears on anybody, but the shop's order ended as it ended."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How ``orders`` orders of one shop ended, all alike in what rates are split by."""

    shop_id: int
    payment: str
    courier: str | None
    segment: str | None
    amount_band: str
    outcome: str
    fault: str
    state: str
    orders: int


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order with the identifiers it is about, to be replayed."""

    shop_id: int
    report_id: int
    occurred_on: date
    payment: str
    segment: str | None
    amount_band: str
    outcome: str
    fault: str
    state: str
    counts_on: date | None
    filed_on: date
    imported: bool
    identifier_ids: Sequence[int]
    revision: int = 1


def endings(
    session: Session, *, world: World, first_on: date, last_on: date, shop_id: int | None = None
) -> Iterator[Ending]:
    """How orders of these days ended, counted; of one shop, or of all in the order of shops."""
    parts = (
        Report.shop_id,
        Report.payment,
        Report.courier,
        Report.segment,
        Report.amount_band,
        Report.outcome,
        Report.fault,
        Report.state,
    )
    wanted = select(*parts, func.count()).where(*_said(world, first_on, last_on, shop_id))
    rows = session.execute(
        wanted.group_by(*parts).order_by(Report.shop_id), execution_options={"yield_per": _CHUNK}
    )
    for row in rows:
        yield Ending(*row)


def days_of(
    session: Session, *, world: World, shop_id: int, first_on: date, last_on: date
) -> list[tuple[date, str, str, int]]:
    """(day, outcome, fault, orders) of one shop, for a picture of how its orders ended."""
    parts = (Report.occurred_on, Report.outcome, Report.fault)
    wanted = select(*parts, func.count()).where(*_said(world, first_on, last_on, shop_id))
    rows = session.execute(wanted.group_by(*parts).order_by(*parts))
    return [(day, outcome, fault, number) for day, outcome, fault, number in rows]


def past_orders(
    session: Session, *, world: World, first_on: date, last_on: date
) -> Iterator[Sequence[PastOrder]]:
    """All orders of these days, up to a thousand at a time, those of a person together."""
    wanted = _orders().where(*_said(world, first_on, last_on, None))
    ordered = wanted.order_by(cast(Report.identifier_ids, String), Report.shop_id, Report.id)
    for part in session.execute(ordered, execution_options={"yield_per": _CHUNK}).partitions():
        yield [PastOrder(*row) for row in part]


def newest_orders(
    session: Session, *, world: World, shop_id: int, until: date, limit: int
) -> list[PastOrder]:
    """A shop's newest orders that were paid or failed, oldest first."""
    ended = Report.outcome.not_in([Outcome.RETURNED, Outcome.CANCELLED, Outcome.SETTLED])
    wanted = _orders().where(*_said(world, date.min, until, shop_id), ended)
    newest = wanted.order_by(Report.occurred_on.desc(), Report.id.desc()).limit(limit)
    rows = session.execute(newest).all()
    return [PastOrder(*row) for row in reversed(rows)]


def orders_of_shop(session: Session, *, world: World, shop_id: int) -> Iterator[PastOrder]:
    """Everything that a shop reported and that still stands, oldest first."""
    wanted = _orders().where(*_said(world, date.min, date.max, shop_id))
    ordered = wanted.order_by(Report.occurred_on, Report.id)
    for row in session.execute(ordered, execution_options={"yield_per": _CHUNK}):
        yield PastOrder(*row)


@dataclass(frozen=True, slots=True)
class KnownDay:
    """Orders paid one way whose ending began to count on one day, and the failed among them."""

    known_on: date
    payment: str
    orders: int
    failed: int
    segment: str | None = None


def known_days(
    session: Session, *, world: World, until: date, shop_id: int | None = None
) -> list[KnownDay]:
    """All days of a world up to ``until``; of one shop by segments too. Set-based."""
    parts = (Report.counts_on, Report.payment, Report.outcome, Report.fault)
    segment = null() if shop_id is None else Report.segment
    wanted = select(*parts, segment, func.count()).where(
        Report.world == world,
        Report.counts_on <= until,
        Report.state.in_([ReportState.PENDING, ReportState.UPHELD]),
    )
    if shop_id is None:
        wanted = wanted.group_by(*parts)
    else:
        wanted = wanted.where(Report.shop_id == shop_id).group_by(*parts, Report.segment)
    sums: dict[tuple[date, str, str], list[int]] = {}
    for known_on, payment, outcome, fault, label, orders in session.execute(wanted):
        if known_on is not None and is_ended(Outcome(outcome), Fault(fault)):
            each = sums.setdefault((known_on, payment, label or ""), [0, 0])
            each[0] += orders
            each[1] += orders if outcome != Outcome.PAID else 0
    return [
        KnownDay(known_on, payment, orders, failed, label or None)
        for (known_on, payment, label), (orders, failed) in sorted(sums.items())
    ]


def histories(session: Session, ids: Sequence[int]) -> dict[int, Reports]:
    """The history of some identifiers as lookups read it, by identifier; one query as a rule."""
    if not ids:
        return {}
    [rows] = together(session, history_step(ids))
    return by_identifier(session, ids, rows)


def paid_elsewhere(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Identifier → how many paid orders it has, and at how many shops; one query."""
    if not ids:
        return {}
    wanted = (
        select(History.identifier_id, func.count(), func.count(History.shop_id.distinct()))
        .where(History.identifier_id.in_(ids), is_word("outcome", Outcome.PAID))
        .group_by(History.identifier_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(wanted)}


def everybodys_history(session: Session, *, world: World, every: int = 1) -> Iterator[Reports]:
    """The history of every identifier of a world in turn, streamed in the order of their ids.

    With ``every`` = n, of one in n: ids are random, so they are a fair sample.
    """
    for among, apart in parts_of_world(session, world):
        wanted = (
            select(*COLUMNS)
            .where(among, History.identifier_id % every == 0)
            .order_by(History.identifier_id, History.shop_id)
        )
        rows = session.execute(wanted.execution_options(yield_per=_CHUNK))
        for identifier_id, group in groupby(rows, key=itemgetter(0)):
            if identifier_id not in apart:
                yield reports_by_identifier(list(zip(*group, strict=True)))[identifier_id]


def _orders() -> Select[*tuple[Any, ...]]:
    return select(
        Report.shop_id,
        Report.id,
        Report.occurred_on,
        Report.payment,
        Report.segment,
        Report.amount_band,
        Report.outcome,
        Report.fault,
        Report.state,
        Report.counts_on,
        Report.filed_on,
        Report.imported,
        Report.identifier_ids,
        Report.revision,
    )


def _said(
    world: World, first_on: date, last_on: date, shop_id: int | None
) -> list[ColumnElement[bool]]:
    conditions = [
        Report.world == world,
        Report.occurred_on.between(first_on, last_on),
        Report.state.in_(_SAID),
    ]
    return conditions if shop_id is None else [Report.shop_id == shop_id, *conditions]
