"""What the night does: places on the list renewed or ended, doubts shown to admins, old rows gone.

Each function does one small step, to be committed by whoever calls it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from registry.reports import persons
from registry.trust.responding import Surroundings
from registry.whitelist import records
from registry.whitelist.enrolling import lock_customer, place_of, settle_place
from registry.whitelist.holders import NOBODY, links_of_customer
from registry.whitelist.models import (
    Customer,
    OrderGuess,
    PassGuess,
    Review,
    Ticket,
    WhitePass,
)
from registry.whitelist.reviews import DOUBT, ask_about

SPENT_KEPT: Final = timedelta(days=90)
GUESSES_KEPT: Final = timedelta(days=2)
REVIEWS_KEPT: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of some customers; ``last`` is where to go on, None at the end."""

    last: int | None
    given: int = 0
    kept: int = 0
    ended: int = 0
    doubted: int = 0


def renew_some(
    session: Session, *, around: Surroundings, now: datetime, after: int = 0, limit: int = 100
) -> Renewed:
    """Judge up to ``limit`` enrolled customers behind ``after`` anew."""
    wanted = select(Customer.id).where(Customer.id > after, Customer.enrolled_on.is_not(None))
    ids = list(session.scalars(wanted.order_by(Customer.id).limit(limit)))
    counts = {"given": 0, "kept": 0, "ended": 0, "doubted": 0}
    for each in ids:
        for word in _renew(session, each, around, now):
            counts[word] += 1
    return Renewed(ids[-1] if ids else None, **counts)


def link_passes(session: Session, *, today: date, after: bytes = b"", limit: int = 500) -> bytes:
    """Tie passes spent at a checkout without a phone to what the order's report named since.

    Returns where to go on, nothing at the end.
    """
    wanted = select(WhitePass).where(
        WhitePass.code_mac > after,
        WhitePass.bound_id.is_(None),
        WhitePass.customer_id != NOBODY,
        WhitePass.spent_on > today - SPENT_KEPT,
    )
    rows = session.scalars(wanted.order_by(WhitePass.code_mac).limit(limit).with_for_update()).all()
    for row in rows:
        if row.spent_shop_id is None or row.spent_order_mac is None:
            continue
        named = persons.named_by_order(session, row.spent_shop_id, row.spent_order_mac)
        mine = {each.identifier_id for each in links_of_customer(session, row.customer_id)}
        row.bound_id = min(named & mine, default=None)
    session.flush()
    return bytes(rows[-1].code_mac) if rows else b""


def forget_old(session: Session, *, now: datetime) -> int:
    """Drop passes, tickets, counts of guesses and decisions that nobody needs; returns how many."""
    today = now.date()
    stale = or_(
        WhitePass.expires_at < now - timedelta(days=1), WhitePass.spent_on < today - SPENT_KEPT
    )
    gone = (
        delete(WhitePass).where(stale),
        delete(Ticket).where(Ticket.expires_on < today),
        delete(PassGuess).where(PassGuess.on < today - GUESSES_KEPT),
        delete(OrderGuess).where(OrderGuess.on < today - GUESSES_KEPT),
        delete(Review).where(Review.decided_on < today - REVIEWS_KEPT),
    )
    return sum(session.connection().execute(each).rowcount for each in gone)


def _renew(session: Session, customer_id: int, around: Surroundings, now: datetime) -> list[str]:
    row = lock_customer(session, customer_id)
    if row is None:
        return []
    before = place_of(row)
    settle_place(session, row, around=around, now=now)
    after = place_of(row)
    if before is None or after is None:
        return (["given"] if after else []) + (["ended"] if before else [])
    doubted = _is_doubted(session, row, around, now)
    return ["kept", "doubted"] if doubted else ["kept"]


def _is_doubted(session: Session, row: Customer, around: Surroundings, now: datetime) -> bool:
    """One shop alone takes nobody's white away; an admin looks at it."""
    ids = [each.identifier_id for each in links_of_customer(session, row.id)]
    case = records.white_case(records.read(session, ids), around, granted=True)
    if not case.record(now.date()).doubting:
        return False
    return ask_about(session, min(ids), DOUBT, today=now.date())
