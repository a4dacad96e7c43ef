"""Forgetting: people, and questions that nobody needs any more."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from registry.inquiries import asked, runs
from registry.inquiries.digests import forget_days
from registry.inquiries.log import unpacked
from registry.inquiries.models import FirstContact, Inquiry, Lookup
from registry.kernel.db import in_parts


def asked_since(session: Session, identifier_ids: Sequence[int], *, since: date) -> set[int]:
    """Those of the identifiers that a shop asked about on or after a day."""
    wanted = runs.about(identifier_ids, Inquiry.identifier_id, since=since)
    return set(session.scalars(wanted.distinct()))


def forget_people(session: Session, identifier_ids: Sequence[int]) -> None:
    """Remove what this room knows of them; that somebody was asked about stays counted."""
    asked.forget(session, identifier_ids)
    session.execute(delete(FirstContact).where(FirstContact.identifier_id.in_(identifier_ids)))


def forget_old(session: Session, *, before: date, limit: int, today: date) -> int:
    """Delete up to ``limit`` questions asked before a day, on both sides; returns how many."""
    forget_days(session, before=before, today=today)
    columns = (Lookup.shop_id, Lookup.id, Lookup.run, Lookup.asked_about)
    rows = session.execute(select(*columns).where(Lookup.asked_on < before).limit(limit)).all()
    seen = [(row.run, each, row.id) for row in rows for each in unpacked(row.asked_about or b"")]
    runs.remove(session, seen)
    if len(rows) < limit:  # and whatever no question names
        session.execute(delete(Inquiry).where(Inquiry.run < runs.first_of(before)))
    for part in in_parts([(row.shop_id, row.id) for row in rows]):
        session.execute(delete(Lookup).where(tuple_(Lookup.shop_id, Lookup.id).in_(part)))
    return len(rows)
