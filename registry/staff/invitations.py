"""Invitations: links that make one account each, once.

A link for an admin whom an admin wants takes two: the one who agreed is shown the link, the one who
proposed was told a word, and only both together make the account.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registry.kernel.ids import new_id
from registry.kernel.keys import Keyring
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.staff import rules, secrets
from registry.staff.accounts import Account, as_account
from registry.staff.errors import (
    ForbiddenRoleError,
    InvitationGoneError,
    LoginTakenError,
    SecondPersonNeededError,
    WrongWordError,
)
from registry.staff.models import StaffAccount, StaffInvitation
from registry.staff.roles import SHOPKEEPERS, Role, may_invite


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link says before it is used."""

    role: Role
    shop_id: int | None
    ends_at: datetime
    needs_word: bool


@dataclass(frozen=True, slots=True)
class Second:
    """The admin who agreed to an invitation, and the digest of the proposer's word."""

    account: Account
    word_mac: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """What the proposer tells the new admin, and what is kept of it."""

    text: str = field(repr=False)
    mac: bytes = field(repr=False)


def new_word(ring: Keyring) -> Word:
    """A word for one invitation."""
    text = secrets.new_recovery_code()
    return Word(text, secrets.token_macs(ring, "word", text)[0])


def invite(
    session: Session,
    ring: Keyring,
    *,
    role: Role,
    shop_id: int | None = None,
    by: Account | None,
    second: Second | None = None,
    now: datetime,
) -> str:
    """A single-use token for a link; ``by`` None is the operator.

    Raises ForbiddenRoleError, and SecondPersonNeededError for an admin whom one admin alone wants.
    """
    if (role in SHOPKEEPERS) != (shop_id is not None):
        raise ValueError("an owner or a member of staff belongs to a shop, and nobody else does")
    if by is not None and not _may(by, role, shop_id):
        raise ForbiddenRoleError
    if by is not None and role is Role.ADMIN:
        _check_second(by, second)
    token = secrets.new_token()
    session.add(
        StaffInvitation(
            token_mac=secrets.token_macs(ring, "invitation", token)[0],
            role=role,
            shop_id=shop_id,
            invited_by=None if by is None else by.account_id,
            confirmed_by=None if second is None else second.account.account_id,
            word_mac=None if second is None else second.word_mac,
            ends_at=now + rules.INVITED_FOR,
            used_at=None,
        )
    )
    session.flush()
    return token


def _may(by: Account, role: Role, shop_id: int | None) -> bool:
    own = by.role is Role.ADMIN or by.shop_id == shop_id
    return own and may_invite(by.role, role)


def _check_second(by: Account, second: Second | None) -> None:
    if second is None or second.account.account_id == by.account_id:
        raise SecondPersonNeededError
    if second.account.role is not Role.ADMIN:
        raise ForbiddenRoleError


def get_invitation(session: Session, ring: Keyring, token: str, *, now: datetime) -> Invitation:
    """What a link is good for; raises InvitationGoneError."""
    row = _living(session, ring, token, now)
    return Invitation(Role(row.role), row.shop_id, row.ends_at, row.word_mac is not None)


def list_open(session: Session, *, shop_id: int, now: datetime) -> list[Invitation]:
    """The links to a shop's desk that nobody has used yet, those that end first in front."""
    wanted = select(StaffInvitation).where(
        StaffInvitation.shop_id == shop_id,
        StaffInvitation.used_at.is_(None),
        StaffInvitation.ends_at > now,
    )
    return [
        Invitation(Role(row.role), row.shop_id, row.ends_at, row.word_mac is not None)
        for row in session.scalars(wanted.order_by(StaffInvitation.ends_at))
    ]


def withdraw_open(session: Session, *, shop_id: int) -> None:
    """Void every link to a shop's desk that nobody has used yet."""
    mine = StaffInvitation.shop_id == shop_id
    session.execute(delete(StaffInvitation).where(mine, StaffInvitation.used_at.is_(None)))


def accept(
    session: Session,
    ring: Keyring,
    token: str,
    *,
    login: str,
    password: str,
    word: str = "",
    now: datetime,
) -> Account:
    """Make the account that a link promises; raises what is wrong with link, word or the rest."""
    row = _living(session, ring, token, now)
    if row.word_mac not in (None, *secrets.token_macs(ring, "word", word.strip().lower())):
        raise WrongWordError
    name = rules.clean_login(login)
    rules.check_password(password, name)
    if session.scalar(select(StaffAccount.id).where(StaffAccount.login == name)) is not None:
        raise LoginTakenError
    row.used_at = now
    account = _account(row, name, password, now)
    session.add(account)
    session.flush()
    return as_account(account)


def _account(row: StaffInvitation, login: str, password: str, now: datetime) -> StaffAccount:
    return StaffAccount(
        id=new_id(),
        login=login,
        role=row.role,
        shop_id=row.shop_id,
        invited_by=row.invited_by,
        confirmed_by=row.confirmed_by,
        password=secrets.hash_password(password),
        totp=b"",
        totp_confirmed=False,
        totp_step=0,
        created_at=now,
        closed_at=None,
    )


def _living(session: Session, ring: Keyring, token: str, now: datetime) -> StaffInvitation:
    macs = secrets.token_macs(ring, "invitation", token)
    wanted = select(StaffInvitation).where(StaffInvitation.token_mac.in_(macs)).with_for_update()
    row = session.scalar(wanted)
    if row is None or row.used_at is not None or row.ends_at <= now:
        raise InvitationGoneError
    if not _is_stood_by(session, row):
        raise InvitationGoneError
    return row


def _is_stood_by(session: Session, row: StaffInvitation) -> bool:
    """Whether all who made a link still work here, and its shop is neither suspended nor gone."""
    makers = [each for each in (row.invited_by, row.confirmed_by) if each is not None]
    closed = select(StaffAccount.id).where(
        StaffAccount.id.in_(makers), StaffAccount.closed_at.is_not(None)
    )
    if session.scalar(closed.limit(1)) is not None:
        return False
    if row.shop_id is None:
        return True
    shop = shops.find_shop(session, row.shop_id)
    return shop is not None and shop.standing not in (Standing.SUSPENDED, Standing.LEFT)
