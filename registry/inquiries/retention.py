"""Forgetting: people, and questions that nobody needs any more."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from registry.inquiries import asked
from registry.inquiries.digests import forget_days
from registry.inquiries.models import FirstContact, Inquiry, Lookup


def asked_since(session: Session, identifier_ids: Sequence[int], *, since: date) -> set[int]:
    """Those of the identifiers that a shop asked about on or after a day."""
    wanted = select(Inquiry.identifier_id).where(
        Inquiry.identifier_id.in_(identifier_ids), Inquiry.asked_on >= since
    )
    return set(session.scalars(wanted.distinct()))


def forget_people(session: Session, identifier_ids: Sequence[int]) -> None:
    """Remove what this room knows of them; that somebody was asked about stays counted."""
    asked.forget(session, identifier_ids)
    session.execute(delete(FirstContact).where(FirstContact.identifier_id.in_(identifier_ids)))


def forget_old(session: Session, *, before: date, limit: int, today: date) -> int:
    """Delete up to ``limit`` questions asked before a day, on both sides; returns how many."""
    forget_days(session, before=before, today=today)
    wanted = select(Lookup.shop_id, Lookup.id).where(Lookup.asked_on < before).limit(limit)
    keys = [(row.shop_id, row.id) for row in session.execute(wanted)]
    ids = [lookup_id for _, lookup_id in keys]
    session.execute(delete(Inquiry).where(Inquiry.asked_on < before, Inquiry.lookup_id.in_(ids)))
    session.execute(delete(Lookup).where(tuple_(Lookup.shop_id, Lookup.id).in_(keys)))
    return len(keys)
