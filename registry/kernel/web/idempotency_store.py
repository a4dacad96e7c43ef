"""Looking up, claiming and remembering idempotent answers, inside the caller's transaction.

The row is written by the transaction that does the work: a crash leaves neither. What keeps two
requests with one key from both doing the work differs by engine:

- PostgreSQL: a transaction-level advisory lock on the key is *tried* first. Who does not get it is
  told at once that the first request is still at work. It is let go after the commit has become
  visible, and under READ COMMITTED the next statement takes a fresh snapshot, so whoever gets it
  next sees the row.
- SQLite: a writing transaction begins with ``BEGIN IMMEDIATE``, so the second request waits for the
  first to end and then finds the row.

Whatever slips through (a lock that is not shared between nodes, another isolation level) meets
the primary key: the second insert fails, its work is rolled back and it is told to repeat.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.kernel.errors import DomainError
from registry.kernel.sealing import same
from registry.kernel.web.idempotency_models import IdempotencyRow

KEPT: Final = timedelta(hours=48)


class KeyReusedError(DomainError):
    """The key was used for another request."""

    code = "idempotency_key_reused"


class InFlightError(DomainError):
    """The first request with this key has not ended yet."""

    code = "idempotency_in_flight"


def claim(
    session: Session, *, shop_id: int, key_mac: bytes, fingerprint: bytes, now: datetime
) -> IdempotencyRow | None:
    """The answer to replay, or None: then this transaction is the one to do the work."""
    if session.get_bind().dialect.name == "postgresql":
        lock = int.from_bytes(key_mac[:8], "big", signed=True)
        if not session.scalar(select(func.pg_try_advisory_xact_lock(lock))):
            raise InFlightError
    row = session.get(IdempotencyRow, (shop_id, key_mac))
    if row is None:
        return None
    if row.created_at <= now - KEPT:
        session.delete(row)
        session.flush()
        return None
    if not same(row.fingerprint, fingerprint):
        raise KeyReusedError
    return row


def remember(session: Session, row: IdempotencyRow) -> None:
    """Write the answer beside the work; raises InFlightError when another was faster.

    The work is flushed first, so that a conflict of its own is not mistaken for ours.
    """
    session.flush()
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise InFlightError from None


def purge(session: Session, *, now: datetime) -> int:
    """Forget answers older than 48 hours; tells how many."""
    old = delete(IdempotencyRow).where(IdempotencyRow.created_at <= now - KEPT)
    gone = session.execute(old.returning(IdempotencyRow.shop_id)).all()
    return len(gone)
