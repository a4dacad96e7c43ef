"""What the log commits to of a case: each act on it, without a word of what was said inside.

Each entry names the one before it, so a case cannot be put back to an older state unseen. What an
act does to the *report* is committed to by the room of reports, as the next state of that report.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import ActKind, Entry
from registry.disputes.models import Dispute

_LEAF: Final = 32
_LEFT_OUT: Final = frozenset({"key_id", "sealed_key", "leaves", "ruling_leaf"})
"""The case's key opens what is inside or it does not; the leaves are held against the log."""
_NAMES: Final = tuple(
    column.key for column in Dispute.__table__.columns if column.key not in _LEFT_OUT
)


def commit(session: Session, row: Dispute, *, on: date, ruled: bool = False) -> None:
    """Commit to how a case stands now, in the transaction of the act itself."""
    before = leaves_of(row)
    leaf = audit.commit(
        session,
        kind=ActKind.RULING if ruled else ActKind.DISPUTE,
        shop_id=row.shop_id,
        subject=row.id,
        facts=facts_of(row),
        on=on,
        previous=before[-1] if before else None,
    )
    row.leaves = (row.leaves or b"") + leaf
    if ruled:
        row.ruling_leaf = leaf


def forget(session: Session, row: Dispute, *, on: date) -> None:
    """Delete the salts of everything that was committed to about a case that goes."""
    if row.leaves:
        audit.forget(session, leaves_of(row), on=on)
    row.leaves = row.ruling_leaf = None


def renew(session: Session, row: Dispute, *, on: date) -> None:
    """The same where a person goes and the row stays: commit to what is left of it."""
    forget(session, row, on=on)
    commit(session, row, on=on)


def adopt(session: Session, *, on: date, limit: int = 1_000) -> int:
    """Commit to cases that were there before the log; returns how many."""
    wanted = select(Dispute).where(Dispute.leaves.is_(None)).limit(limit).with_for_update()
    rows = session.scalars(wanted).all()
    for row in rows:
        commit(session, row, on=on)
    session.flush()
    return len(rows)


def leaves_of(row: Dispute) -> Sequence[bytes]:
    """The leaves of a case, in the order of its acts."""
    whole = bytes(row.leaves or b"")
    return [whole[at : at + _LEAF] for at in range(0, len(whole), _LEAF)]


def ruling_of(session: Session, row: Dispute) -> Entry | None:
    """The entry of the newest ruling, for both sides to prove that it was given."""
    return None if row.ruling_leaf is None else audit.find_entry(session, bytes(row.ruling_leaf))


def facts_of(row: Dispute) -> dict[str, Any]:
    """All that a row says of its case, as it is committed to."""
    return {name: getattr(row, name) for name in _NAMES}
