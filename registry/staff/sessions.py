"""Signing in and staying signed in: server-side sessions, counted attempts.

Attempts are counted before they are tried and in a transaction of their own, so that parallel
guesses are all counted. They are counted by address, and by address and name together; never by
name alone, so that nobody can lock another one out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from registry.kernel.db import insert_new
from registry.kernel.keys import Keyring
from registry.kernel.sealing import mac
from registry.staff import rules, secrets
from registry.staff.accounts import Account, as_account, check_second, lock
from registry.staff.errors import NotSignedInError, SignInRefusedError, TooManyAttemptsError
from registry.staff.models import StaffAccount, StaffAttempt, StaffInvitation, StaffSession


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session. ``token_mac`` names it among the account's sessions."""

    account: Account
    token_mac: bytes = field(repr=False)
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Browser:
    """One session as its owner sees it. ``name`` is for a form that ends it."""

    name: str
    browser: str
    began_at: datetime
    seen_at: datetime
    here: bool


def count_attempt(
    session: Session, ring: Keyring, *, address: str, login: str, now: datetime
) -> None:
    """Count one try; raises TooManyAttemptsError and counts nothing while the address must wait.

    Call it in a transaction of its own before ``sign_in``.
    """
    for who in _whos(ring, address, login):
        row = _attempts(session, who, now)
        wait = rules.wait_left(row.failures, row.last_at, now)
        if wait:
            raise TooManyAttemptsError(retry_after=max(1, round(wait.total_seconds())))
        fresh = now - row.last_at >= rules.FORGIVEN
        row.failures = 1 if fresh else row.failures + 1
        row.last_at = now
    session.flush()


def sign_in(
    session: Session,
    ring: Keyring,
    *,
    login: str,
    password: str,
    code: str,
    address: str,
    browser: str,
    now: datetime,
) -> str:
    """A token for the cookie; raises SignInRefusedError, after the same work for anybody."""
    wanted = select(StaffAccount).where(StaffAccount.login == login.strip().lower())
    row = session.scalar(wanted.with_for_update())
    fits = secrets.verify_password(None if row is None else row.password, password)
    if row is None or not fits or row.closed_at is not None:
        raise SignInRefusedError
    if not check_second(session, ring, row, code, now):
        raise SignInRefusedError
    _forgive(session, ring, address, login)
    return begin(session, ring, account_id=row.id, browser=browser, now=now)


def begin(session: Session, ring: Keyring, *, account_id: int, browser: str, now: datetime) -> str:
    """A new session of an account that has just proven itself; its token."""
    token = secrets.new_token()
    session.add(
        StaffSession(
            token_mac=secrets.token_macs(ring, "session", token)[0],
            account_id=account_id,
            browser=browser,
            began_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def authenticate(session: Session, ring: Keyring, token: str, *, now: datetime) -> SignedIn:
    """Who holds this cookie; raises NotSignedInError. Reads only: see ``touch``."""
    macs = secrets.token_macs(ring, "session", token)
    wanted = (
        select(StaffSession, StaffAccount)
        .join(StaffAccount, StaffAccount.id == StaffSession.account_id)
        .where(StaffSession.token_mac.in_(macs), StaffAccount.closed_at.is_(None))
    )
    found = session.execute(wanted).first()
    if found is None or rules.is_over(found[0].began_at, found[0].seen_at, now):
        raise NotSignedInError
    return SignedIn(as_account(found[1]), found[0].token_mac, found[0].began_at, found[0].seen_at)


def count_guess(session: Session, ring: Keyring, signed_in: SignedIn, *, now: datetime) -> None:
    """Count one try of the password inside a session, from whatever address.

    Raises TooManyAttemptsError. Call it in a transaction of its own before ``check_password``.
    """
    login = signed_in.account.login
    count_attempt(session, ring, address=_here(signed_in), login=login, now=now)


def check_password(session: Session, ring: Keyring, signed_in: SignedIn, password: str) -> None:
    """Ask a session for its account's password once more; raises SignInRefusedError."""
    row = lock(session, signed_in.account.account_id)
    if not secrets.verify_password(row.password, password):
        raise SignInRefusedError
    tries = _whos(ring, _here(signed_in), row.login)
    session.execute(delete(StaffAttempt).where(StaffAttempt.who.in_(tries)))


def touch(session: Session, signed_in: SignedIn, *, now: datetime) -> None:
    """Note that somebody is still there; once a minute is enough."""
    mine = StaffSession.token_mac == signed_in.token_mac
    session.execute(update(StaffSession).where(mine).values(seen_at=now))


def sign_out(session: Session, signed_in: SignedIn) -> None:
    """End one session."""
    session.execute(delete(StaffSession).where(StaffSession.token_mac == signed_in.token_mac))


def list_browsers(session: Session, signed_in: SignedIn, *, now: datetime) -> Sequence[Browser]:
    """The account's living sessions, the newest first."""
    mine = StaffSession.account_id == signed_in.account.account_id
    rows = session.scalars(select(StaffSession).where(mine).order_by(StaffSession.began_at.desc()))
    return [
        Browser(
            row.token_mac.hex()[:32],
            row.browser,
            row.began_at,
            row.seen_at,
            row.token_mac == signed_in.token_mac,
        )
        for row in rows
        if not rules.is_over(row.began_at, row.seen_at, now)
    ]


def end_browser(session: Session, signed_in: SignedIn, name: str) -> None:
    """End another session of the same account; nothing happens for any other name."""
    mine = StaffSession.account_id == signed_in.account.account_id
    for row in session.scalars(select(StaffSession).where(mine)):
        if row.token_mac.hex()[:32] == name:
            session.delete(row)
    session.flush()


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete ended sessions, spent attempts and old invitations; returns how many."""
    ended = or_(
        StaffSession.seen_at <= now - rules.IDLE, StaffSession.began_at <= now - rules.WHOLE
    )
    gone = [
        session.execute(delete(StaffSession).where(ended).returning(StaffSession.token_mac)),
        session.execute(
            delete(StaffAttempt)
            .where(StaffAttempt.last_at <= now - rules.FORGIVEN)
            .returning(StaffAttempt.who)
        ),
        session.execute(
            delete(StaffInvitation)
            .where(StaffInvitation.ends_at <= now)
            .returning(StaffInvitation.token_mac)
        ),
    ]
    return sum(len(each.all()) for each in gone)


def _here(signed_in: SignedIn) -> str:
    """What tries inside a session are counted by in place of an address."""
    return f"session {signed_in.token_mac.hex()}"


def _whos(ring: Keyring, address: str, login: str) -> list[bytes]:
    """The two digests that a try is counted under, in one order for all."""
    _, key = ring.newest("shared", "session")
    alone = mac(key, b"staff", b"attempt", address.encode())
    return sorted((alone, _pair(ring, address, login)))


def _forgive(session: Session, ring: Keyring, address: str, login: str) -> None:
    """Take this name's tries back from this address, and nobody else's.

    Else whoever has an account would wash an address clean with it between guesses at others.
    """
    wanted = select(StaffAttempt).where(StaffAttempt.who.in_(_whos(ring, address, login)))
    wanted = wanted.order_by(StaffAttempt.who).with_for_update()
    rows = list(session.scalars(wanted.execution_options(populate_existing=True)))
    pair = _pair(ring, address, login)
    taken_back = sum(row.failures for row in rows if row.who == pair)
    for row in rows:
        row.failures = 0 if row.who == pair else max(0, row.failures - taken_back)
    session.flush()


def _pair(ring: Keyring, address: str, login: str) -> bytes:
    """An address and a name together."""
    _, key = ring.newest("shared", "session")
    return mac(key, b"staff", b"attempt", address.encode(), login.strip().lower().encode())


def _attempts(session: Session, who: bytes, now: datetime) -> StaffAttempt:
    """The row of a digest, made if need be, held until the transaction ends."""
    insert_new(
        session, StaffAttempt, [{"who": who, "failures": 0, "last_at": now}], StaffAttempt.who
    )
    session.execute(update(StaffAttempt).where(StaffAttempt.who == who).values(who=who))
    wanted = select(StaffAttempt).where(StaffAttempt.who == who).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()
