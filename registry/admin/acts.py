"""Acts of two: what is proposed here, and what a confirmation does. The staff count heads."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.admin import journal
from registry.admin.journal import Verb
from registry.admin.texts.desk import texts
from registry.shops import service as shops
from registry.shops.rules import Standing, find_shop_id
from registry.shops.service import Member
from registry.staff import service as staff
from registry.staff.service import Account, Act, ActKind


def propose(
    session: Session, kind: ActKind, member: Member, *, by: Account, note: str, now: datetime
) -> Act:
    """Put something about a shop up for a second admin; raises ForbiddenRoleError."""
    act = staff.propose(session, kind=kind, subject={"shop": member.public_id}, by=by, now=now)
    subject = f"{kind} {member.public_id}"
    journal.write(session, by=by, verb=Verb.PROPOSE, subject=subject, note=note, now=now)
    return act


def confirm(session: Session, act_id: int, *, by: Account, now: datetime) -> Act:
    """Say yes as another admin, and do it in the same transaction.

    Raises SecondPersonNeededError, ActNotFoundError, ForbiddenRoleError.
    """
    act = staff.confirm(session, act_id, by=by, now=now)
    if act.kind is ActKind.UNSUSPEND:
        shops.set_standing(session, shop_of(session, act).shop_id, Standing.ACTIVE, now=now)
    journal.write(session, by=by, verb=Verb.CONFIRM, subject=subject_of(act), now=now)
    return act


def dismiss(session: Session, act_id: int, *, by: Account, now: datetime) -> Act:
    """Take an act off the list; raises as ``confirm``, but its proposer may."""
    act = staff.dismiss(session, act_id, by=by, now=now)
    journal.write(session, by=by, verb=Verb.DISMISS, subject=subject_of(act), now=now)
    return act


def shop_of(session: Session, act: Act) -> Member:
    """The shop that an act is about; raises ShopNotFoundError."""
    return shops.get_shop(session, find_shop_id(str(act.subject.get("shop", ""))) or 0)


def words_of(session: Session, act: Act) -> str:
    """An act as a sentence for the list."""
    member = shop_of(session, act)
    return texts()[f"act_{act.kind}"].format(subject=f"{member.name} ({member.public_id})")


def note_export(session: Session, act: Act, *, by: Account, now: datetime) -> None:
    """Remember who fetched an export."""
    journal.write(session, by=by, verb=Verb.EXPORT, subject=subject_of(act), now=now)


def subject_of(act: Act) -> str:
    """An act in the journal."""
    return f"{act.kind} {act.subject.get('shop', '')}".strip()
