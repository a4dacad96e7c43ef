"""Accounts and second factors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from registry.kernel.db import insert_all
from registry.kernel.keys import Keyring
from registry.staff import rules, secrets
from registry.staff.errors import (
    AccountNotFoundError,
    ForbiddenRoleError,
    WrongCodeError,
)
from registry.staff.models import StaffAccount, StaffInvitation, StaffRecovery, StaffSession
from registry.staff.roles import NEEDS_TOTP, Role


@dataclass(frozen=True, slots=True)
class Account:
    """One person who works here, as other rooms see him."""

    account_id: int
    login: str
    role: Role
    shop_id: int | None
    has_totp: bool
    created_at: datetime
    closed_at: datetime | None

    @property
    def must_set_totp(self) -> bool:
        """Whether nothing but the second factor's set-up is open yet."""
        return self.role in NEEDS_TOTP and not self.has_totp


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What an authenticator app needs, shown to its owner only."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: bytes = field(repr=False)


def totp_setup(
    session: Session, ring: Keyring, account_id: int, *, sealed: bytes = b""
) -> TotpSetup:
    """A new secret for the app, or the ``sealed`` one of this set-up; kept once it is confirmed.

    Raises ForbiddenRoleError for an account that has one.
    """
    row = session.get_one(StaffAccount, account_id)
    if row.totp_confirmed:
        raise ForbiddenRoleError
    secret = secrets.open_totp(ring, account_id, sealed)
    if secret is None:
        secret, sealed = secrets.new_totp(ring, account_id)
    return TotpSetup(secret, secrets.provisioning_uri(secret, row.login), sealed)


def confirm_totp(
    session: Session, ring: Keyring, account_id: int, code: str, *, sealed: bytes, now: datetime
) -> Sequence[str]:
    """Switch the second factor on; returns the recovery codes, shown once. Raises WrongCodeError.

    ``sealed`` is the secret of the set-up that the code belongs to.
    """
    row = lock(session, account_id)
    secret = secrets.open_totp(ring, account_id, sealed)
    step = secret and secrets.step_of(secret, code, after=row.totp_step, now=now)
    if row.totp_confirmed or not step:
        raise WrongCodeError
    row.totp, row.totp_confirmed, row.totp_step = sealed, True, step
    codes = [secrets.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    rows = [
        {"account_id": account_id, "code_mac": secrets.token_macs(ring, "recovery", each)[0]}
        for each in codes
    ]
    insert_all(session, StaffRecovery, rows)
    session.flush()
    return codes


def renew_totp(session: Session, account_id: int) -> None:
    """Another second factor, to be set up at the next sign-in: for a lost phone."""
    row = lock(session, account_id)
    row.totp, row.totp_confirmed, row.totp_step = b"", False, 0
    session.execute(delete(StaffRecovery).where(StaffRecovery.account_id == account_id))
    end_sessions(session, account_id)


def check_second(
    session: Session, ring: Keyring, row: StaffAccount, code: str, now: datetime
) -> bool:
    """Whether a code of the app or an unused recovery code was given; either is used up."""
    if not row.totp_confirmed:
        return True
    given = code.strip().replace(" ", "").lower()
    if _take_step(ring, row, given, now):
        return True
    macs = secrets.token_macs(ring, "recovery", given)
    used = delete(StaffRecovery).where(
        StaffRecovery.account_id == row.id, StaffRecovery.code_mac.in_(macs)
    )
    return session.execute(used.returning(StaffRecovery.account_id)).first() is not None


def _take_step(ring: Keyring, row: StaffAccount, code: str, now: datetime) -> bool:
    secret = secrets.open_totp(ring, row.id, row.totp)
    step = secret and secrets.step_of(secret, code, after=row.totp_step, now=now)
    if not step:
        return False
    row.totp_step = step
    return True


def change_password(session: Session, account_id: int, *, new: str, keep: bytes | None) -> None:
    """Replace a password and end every session but ``keep``; raises WeakPasswordError.

    Ask for the old one before, with ``sessions.check_password``.
    """
    row = lock(session, account_id)
    rules.check_password(new, row.login)
    row.password = secrets.hash_password(new)
    end_sessions(session, account_id, keep=keep)


def list_accounts(session: Session, *, shop_id: int | None) -> Sequence[Account]:
    """Accounts of one shop, or those of the registry itself, oldest first."""
    mine = StaffAccount.shop_id.is_(None) if shop_id is None else StaffAccount.shop_id == shop_id
    rows = session.scalars(select(StaffAccount).where(mine).order_by(StaffAccount.created_at))
    return [as_account(row) for row in rows]


def get_account(session: Session, account_id: int, *, shop_id: int | None) -> Account:
    """One account of a shop, or of the registry itself; raises AccountNotFoundError."""
    row = session.get(StaffAccount, account_id)
    if row is None or row.shop_id != shop_id:
        raise AccountNotFoundError
    return as_account(row)


def close(session: Session, account_id: int, *, shop_id: int | None, now: datetime) -> None:
    """End an account, its sessions and the links it made; raises AccountNotFoundError."""
    get_account(session, account_id, shop_id=shop_id)
    lock(session, account_id).closed_at = now
    end_sessions(session, account_id)
    made = or_(StaffInvitation.invited_by == account_id, StaffInvitation.confirmed_by == account_id)
    session.execute(delete(StaffInvitation).where(made))


def end_sessions(session: Session, account_id: int, *, keep: bytes | None = None) -> None:
    """Sign an account out everywhere, but for one session."""
    mine = delete(StaffSession).where(StaffSession.account_id == account_id)
    session.execute(mine if keep is None else mine.where(StaffSession.token_mac != keep))


def close_shop(session: Session, shop_id: int, *, now: datetime) -> None:
    """End every account of a shop that left, and every link to it."""
    mine = StaffAccount.shop_id == shop_id
    ids = select(StaffAccount.id).where(mine)
    session.execute(delete(StaffSession).where(StaffSession.account_id.in_(ids)))
    session.execute(update(StaffAccount).where(mine).values(closed_at=now))
    session.execute(delete(StaffInvitation).where(StaffInvitation.shop_id == shop_id))


def answers_for(session: Session, account_id: int) -> int:
    """Up the chain of those who brought each other in alone: whoever began it, perhaps himself."""
    row = session.get_one(StaffAccount, account_id)
    while row.invited_by is not None and row.confirmed_by is None:
        row = session.get_one(StaffAccount, row.invited_by)
    return row.id


def lock(session: Session, account_id: int) -> StaffAccount:
    """The row, held until the transaction ends; raises AccountNotFoundError."""
    row = session.get(StaffAccount, account_id, with_for_update=True)
    if row is None:
        raise AccountNotFoundError
    return row


def as_account(row: StaffAccount) -> Account:
    """A row as other rooms see it."""
    return Account(
        account_id=row.id,
        login=row.login,
        role=Role(row.role),
        shop_id=row.shop_id,
        has_totp=row.totp_confirmed,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
