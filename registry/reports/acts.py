"""What the log commits to of a report: every column of its newest state, and the one before.

Whoever changes a row of ``report`` says so here in the same transaction; ``registry log verify``
finds rows that were changed in any other way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import Act, ActKind, Acts
from registry.reports.models import Report

_NAMES: Final = tuple(
    column.key for column in Report.__table__.columns if column.key != "commitment"
)

_VALUES: Final = attrgetter(*_NAMES)
_KEPT: Final = frozenset(
    {"shop_id", "id", "world", "filed_on", "identifier_ids", "revision", "revised_on"}
)


def facts_of(row: Any) -> dict[str, Any]:
    """All that a row says, as it is committed to; a ``Report``, or a plain row of its table."""
    return dict(zip(_NAMES, _VALUES(row), strict=True))


def facts_before(row: Report) -> dict[str, Any]:
    """What is kept of a state that is being replaced: all but what no correction changes."""
    facts = {name: each for name, each in facts_of(row).items() if name not in _KEPT}
    return {
        name: each.isoformat() if isinstance(each, date) else each for name, each in facts.items()
    }


def make_act(kind: ActKind, facts: Mapping[str, Any], *, previous: bytes | None = None) -> Act:
    """An act on one report."""
    said = {name: facts.get(name) for name in _NAMES}
    return Act(kind, facts["shop_id"], facts["id"], said, previous)


def note_changes(acts: Acts, kind: ActKind, rows: Sequence[Report]) -> None:
    """Commit to the new state of rows and let each point to its newest act; ``acts`` saves."""
    for row in rows:
        row.commitment = acts.add(make_act(kind, facts_of(row), previous=row.commitment))


def commit_changes(session: Session, kind: ActKind, rows: Sequence[Report], *, on: date) -> None:
    """The same, written at once: for rows that were changed outside of recording."""
    acts = Acts(on)
    note_changes(acts, kind, rows)
    acts.save(session)


def forget_acts(session: Session, rows: Sequence[Report], *, on: date) -> bytes | None:
    """Delete the salts of all acts on some reports; the leaf of the erasure, None without acts.

    For rows that go, and before :func:`commit_changes` for rows of which a person goes.
    """
    newest = [row.commitment for row in rows if row.commitment is not None]
    return audit.forget(session, audit.chain(session, newest), on=on) if newest else None


def adopt(session: Session, *, on: date, limit: int = 1_000) -> int:
    """Commit to reports that were there before the log; returns how many."""
    wanted = select(Report).where(Report.commitment.is_(None)).limit(limit).with_for_update()
    rows = session.scalars(wanted).all()
    commit_changes(session, ActKind.REPORT, rows, on=on)
    session.flush()
    return len(rows)
