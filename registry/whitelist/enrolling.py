"""Joining the white list and leaving it; the place on it, copied onto each linked identifier."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from registry.identifiers import marking
from registry.kernel.web.language import Language
from registry.trust.responding import Surroundings
from registry.whitelist import consent, records
from registry.whitelist.errors import ConsentOutdatedError, NotEnrolledError
from registry.whitelist.holders import Holder, ensure_customer, links_of, links_of_customer
from registry.whitelist.models import Consent, Customer, WhitePass
from registry.whitelist.rules import Eligibility, Place, doubted_from, eligibility, place


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who joined, and how the record stands."""

    holder: Holder
    eligibility: Eligibility
    place: Place | None


def enrol(
    session: Session,
    holder: Holder,
    *,
    version: str,
    language: Language,
    around: Surroundings,
    now: datetime,
) -> Enrolled:
    """Join with everything that was proven; again changes nothing.

    Raises ConsentOutdatedError when another text than the one in force was agreed to.
    """
    if version != consent.CURRENT.version:
        raise ConsentOutdatedError
    joined = ensure_customer(session, holder, today=now.date())
    row = _locked(session, joined)
    if row.enrolled_on is None:
        row.enrolled_on = now.date()
        _agree(session, row.id, language, now)
    elif _agreed(session, row.id) != version:
        _end_consent(session, row.id, now)
        _agree(session, row.id, language, now)
    judged = settle_place(session, row, around=around, now=now)
    return Enrolled(joined, judged, place_of(row))


def withdraw(session: Session, holder: Holder, *, now: datetime) -> None:
    """Leave the white list at once; everything else stays. Raises NotEnrolledError."""
    row = _locked(session, holder)
    if row.enrolled_on is None:
        raise NotEnrolledError
    row.enrolled_on = row.white_since = row.white_until = None
    _end_consent(session, row.id, now)
    unspent = (WhitePass.customer_id == row.id, WhitePass.spent_shop_id.is_(None))
    session.execute(update(WhitePass).where(*unspent).values(withdrawn=True))
    ids = [each.identifier_id for each in links_of_customer(session, row.id)]
    marking.set_white(session, ids, enrolled_on=None, since=None, until=None)
    session.flush()


def settle_place(
    session: Session, row: Customer, *, around: Surroundings, now: datetime
) -> Eligibility:
    """Judge a locked customer by all that was proven, and copy the outcome onto the rows."""
    today = now.date()
    ids = [each.identifier_id for each in links_of_customer(session, row.id)]
    held = place_of(row)
    case = records.white_case(records.read(session, ids), around, granted=held is not None)
    given = place(case, held, today=today) if row.enrolled_on else None
    row.white_since = given.since if given else None
    row.white_until = given.until if given else None
    doubted_on = None
    if row.enrolled_on:
        doubted_on = doubted_from(case, held=given is not None, today=today)
    marking.set_white(
        session,
        ids,
        enrolled_on=row.enrolled_on,
        since=row.white_since,
        until=row.white_until,
        doubted_on=doubted_on,
    )
    session.flush()
    return eligibility(case, today=today)


def follow(
    session: Session,
    identifier_ids: Iterable[int],
    *,
    around: Callable[[], Surroundings],
    now: datetime,
) -> None:
    """Judge the people anew whose reports have just changed, in the transaction of the change.

    Whom another request holds is left to it and to the night: the caller holds reports already, and
    who erases takes them in the other order.
    """
    owners = {each.customer_id for each in links_of(session, identifier_ids).values()}
    for customer_id in sorted(owners):
        row = lock_customer(session, customer_id, wait=False)
        if row is not None and row.enrolled_on is not None:
            settle_place(session, row, around=around(), now=now)


def lock_customer(session: Session, customer_id: int, *, wait: bool = True) -> Customer | None:
    """The row, held until the transaction ends; None, too, where ``wait`` would be needed."""
    wanted = select(Customer).where(Customer.id == customer_id)
    wanted = wanted.with_for_update(skip_locked=not wait)
    return session.scalar(wanted.execution_options(populate_existing=True))


def _locked(session: Session, holder: Holder) -> Customer:
    row = None if holder.customer_id is None else lock_customer(session, holder.customer_id)
    if row is None:
        raise NotEnrolledError
    return row


def place_of(row: Customer | None) -> Place | None:
    """The place on the list that a customer holds."""
    if row is None or row.white_since is None or row.white_until is None:
        return None
    return Place(row.white_since, row.white_until)


def _agree(session: Session, customer_id: int, language: Language, now: datetime) -> None:
    newest = select(func.max(Consent.number)).where(Consent.customer_id == customer_id)
    session.add(
        Consent(
            customer_id=customer_id,
            number=(session.scalar(newest) or 0) + 1,
            version=consent.CURRENT.version,
            language=language,
            text_digest=consent.CURRENT.digest(language),
            agreed_at=now,
        )
    )
    session.flush()


def _agreed(session: Session, customer_id: int) -> str | None:
    """The version that is in force with this customer."""
    live = (Consent.customer_id == customer_id, Consent.withdrawn_at.is_(None))
    return session.scalar(select(Consent.version).where(*live))


def _end_consent(session: Session, customer_id: int, now: datetime) -> None:
    live = (Consent.customer_id == customer_id, Consent.withdrawn_at.is_(None))
    session.execute(update(Consent).where(*live).values(withdrawn_at=now))
