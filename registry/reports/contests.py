"""What a dispute does to a report: suspend, uphold, remove, restore, reopen.

Beside the service, this is what the room of disputes asks of this room. Each verb moves the report
and its history rows in the caller's transaction, so that every shop sees the change with the same
commit. Call them with a report that ``get`` returned.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import Outcome, ReportState, World
from registry.audit.service import ActKind
from registry.identifiers import service as identifiers
from registry.kernel.db import insert_all
from registry.reports import acts, contest_rules, news, rules, store, writing
from registry.reports.errors import ReportNotFoundError
from registry.reports.models import History, Report
from registry.reports.news import Happened
from registry.reports.rules import Standing

__all__ = [
    "Contested",
    "filed_negatives",
    "find",
    "find_many",
    "get",
    "remove",
    "reopen",
    "restore",
    "suspend",
    "uphold",
]

Key = tuple[int, int]
"""A report: its shop, its id."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A report as a dispute sees it."""

    shop_id: int
    report_id: int
    world: World
    state: ReportState
    outcome: str
    fault: str
    evidence: str
    payment: str
    amount_band: str
    occurred_on: date
    filed_on: date
    counts_on: date | None
    identifier_ids: frozenset[int]
    contestable: bool

    @property
    def is_claim(self) -> bool:
        """Whether it counts only once an admin upheld it."""
        return self.outcome == Outcome.ABUSIVE_CLAIM


def find(session: Session, shop_id: int, report_id: int) -> Contested | None:
    """A report, or None when it is gone."""
    return find_many(session, [(shop_id, report_id)]).get((shop_id, report_id))


def find_many(session: Session, keys: Collection[Key]) -> dict[Key, Contested]:
    """Reports by shop and id; what is gone is absent. One query."""
    if not keys:
        return {}
    wanted = select(Report).where(tuple_(Report.shop_id, Report.id).in_(list(keys)))
    rows = session.scalars(wanted.execution_options(populate_existing=True))
    return {(row.shop_id, row.id): _seen(row) for row in rows}


def get(session: Session, shop_id: int, report_id: int) -> Contested:
    """A report, held until the transaction ends: all acts on its disputes queue behind it.

    Raises ReportNotFoundError.
    """
    return _seen(_lock(session, shop_id, report_id))


def suspend(session: Session, report: Contested, *, today: date) -> None:
    """From now on it counts for nobody, through whichever identifier it is looked up."""
    row = _lock(session, report.shop_id, report.report_id)
    before = news.remembered(row)
    row.disputed_on = today
    _move(session, row, contest_rules.suspended(store.filed(row)))
    _tell(session, ActKind.DISPUTE, row, before, on=today)


def uphold(session: Session, report: Contested, *, today: date, final: bool = True) -> None:
    """A ruling confirmed it. Not ``final``: another dispute about it is open and keeps it still."""
    row = _lock(session, report.shop_id, report.report_id)
    before = news.remembered(row)
    row.upheld_on = today
    if final:
        _move(session, row, contest_rules.upheld(store.filed(row), today=today))
    _tell(session, ActKind.RULING, row, before, on=today)


def remove(session: Session, report: Contested, *, today: date) -> None:
    """Take it away: history goes at once, a tombstone stays, only :func:`reopen` undoes it."""
    row = _lock(session, report.shop_id, report.report_id)
    row.upheld_on = None
    gone, kind = ReportState.REMOVED, ActKind.RULING
    writing.bury(session, row, revision=row.revision, state=gone, today=today, kind=kind)


def restore(session: Session, report: Contested, *, today: date) -> None:
    """The dispute ended without a ruling: the report goes on where it stood."""
    row = _lock(session, report.shop_id, report.report_id)
    before = news.remembered(row)
    _move(session, row, contest_rules.restored(store.filed(row), today=today))
    _tell(session, ActKind.DISPUTE, row, before, on=today)


def reopen(session: Session, report: Contested, *, today: date) -> None:
    """An admin let a removed report come back, upheld, for those who were not erased since."""
    row = _lock(session, report.shop_id, report.report_id)
    before = news.remembered(row)
    known = identifiers.states(session, row.identifier_ids)
    left = [
        each
        for each, state in known.items()
        if not state.opted_out and (state.erased_on is None or state.erased_on < row.occurred_on)
    ]
    row.upheld_on = today
    standing = contest_rules.upheld(store.filed(row), today=today)
    if len(left) < len(row.identifier_ids):
        acts.forget_acts(session, [row], on=today)
    _bring_back(session, row, standing, ids=left, today=today)
    _tell(session, ActKind.RULING, row, before, on=today)


def filed_negatives(
    session: Session, *, world: World, first_on: date, last_on: date
) -> dict[int, tuple[int, int]]:
    """Shop → reports filed on these days, and those among them that blamed the customer."""
    parts = (Report.shop_id, Report.outcome, Report.fault)
    wanted = select(*parts, func.count()).where(
        Report.world == world, Report.filed_on.between(first_on, last_on)
    )
    counts: dict[int, tuple[int, int]] = {}
    for shop_id, outcome, fault, number in session.execute(wanted.group_by(*parts)):
        filed, blaming = counts.get(shop_id, (0, 0))
        blames = rules.blames(outcome, fault)
        counts[shop_id] = (filed + number, blaming + (number if blames else 0))
    return counts


def _tell(
    session: Session, kind: ActKind, row: Report, before: Mapping[str, Any], *, on: date
) -> None:
    """Commit to what the row says now, and leave word for those whose answers rest on it."""
    acts.commit_changes(session, kind, [row], on=on)
    news.save(session, [news.new_row(row, Happened.CHANGED, on, before)])


def _move(session: Session, row: Report, standing: Standing) -> None:
    """Give a report and its history another standing: in every identifier's view at once."""
    for name, value in writing.said(standing).items():
        setattr(row, name, value)
    said = writing.said_of(row)
    session.execute(update(History).where(*writing.in_history(row)).values(said=said))


def _bring_back(
    session: Session, row: Report, standing: Standing, *, ids: Sequence[int], today: date
) -> None:
    """Rebuild what ``bury`` took away, for the identifiers that are left."""
    for name, value in writing.said(standing).items():
        setattr(row, name, value)
    row.revised_on, row.identifier_ids = today, sorted(ids)
    rows = writing.history_rows(row.shop_id, row.id, writing.said_of(row), ids)
    insert_all(session, History, rows)


def _lock(session: Session, shop_id: int, report_id: int) -> Report:
    found = store.lock_reports(session, shop_id, [report_id])
    if report_id not in found:
        raise ReportNotFoundError
    return found[report_id]


def _seen(row: Report) -> Contested:
    stored = store.filed(row)
    return Contested(
        shop_id=row.shop_id,
        report_id=row.id,
        world=World(row.world),
        state=ReportState(row.state),
        outcome=row.outcome,
        fault=row.fault,
        evidence=row.evidence,
        payment=row.payment,
        amount_band=row.amount_band,
        occurred_on=row.occurred_on,
        filed_on=row.filed_on,
        counts_on=row.counts_on,
        identifier_ids=frozenset(row.identifier_ids),
        contestable=contest_rules.is_contestable(stored),
    )
