"""One salted digest for each shop and day: the log answers for questions without telling of any."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.audit.service import ActKind
from registry.audit.verify import Claim
from registry.inquiries.models import Lookup, LookupsDigest
from registry.kernel.db import insert_all

_NAMES: Final = tuple(
    column.key for column in Lookup.__table__.columns if column.key not in {"asked_about", "run"}
)
"""Not whom a question was about: an erasure takes that out of the row. Nor where they see it."""


def commit_day(session: Session, shop_id: int, *, on: date, today: date) -> int:
    """Commit to the questions of a day that is over, once; returns 1 when it was done now."""
    if session.get(LookupsDigest, (shop_id, on)) is not None:
        return 0
    facts = day_facts(session, shop_id, on)
    if not facts["lookups"]:
        return 0
    leaf = audit.commit(
        session,
        kind=ActKind.LOOKUPS_DIGEST,
        shop_id=shop_id,
        subject=on.toordinal(),
        facts=facts,
        on=today,
    )
    insert_all(session, LookupsDigest, [{"shop_id": shop_id, "asked_on": on, "commitment": leaf}])
    return 1


def day_facts(session: Session, shop_id: int, on: date) -> dict[str, Any]:
    """How many questions a shop asked on a day, and a digest of them all."""
    wanted = select(*(getattr(Lookup, name) for name in _NAMES)).where(
        Lookup.shop_id == shop_id, Lookup.asked_on == on
    )
    rows = session.execute(wanted.order_by(Lookup.id).execution_options(yield_per=1_000))
    digest, number = hashlib.sha256(), 0
    for row in rows:
        line = repr([str(each) for each in _plain(row)]).encode()
        digest.update(len(line).to_bytes(4, "big") + line)
        number += 1
    return {"lookups": number, "digest": digest.hexdigest()}


def days_with_digest(session: Session) -> list[tuple[int, date, bytes]]:
    """Every shop and day that the log answers for, with its commitment."""
    wanted = select(LookupsDigest.shop_id, LookupsDigest.asked_on, LookupsDigest.commitment)
    return [(row.shop_id, row.asked_on, bytes(row.commitment)) for row in session.execute(wanted)]


def forget_days(session: Session, *, before: date, today: date) -> None:
    """Forget the digests of days whose questions are about to be deleted."""
    wanted = select(LookupsDigest.commitment).where(LookupsDigest.asked_on < before)
    leaves = [bytes(each) for each in session.scalars(wanted)]
    if leaves:
        audit.forget(session, leaves, on=today)
        session.execute(delete(LookupsDigest).where(LookupsDigest.asked_on < before))


def _plain(row: Iterable[Any]) -> Iterable[Any]:
    return (each.hex() if isinstance(each, bytes) else each for each in row)


def claims(session: Session) -> Iterator[Claim]:
    """Every day of questions as it stands in its table."""
    for shop_id, on, leaf in days_with_digest(session):
        yield Claim(f"lookups of shop {shop_id} on {on}", leaf, day_facts(session, shop_id, on))
