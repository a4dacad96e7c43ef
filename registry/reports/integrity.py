"""Reports as they stand in their tables, to be held against the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState
from registry.audit.verify import Claim, Fault
from registry.kernel.ids import public_id
from registry.reports import acts
from registry.reports.models import History, Report, ReportRevision

AT_ONCE: Final = 1_000
_GONE: Final = frozenset({ReportState.RETRACTED, ReportState.EXPIRED, ReportState.REMOVED})
_COPIED: Final = (
    "shop_id",
    "outcome",
    "fault",
    "evidence",
    "payment",
    "state",
    "occurred_on",
    "counts_on",
    "elsewhere",
    "imported",
)


def claims(session: Session) -> Iterator[Claim]:
    """Every report, and what each said before."""
    for rows in _reports(session):
        before = _revisions(session, rows)
        for row in rows:
            name = public_id("rep_", row.shop_id, row.id)
            yield Claim(name, row.commitment, acts.facts_of(row))
            for older in before.get(row.id, ()):
                place = f"{name} revision {older.revision}"
                yield Claim(place, older.commitment, _facts_before(row, older), newest=False)


def faults(session: Session) -> Iterator[Fault]:
    """Lost revisions, and history rows that do not say what their reports say."""
    counted = 0
    for rows in _reports(session):
        before = _revisions(session, rows)
        held = _history(session, rows)
        for row in rows:
            name = public_id("rep_", row.shop_id, row.id)
            if [each.revision for each in before.get(row.id, ())] != list(range(1, row.revision)):
                yield Fault(name, "has not kept all that it said before")
            wanted = _history_of(row)
            counted += len(wanted)
            if held.get(row.id, {}) != wanted:
                yield Fault(name, "has history rows that say something else")
    there = session.scalar(select(func.count()).select_from(History))
    if there != counted:
        yield Fault("history", f"has {there} rows where reports make {counted}")


def _reports(session: Session) -> Iterator[Sequence[Any]]:
    """Batches of all reports as plain rows, in the order of their key."""
    wanted = select(*Report.__table__.columns).order_by(Report.shop_id, Report.id)
    yield from session.execute(wanted.execution_options(yield_per=AT_ONCE)).partitions()


def _revisions(session: Session, rows: Sequence[Any]) -> dict[int, list[ReportRevision]]:
    corrected = [row.id for row in rows if row.revision > 1]
    found: dict[int, list[ReportRevision]] = {}
    if corrected:
        wanted = select(ReportRevision).where(
            ReportRevision.shop_id.in_({row.shop_id for row in rows}),
            ReportRevision.report_id.in_(corrected),
        )
        for each in session.scalars(wanted.order_by(ReportRevision.revision)):
            found.setdefault(each.report_id, []).append(each)
    return found


def _facts_before(row: Any, older: ReportRevision) -> dict[str, Any]:
    """The facts of an older state: what it said, on the row as it is otherwise.

    Days are texts there; that is how they were committed to, too.
    """
    days = {"revision": older.revision, "revised_on": older.revised_on}
    return acts.facts_of(row) | older.said | days


def _history(session: Session, rows: Sequence[Any]) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Report id → identifier id → what its history row says.

    The sum keeps an index out: it would be asked for each report of the batch with each person.
    """
    columns = (getattr(History, name) for name in (*_COPIED, "filed_on"))
    wanted = select(History.report_id, History.identifier_id, *columns).where(
        History.identifier_id.in_({each for row in rows for each in row.identifier_ids}),
        (History.report_id + 0).in_([row.id for row in rows]),
    )
    found: dict[int, dict[int, tuple[Any, ...]]] = {}
    for report_id, identifier_id, *said in session.execute(wanted):
        found.setdefault(report_id, {})[identifier_id] = tuple(said)
    return found


def _history_of(row: Any) -> Mapping[int, tuple[Any, ...]]:
    """The history rows that a report makes."""
    if row.state in _GONE:
        return {}
    since = row.pending_since or row.filed_on
    said = (*(getattr(row, name) for name in _COPIED), since)
    return dict.fromkeys(row.identifier_ids, said)
