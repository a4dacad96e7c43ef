"""Forgetting people: the questions about them and the first contacts with them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registry.inquiries.models import FirstContact, Inquiry


def asked_since(session: Session, identifier_ids: Sequence[int], *, since: date) -> set[int]:
    """Those of the identifiers that a shop asked about on or after a day."""
    wanted = select(Inquiry.identifier_id).where(
        Inquiry.identifier_id.in_(identifier_ids), Inquiry.asked_on >= since
    )
    return set(session.scalars(wanted.distinct()))


def forget_people(session: Session, identifier_ids: Sequence[int]) -> None:
    """Remove what this room knows of them. The shops' own logs name no identifier and stay."""
    for table in (Inquiry, FirstContact):
        session.execute(delete(table).where(table.identifier_id.in_(identifier_ids)))
