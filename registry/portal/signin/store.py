"""Reading and writing the room's rows. A try is taken before a guess is looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from registry.kernel.db import insert_new
from registry.portal.signin.models import SigninCode
from registry.portal.signin.rules import PROOF_KEPT, TRIES


@dataclass(frozen=True, slots=True)
class Taken:
    """One try that this guess alone may use. ``left``: how many are left after it."""

    code_mac: bytes
    left: int


def lock(session: Session, pair: bytes, *, now: datetime) -> SigninCode:
    """The row of a pair, made if it was not there, held until the transaction ends."""
    new = {"pair": pair, "expires_at": now, "tries": 0, "sent_on": now.date(), "sent": 0}
    insert_new(session, SigninCode, [new], SigninCode.pair)
    wanted = select(SigninCode).where(SigninCode.pair == pair).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def take_try(session: Session, pair: bytes, *, now: datetime) -> Taken | None:
    """Use one try of the living code, or None when there is none: one statement, so that of many
    guesses at once no more than ``TRIES`` ever see the code's MAC.
    """
    living = (
        SigninCode.pair == pair,
        SigninCode.code_mac.is_not(None),
        SigninCode.expires_at > now,
        SigninCode.tries < TRIES,
    )
    taken = update(SigninCode).where(*living).values(tries=SigninCode.tries + 1)
    returned = taken.returning(SigninCode.code_mac, SigninCode.tries)
    row = session.execute(returned, execution_options={"synchronize_session": False}).first()
    return None if row is None or row.code_mac is None else Taken(row.code_mac, TRIES - row.tries)


def are_tries_gone(session: Session, pair: bytes, *, now: datetime) -> bool:
    """Whether a living code has no try left."""
    wanted = select(SigninCode.pair).where(
        SigninCode.pair == pair,
        SigninCode.code_mac.is_not(None),
        SigninCode.expires_at > now,
        SigninCode.tries >= TRIES,
    )
    return session.execute(wanted).first() is not None


def use_up(session: Session, pair: bytes, code_mac: bytes, *, today: date) -> bool:
    """End the code as proven; False when another request used it first."""
    mine = (SigninCode.pair == pair, SigninCode.code_mac == code_mac)
    used = update(SigninCode).where(*mine).values(code_mac=None, tries=0, proven_on=today)
    returned = used.returning(SigninCode.pair)
    row = session.execute(returned, execution_options={"synchronize_session": False}).first()
    return row is not None


def forget(session: Session, *, now: datetime, limit: int) -> int:
    """Delete what no count and no reserved code needs any more; returns how many, at most limit."""
    yesterday, long_ago = now - timedelta(days=1), now.date() - PROOF_KEPT
    old = (
        select(SigninCode.pair)
        .where(
            SigninCode.expires_at < yesterday,
            SigninCode.sent_on < now.date(),
            or_(SigninCode.proven_on.is_(None), SigninCode.proven_on < long_ago),
        )
        .limit(limit)
    )
    gone = delete(SigninCode).where(SigninCode.pair.in_(old)).returning(SigninCode.pair)
    return len(session.execute(gone, execution_options={"synchronize_session": False}).all())
