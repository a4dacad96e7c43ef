"""What the log commits to of a case: each act on it, without a word of what was said inside.

The entries stand alone: what an act does to the *report* is committed to by the room of reports,
as the next state of that report.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import ActKind, Entry
from registry.disputes.models import Dispute
from registry.disputes.words import Event

_LEAF: Final = 32
_LEFT_OUT: Final = frozenset({"key_id", "sealed_key", "leaves", "ruling_leaf", "turn"})
_NAMES: Final = tuple(
    column.key for column in Dispute.__table__.columns if column.key not in _LEFT_OUT
)


def commit(session: Session, row: Dispute, event: Event, *, on: date) -> None:
    """Commit to how a case stands now, in the transaction of the act itself."""
    kind = ActKind.RULING if event is Event.RULED else ActKind.DISPUTE
    leaf = audit.commit(
        session, kind=kind, shop_id=row.shop_id, subject=row.id, facts=_facts(row), on=on
    )
    row.leaves = (row.leaves or b"") + leaf
    if kind is ActKind.RULING:
        row.ruling_leaf = leaf


def forget(session: Session, row: Dispute, *, on: date) -> None:
    """Delete the salts of everything that was committed to about a case whose person goes."""
    if row.leaves:
        audit.forget(session, leaves_of(row), on=on)
    row.leaves = row.ruling_leaf = None


def leaves_of(row: Dispute) -> Sequence[bytes]:
    """The leaves of a case, in the order of its acts."""
    whole = bytes(row.leaves or b"")
    return [whole[at : at + _LEAF] for at in range(0, len(whole), _LEAF)]


def ruling_of(session: Session, row: Dispute) -> Entry | None:
    """The entry of the newest ruling, for both sides to prove that it was given."""
    return None if row.ruling_leaf is None else audit.find_entry(session, bytes(row.ruling_leaf))


def _facts(row: Dispute) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NAMES}
