"""What the log commits to of an API key, and the rows that it can be held against."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import ActKind
from registry.audit.verify import Claim
from registry.shops.models import ApiKey

_NAMES: Final = ("id", "shop_id", "world", "scopes", "mac", "mac_key_id")


def key_facts(row: ApiKey) -> dict[str, Any]:
    """All that a row of ``api_key`` says."""
    times = {"created_at": row.created_at, "revoked_at": row.revoked_at}
    said = {name: each and each.isoformat() for name, each in times.items()}
    return said | {name: getattr(row, name) for name in _NAMES}


def commit_key(session: Session, row: ApiKey, *, on: date) -> None:
    """Commit to a key as it is now; its row points to its newest act."""
    row.commitment = audit.commit(
        session,
        kind=ActKind.KEY_EVENT,
        shop_id=row.shop_id,
        subject=0,
        facts=key_facts(row),
        on=on,
        previous=row.commitment,
    )


def adopt(session: Session, *, on: date, limit: int = 1_000) -> int:
    """Commit to keys that were there before the log; returns how many."""
    wanted = select(ApiKey).where(ApiKey.commitment.is_(None)).limit(limit).with_for_update()
    rows = session.scalars(wanted).all()
    for row in rows:
        commit_key(session, row, on=on)
    session.flush()
    return len(rows)


def claims(session: Session) -> Iterator[Claim]:
    """Every key as it stands in its table."""
    for row in session.scalars(select(ApiKey).execution_options(yield_per=1_000)):
        yield Claim(f"key {row.id}", row.commitment, key_facts(row))
