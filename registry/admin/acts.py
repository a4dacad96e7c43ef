"""Acts of two: what is proposed here, and what a confirmation does. The staff count heads.

About a shop: lift its suspension, export its reports. About a report: erase whom it is about,
remove it, let it come back. About a key: announce its successor, rotate it; a job does that one.
And inviting an admin: the one who proposed knows a word, the one who agreed gets the link.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, World
from registry.admin import journal
from registry.admin.errors import ReportNotFitError
from registry.admin.journal import Verb
from registry.kernel.ids import read_public_id
from registry.kernel.keys import Keyring
from registry.reports import contests
from registry.reports.contests import Contested
from registry.reports.service import PREFIX
from registry.shops import service as shops
from registry.shops.rules import Standing, find_shop_id
from registry.shops.service import Member
from registry.staff import service as staff
from registry.staff.roles import Role
from registry.staff.service import Account, Act, ActKind
from registry.whitelist import erasing
from registry.whitelist.rules import Washing

KEYS: Final = (
    *(
        f"{step}-{world}-{purpose}"
        for world in World
        for step, purpose in (
            ("announce", "oprf"),
            ("rotate", "oprf"),
            ("rotate", "store"),
            ("rotate", "ref"),
            ("rotate", "order"),
        )
    ),
    "rotate-shared-checkpoint",
)
"""What can be done to a key: the step, the world, the purpose."""
_STANDS: Final = frozenset(
    {ReportState.PENDING, ReportState.COUNTING, ReportState.UPHELD, ReportState.SETTLED}
)


class Edit(StrEnum):
    """What can be done about a report."""

    ERASE = "erase"
    REMOVE = "remove"
    REOPEN = "reopen"


def propose(
    session: Session, kind: ActKind, member: Member, *, by: Account, note: str, now: datetime
) -> Act:
    """Put something about a shop up for a second admin; raises ForbiddenRoleError."""
    return _propose(session, kind, {"shop": member.public_id}, by, note, now)


def propose_edit(
    session: Session, edit: Edit, report: str, *, by: Account, note: str, now: datetime
) -> Act:
    """The same about a report; raises ReportNotFitError when it is none, or not in that state."""
    _report(session, report, edit)
    kind = ActKind.ERASE if edit is Edit.ERASE else ActKind.EDIT
    return _propose(session, kind, {"report": report, "to": edit}, by, note, now)


def propose_key(session: Session, key: str, *, by: Account, note: str, now: datetime) -> Act:
    """The same about a key; ``key`` is one of KEYS."""
    if key not in KEYS:
        raise ValueError("not a key that can be rotated")
    return _propose(session, ActKind.ROTATE, {"key": key}, by, note, now)


def propose_admin(session: Session, ring: Keyring, *, by: Account, now: datetime) -> str:
    """The same about one more admin; the word that he will need beside the link, shown once."""
    word = staff.new_word(ring)
    subject = {"to": Role.ADMIN, "word": word.mac.hex()}
    _propose(session, ActKind.INVITE, subject, by, "", now)
    return word.text


def invite_admin(session: Session, ring: Keyring, act: Act, *, by: Account, now: datetime) -> str:
    """The token of the link that two agreed on, for the one who agreed last."""
    proposer = staff.get_account(session, act.proposed_by, shop_id=None)
    second = staff.Second(by, bytes.fromhex(act.subject["word"]))
    return staff.invite(session, ring, role=Role.ADMIN, by=proposer, second=second, now=now)


def confirm(session: Session, act_id: int, *, by: Account, now: datetime) -> Act:
    """Say yes as another admin, and do it in the same transaction.

    A rotation is left to its job, an invitation to ``invite_admin``.

    Raises SecondPersonNeededError, ActNotFoundError, ForbiddenRoleError, ReportNotFitError.
    """
    act = staff.confirm(session, act_id, by=by, now=now)
    if act.kind is ActKind.UNSUSPEND:
        shops.set_standing(session, shop_of(session, act).shop_id, Standing.ACTIVE, now=now)
    if act.kind in (ActKind.ERASE, ActKind.EDIT):
        _edit(session, act, now)
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


def note_export(session: Session, act: Act, *, by: Account, now: datetime) -> None:
    """Remember who fetched an export."""
    journal.write(session, by=by, verb=Verb.EXPORT, subject=subject_of(act), now=now)


def subject_of(act: Act) -> str:
    """An act in the journal: what, and which."""
    return _subject(act.kind, act.subject)


def _propose(
    session: Session,
    kind: ActKind,
    subject: Mapping[str, Any],
    by: Account,
    note: str,
    now: datetime,
) -> Act:
    act = staff.propose(session, kind=kind, subject=subject, by=by, now=now)
    said = _subject(kind, subject)
    journal.write(session, by=by, verb=Verb.PROPOSE, subject=said, note=note, now=now)
    return act


def _subject(kind: ActKind, subject: Mapping[str, Any]) -> str:
    if kind is ActKind.ROTATE:
        return str(subject["key"])
    if kind is ActKind.INVITE:
        return f"{kind} {subject['to']}"
    return f"{subject.get('to', kind)} {subject.get('report') or subject.get('shop', '')}"


def _report(session: Session, named: str, edit: Edit) -> Contested:
    """A report that an edit fits; one that is disputed is ruled on, not edited."""
    key = read_public_id(PREFIX, named)
    report = None if key is None else contests.find(session, *key)
    if report is None:
        raise ReportNotFitError
    fits = {
        Edit.ERASE: True,
        Edit.REMOVE: report.state in _STANDS,
        Edit.REOPEN: report.state is ReportState.REMOVED,
    }
    if not fits[edit]:
        raise ReportNotFitError
    return report


def _edit(session: Session, act: Act, now: datetime) -> None:
    edit, today = Edit(act.subject["to"]), now.date()
    report = _report(session, str(act.subject["report"]), edit)
    held = contests.get(session, report.shop_id, report.report_id)
    if edit is Edit.REMOVE:
        contests.remove(session, held, today=today)
    elif edit is Edit.REOPEN:
        contests.reopen(session, held, today=today)
    else:
        for identifier_id in sorted(held.identifier_ids):
            erasing.carry_out(session, identifier_id, Washing.ERASURE, now=now)
