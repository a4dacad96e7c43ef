"""Counters against pumping: durable, a day each, under keyed MACs and never under raw values."""

from collections.abc import Sequence, Set
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry.kernel.sealing import mac
from registry.kernel.senders.models import MessageCount


def bucket(key: bytes, scope: str, value: str) -> bytes:
    """The name under which ``value`` is counted for ``scope``; equal values, equal names."""
    return mac(key, b"message-count", scope.encode(), value.encode())


def raise_all(session: Session, buckets: Sequence[bytes], *, today: date) -> dict[bytes, int]:
    """Count one more on each; returns what stands there now, this one included.

    The rows are held until the transaction ends, and taken in their order, so that two requests
    wait for each other and never in a circle.
    """
    dialect = session.connection().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    found: dict[bytes, int] = {}
    for each in sorted(set(buckets)):
        row = insert(MessageCount).values(bucket=each, on=today, used=1)
        raised = row.on_conflict_do_update(
            index_elements=[MessageCount.bucket, MessageCount.on],
            set_={"used": MessageCount.used + 1},
        ).returning(MessageCount.used)
        found[each] = session.execute(raised).scalar_one()
    return found


def read(session: Session, buckets: Sequence[bytes], *, days: Set[date]) -> dict[bytes, int]:
    """What stands on each, all ``days`` together; 0 where nothing was counted."""
    wanted = select(MessageCount.bucket, MessageCount.used).where(
        MessageCount.on.in_(days), MessageCount.bucket.in_(buckets)
    )
    found = dict.fromkeys(buckets, 0)
    for row in session.execute(wanted):
        found[bytes(row.bucket)] += row.used
    return found


def forget(session: Session, *, before: date) -> int:
    """Delete the counters of days before ``before``; returns how many."""
    gone = delete(MessageCount).where(MessageCount.on < before).returning(MessageCount.on)
    return len(session.execute(gone).all())
