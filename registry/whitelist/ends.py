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
from registry.identifiers.marking import Sharer
from registry.trust.responding import Surroundings
from registry.whitelist.enrolling import lock_customer, settle_place
from registry.whitelist.errors import NothingProvenError, SharedByOthersError, UnderReviewError
from registry.whitelist.holders import Holder, links_of, links_of_customer
from registry.whitelist.models import Review
from registry.whitelist.rules import Washing


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
    """Say that a family or an office uses one of the proven: never white, never on watch.

    Raises SharedByOthersError for what somebody else said is shared.
    """
    check_proven(holder, identifier_id)
    said = identifiers.states(session, [identifier_id])[identifier_id]
    if said.shared and said.shared_by != Sharer.CUSTOMER:
        raise SharedByOthersError
    mark(session, identifier_id, shared=shared, by=Sharer.CUSTOMER, around=around, now=now)


def mark(
    session: Session,
    identifier_id: int,
    *,
    shared: bool,
    by: Sharer,
    around: Surroundings,
    now: datetime,
) -> None:
    """Write it on the row, whoever says so, and judge the customer, if there is one."""
    marking.set_shared(session, [identifier_id], shared=shared, by=by)
    link = links_of(session, [identifier_id]).get(identifier_id)
    row = None if link is None else lock_customer(session, link.customer_id)
    if row is not None:
        settle_place(session, row, around=around, now=now)


def sign_out_everywhere(session: Session, holder: Holder) -> None:
    """End every visit to which something of the holder's was proven, this one too."""
    linked = [] if holder.customer_id is None else links_of_customer(session, holder.customer_id)
    ids = {each.identifier_id for each in linked} | set(holder.identifier_ids)
    marking.end_visits(session, ids)


def check_proven(holder: Holder, identifier_id: int) -> None:
    """Raise NothingProvenError for what is not proven in this session."""
    if identifier_id not in holder.identifier_ids:
        raise NothingProvenError


def check_free(session: Session, identifier_ids: Sequence[int]) -> None:
    """Raise UnderReviewError while an admin has to decide about a wish for one of them."""
    waiting = select(Review.id).where(
        Review.identifier_id.in_(identifier_ids),
        Review.kind.in_(list(Washing)),
        Review.decided_on.is_(None),
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise UnderReviewError


def settle(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> None:
    """Judge the holder's place on the white list anew, if there is a customer."""
    row = None if holder.customer_id is None else lock_customer(session, holder.customer_id)
    if row is not None:
        settle_place(session, row, around=around, now=now)
