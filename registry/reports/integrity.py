"""Reports as they stand in their tables, to be held against the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState
from registry.audit.verify import Claim, Fault
from registry.kernel.ids import public_id
from registry.reports import acts, writing
from registry.reports.models import History, Report, ReportRevision

AT_ONCE: Final = 1_000
_GONE: Final = frozenset({ReportState.RETRACTED, ReportState.EXPIRED, ReportState.REMOVED})


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
            if held.get((row.shop_id, row.id), {}) != wanted:
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


def _history(session: Session, rows: Sequence[Any]) -> dict[tuple[int, int], dict[int, int]]:
    """Shop and report id → identifier id → what its history row says.

    The sum keeps an index out: it would be asked for each report of the batch with each person.
    """
    wanted = select(*History.__table__.columns).where(
        History.identifier_id.in_({each for row in rows for each in row.identifier_ids}),
        (History.report_id + 0).in_([row.id for row in rows]),
    )
    found: dict[tuple[int, int], dict[int, int]] = {}
    for row in session.execute(wanted):
        found.setdefault((row.shop_id, row.report_id), {})[row.identifier_id] = row.said
    return found


def _history_of(row: Any) -> Mapping[int, int | None]:
    """The history rows that a report makes; of one with words that there are none, nothing fits."""
    if row.state in _GONE:
        return {}
    try:
        said = writing.said_of(row)
    except ValueError:
        said = None
    return dict.fromkeys(row.identifier_ids, said)
