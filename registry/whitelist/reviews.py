"""What an admin has to decide: a second washing within a year, a doubted white, what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.identifiers import marking
from registry.identifiers.marking import Sharer
from registry.kernel.ids import new_id
from registry.trust.responding import Surroundings
from registry.whitelist import ends
from registry.whitelist.enrolling import lock_customer, settle_place
from registry.whitelist.erasing import carry_out
from registry.whitelist.errors import ReviewNotFoundError
from registry.whitelist.holders import links_of
from registry.whitelist.models import Review
from registry.whitelist.rules import Washing

ANSWER_WITHIN: Final = timedelta(days=30)
"""A person's wish is answered within a month (GDPR art. 12(3))."""
DOUBT: Final = "doubt"
"""The kind of a review of somebody white whom one shop reported: it may keep or end white."""
SHARED: Final = "shared"
"""That of an identifier which the rule found to be shared: it stays so, or is one person's."""


class Decision(StrEnum):
    """``grant``: do what was asked for, leave white or shared; ``refuse``: do not, or end it."""

    GRANT = "grant"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing to decide, or decided. It names nobody: an admin sees the record's facts."""

    id: int
    identifier_id: int
    kind: str
    asked_on: date
    due_on: date
    decision: Decision | None
    decided_on: date | None
    decided_by: str | None


def list_reviews(
    session: Session, *, decided: bool = False, limit: int = 10_000
) -> Sequence[ReviewItem]:
    """What waits, the oldest first; or what was decided, the newest first."""
    if decided:
        wanted = select(Review).where(Review.decided_on.is_not(None))
        wanted = wanted.order_by(Review.decided_on.desc(), Review.id)
    else:
        wanted = select(Review).where(Review.decided_on.is_(None))
        wanted = wanted.order_by(Review.asked_on, Review.id)
    return [_item(row) for row in session.scalars(wanted.limit(limit))]


def decide_review(
    session: Session,
    review_id: int,
    *,
    decision: Decision,
    by: str,
    around: Surroundings,
    now: datetime,
) -> ReviewItem:
    """Decide once; raises ReviewNotFoundError for what is decided already. ``by``: an admin."""
    wanted = select(Review).where(Review.id == review_id, Review.decided_on.is_(None))
    row = session.scalar(wanted.with_for_update())
    if row is None:
        raise ReviewNotFoundError
    row.decision, row.decided_on, row.decided_by = decision, now.date(), by
    session.flush()
    if row.kind == DOUBT:
        _decide_doubt(session, row, decision, around, now)
    elif row.kind == SHARED:
        shared = decision is Decision.GRANT
        ends.mark(
            session, row.identifier_id, shared=shared, by=Sharer.ADMIN, around=around, now=now
        )
    else:
        _decide_washing(session, row, decision, around, now)
    return _item(row)


def ask_about(session: Session, identifier_id: int, kind: str, *, today: date) -> bool:
    """Put a doubted white or a shared identifier before an admin, once a year; is it new?"""
    since = today - timedelta(days=365)
    lately = select(Review.id).where(
        Review.identifier_id == identifier_id, Review.kind == kind, Review.asked_on > since
    )
    if session.scalar(lately.limit(1)) is not None:
        return False
    row = Review(identifier_id=identifier_id, id=new_id(), kind=kind, asked_on=today)
    row.was_frozen = False
    session.add(row)
    session.flush()
    return True


def _decide_washing(
    session: Session, row: Review, decision: Decision, around: Surroundings, now: datetime
) -> None:
    link = links_of(session, [row.identifier_id]).get(row.identifier_id)
    if decision is Decision.GRANT:
        carry_out(session, row.identifier_id, Washing(row.kind), now=now)
    else:
        marking.set_frozen(session, [row.identifier_id], frozen=row.was_frozen)
    _settle(session, link.customer_id if link else None, around, now)


def _decide_doubt(
    session: Session, row: Review, decision: Decision, around: Surroundings, now: datetime
) -> None:
    link = links_of(session, [row.identifier_id]).get(row.identifier_id)
    if link is None or decision is Decision.GRANT:
        return
    customer = lock_customer(session, link.customer_id)
    if customer is not None:
        customer.white_since = customer.white_until = None
        settle_place(session, customer, around=around, now=now)


def _settle(session: Session, customer_id: int | None, around: Surroundings, now: datetime) -> None:
    row = None if customer_id is None else lock_customer(session, customer_id)
    if row is not None:
        settle_place(session, row, around=around, now=now)


def _item(row: Review) -> ReviewItem:
    return ReviewItem(
        id=row.id,
        identifier_id=row.identifier_id,
        kind=row.kind,
        asked_on=row.asked_on,
        due_on=row.asked_on + ANSWER_WITHIN,
        decision=Decision(row.decision) if row.decision else None,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
    )
