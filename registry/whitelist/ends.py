"""Freeze, opt out, share: marks that a holder sets on what was proven in this session.

The four ends differ, and each does one thing:

- withdraw (``enrolling``) ends white only;
- freeze answers ``unknown`` until it is lifted; reports are kept and taken;
- opt out is freeze, and new reports are ignored;
- erase (``erasing``) takes the rows away.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.trust.responding import Surroundings
from registry.whitelist.enrolling import lock_customer, settle_place
from registry.whitelist.errors import NothingProvenError, UnderReviewError
from registry.whitelist.holders import Holder
from registry.whitelist.models import Review


def freeze(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Answer ``unknown`` about everything proven, everywhere and at once."""
    marking.set_frozen(session, holder.identifier_ids, frozen=True)
    settle(session, holder, around=around, now=now)


def unfreeze(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Answer again; raises UnderReviewError while an admin looks at it."""
    check_free(session, holder.identifier_ids)
    marking.set_frozen(session, holder.identifier_ids, frozen=False)
    settle(session, holder, around=around, now=now)


def opt_out(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Answer nothing about everything proven, and take no report on it."""
    identifiers.set_opted_out(session, holder.identifier_ids, opted_out=True)
    settle(session, holder, around=around, now=now)


def opt_in(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Take part again, with what was kept."""
    identifiers.set_opted_out(session, holder.identifier_ids, opted_out=False)
    settle(session, holder, around=around, now=now)


def mark_shared(
    session: Session,
    holder: Holder,
    identifier_id: int,
    *,
    shared: bool,
    around: Surroundings,
    now: datetime,
) -> None:
    """Say that a family or an office uses one of the proven: never white, never on watch."""
    check_proven(holder, identifier_id)
    marking.set_shared(session, [identifier_id], shared=shared)
    settle(session, holder, around=around, now=now)


def check_proven(holder: Holder, identifier_id: int) -> None:
    """Raise NothingProvenError for what is not proven in this session."""
    if identifier_id not in holder.identifier_ids:
        raise NothingProvenError


def check_free(session: Session, identifier_ids: Sequence[int]) -> None:
    """Raise UnderReviewError while an admin has to decide about one of them."""
    waiting = select(Review.id).where(
        Review.identifier_id.in_(identifier_ids), Review.decided_on.is_(None)
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise UnderReviewError


def settle(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Judge the holder's place on the white list anew, if there is a customer."""
    row = None if holder.customer_id is None else lock_customer(session, holder.customer_id)
    if row is not None:
        settle_place(session, row, around=around, now=now)
