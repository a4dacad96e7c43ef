"""What an admin does to shops and accounts: each in the caller's transaction, with its line in the
journal.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.canonical import canonical, digest
from bonafide.protocol.words import Kind, World
from registry.admin import journal
from registry.admin.errors import NeedsTwoError
from registry.admin.journal import Verb
from registry.identifiers.marking import Sharer, find_or_make
from registry.identifiers.vault import Vault
from registry.inquiries import planted
from registry.inquiries import service as inquiries
from registry.kernel.keys import Keyring
from registry.notices.service import shop_mail
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.shops.service import Member
from registry.staff import service as staff
from registry.staff.roles import Role
from registry.staff.service import Account
from registry.trust.responding import Surroundings
from registry.whitelist import ends


@dataclass(frozen=True, slots=True)
class Invited:
    """A member and the token of a link that makes its owner's account, shown once."""

    member: Member
    token: str = field(repr=False)


def admit(session: Session, ring: Keyring, *, name: str, by: Account, now: datetime) -> Invited:
    """A shop on probation without keys, and the link for its owner. Raises BadShopNameError."""
    member = shops.add_shop(session, name, now=now)
    journal.write(session, by=by, verb=Verb.ADMIT, subject=member.public_id, now=now)
    token = staff.invite(session, ring, role=Role.OWNER, shop_id=member.shop_id, by=by, now=now)
    return Invited(member, token)


def invite_owner(
    session: Session, ring: Keyring, member: Member, *, by: Account, now: datetime
) -> Invited:
    """Another link for an owner."""
    token = staff.invite(session, ring, role=Role.OWNER, shop_id=member.shop_id, by=by, now=now)
    journal.write(session, by=by, verb=Verb.INVITE, subject=member.public_id, now=now)
    return Invited(member, token)


def move(
    session: Session, member: Member, to: Standing, *, by: Account, note: str, now: datetime
) -> Member:
    """Give a shop another standing. Raises NeedsTwoError for one that is suspended and would go on.

    A shop that leaves loses its keys and accounts for good.
    """
    if member.standing is Standing.SUSPENDED and to is not Standing.LEFT:
        raise NeedsTwoError
    moved = shops.set_standing(session, member.shop_id, to, now=now)
    if to is Standing.LEFT:
        staff.close_shop(session, member.shop_id, now=now)
        shop_mail.drop(session, member.shop_id)
    subject = f"{member.public_id} {to}"
    journal.write(session, by=by, verb=Verb.STANDING, subject=subject, note=note, now=now)
    return moved


def mute(
    session: Session, member: Member, *, muted: bool, by: Account, note: str, now: datetime
) -> Member:
    """Let what a shop reports count for nobody else, or again."""
    verb = Verb.MUTE if muted else Verb.UNMUTE
    journal.write(session, by=by, verb=verb, subject=member.public_id, note=note, now=now)
    return shops.set_muted(session, member.shop_id, muted=muted, now=now)


def allow_direct(
    session: Session, member: Member, *, allowed: bool, by: Account, now: datetime
) -> Member:
    """Let a shop send digests, or no longer."""
    verb = Verb.DIRECT_ON if allowed else Verb.DIRECT_OFF
    journal.write(session, by=by, verb=verb, subject=member.public_id, now=now)
    return shops.set_direct_tier(session, member.shop_id, allowed=allowed)


def allow_import(
    session: Session, member: Member, *, people: int, days: int, by: Account, now: datetime
) -> None:
    """Let a shop bring in the past orders of so many people in the live world."""
    account = inquiries.Account(member.shop_id, World.LIVE)
    inquiries.grant_import(session, caller=account, people=people, today=now.date(), days=days)
    subject = f"{member.public_id} {people}/{days}"
    journal.write(session, by=by, verb=Verb.ALLOW_IMPORT, subject=subject, now=now)


def revoke_key(
    session: Session, member: Member, key_id: str, *, by: Account, now: datetime
) -> None:
    """End one key of a shop; raises KeyNotFoundError."""
    shops.revoke_key(session, member.shop_id, key_id, now=now)
    subject = f"{member.public_id} {key_id}"
    journal.write(session, by=by, verb=Verb.REVOKE_KEY, subject=subject, now=now)


def plant(
    session: Session, vault: Vault, typed: str, *, region: str, by: Account, now: datetime
) -> bool:
    """Watch over a number that belongs to nobody; False when it was. Raises NotCanonical.

    The number leaves memory with the request; only its row is remembered.
    """
    kind, identifier_id = _row_of(session, vault, typed, region, now)
    journal.write(session, by=by, verb=Verb.PLANT, subject=kind, now=now)
    return planted.plant(session, identifier_id, today=now.date())


def share(
    session: Session,
    vault: Vault,
    typed: str,
    *,
    shared: bool,
    region: str,
    around: Surroundings,
    by: Account,
    now: datetime,
) -> None:
    """Say whether several people use a phone or an address. Raises NotCanonical."""
    kind, identifier_id = _row_of(session, vault, typed, region, now)
    verb = Verb.SHARE if shared else Verb.UNSHARE
    journal.write(session, by=by, verb=verb, subject=kind, now=now)
    ends.mark(session, identifier_id, shared=shared, by=Sharer.ADMIN, around=around, now=now)


def _row_of(
    session: Session, vault: Vault, typed: str, region: str, now: datetime
) -> tuple[Kind, int]:
    """The row of what an admin typed; made where there is none."""
    kind = Kind.EMAIL if "@" in typed else Kind.PHONE
    x = digest(kind, canonical(kind, typed, region=region))
    today = now.date()
    return kind, find_or_make(session, vault, kind=kind, digest=x, world=World.LIVE, today=today)


def invite_auditor(session: Session, ring: Keyring, *, by: Account, now: datetime) -> str:
    """The token of a link that makes an auditor's account."""
    token = staff.invite(session, ring, role=Role.AUDITOR, by=by, now=now)
    journal.write(session, by=by, verb=Verb.INVITE, subject=Role.AUDITOR, now=now)
    return token


def close_account(session: Session, account_id: int, *, by: Account, now: datetime) -> None:
    """End an account of the registry's own people; raises AccountNotFoundError."""
    closed = staff.get_account(session, account_id, shop_id=None)
    staff.close(session, account_id, shop_id=None, now=now)
    journal.write(session, by=by, verb=Verb.CLOSE, subject=closed.login, now=now)
