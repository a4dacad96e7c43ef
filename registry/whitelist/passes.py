"""White passes: made for who is on the list, for 15 minutes and one order.

Whoever shows one says: I am a white customer, here and now. It names nobody (how one is spent:
``verifying``).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.kernel.keys import Keyring
from registry.trust.responding import Surroundings
from registry.whitelist import codes
from registry.whitelist.enrolling import lock_customer, place_of, settle_place
from registry.whitelist.errors import NotEnrolledError, NotWhiteError, TooManyPassesError
from registry.whitelist.holders import Holder
from registry.whitelist.models import WhitePass

LASTS: Final = timedelta(minutes=15)
A_DAY: Final = 30
"""Passes that one customer may have made on one day."""
PURPOSE: Final = "white-pass"


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh pass: what the phone shows as characters and as a QR, and until when it is good."""

    code: str
    signed: str
    expires_at: datetime


def issue(
    session: Session,
    ring: Keyring,
    holder: Holder,
    *,
    issuer: str,
    around: Surroundings,
    now: datetime,
) -> Issued:
    """Make a pass; raises NotEnrolledError, NotWhiteError, TooManyPassesError."""
    row = None if holder.customer_id is None else lock_customer(session, holder.customer_id)
    if row is None or row.enrolled_on is None:
        raise NotEnrolledError
    settle_place(session, row, around=around, now=now)
    if place_of(row) is None:
        raise NotWhiteError
    mine = (WhitePass.customer_id == row.id, WhitePass.issued_on == now.date())
    if (session.scalar(select(func.count()).select_from(WhitePass).where(*mine)) or 0) >= A_DAY:
        raise TooManyPassesError
    code, expires_at = codes.new_code(codes.PASS_LENGTH), now + LASTS
    pass_mac = codes.code_mac(ring, PURPOSE, code)
    session.add(
        WhitePass(
            code_mac=pass_mac,
            customer_id=row.id,
            issued_on=now.date(),
            expires_at=expires_at,
            withdrawn=False,
        )
    )
    session.flush()
    signed = codes.sign_pass(ring, pass_mac, issuer=issuer, issued_at=now, expires_at=expires_at)
    return Issued(code, signed, expires_at)


def spent_passes(session: Session, customer_id: int) -> list[tuple[int, date]]:
    """Where and when a customer's passes were spent, newest first: (shop id, day)."""
    mine = (WhitePass.customer_id == customer_id, WhitePass.spent_shop_id.is_not(None))
    wanted = select(WhitePass.spent_shop_id, WhitePass.spent_on).where(*mine)
    newest = wanted.order_by(WhitePass.spent_on.desc(), WhitePass.code_mac)
    return [(shop_id, day) for shop_id, day in session.execute(newest) if shop_id and day]
