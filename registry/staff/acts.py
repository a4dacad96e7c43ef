"""Acts that need two admins: one proposes, another confirms, and only then is it done.

What an act does belongs to whoever shows it; here is who may say yes, and until when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.kernel.ids import new_id
from registry.staff import rules
from registry.staff.accounts import Account, answers_for
from registry.staff.errors import ActNotFoundError, ForbiddenRoleError, SecondPersonNeededError
from registry.staff.models import PendingAct
from registry.staff.roles import Role


class ActState(StrEnum):
    """Where an act stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    DONE = "done"
    """Confirmed, and a job has done it since."""


class ActKind(StrEnum):
    """What two admins are needed for."""

    ERASE = "erase"
    EDIT = "edit"
    UNSUSPEND = "unsuspend"
    EXPORT = "export"
    ROTATE = "rotate"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Act:
    """One act and who proposed it. ``subject`` holds ids and words, never an identifier."""

    act_id: int
    kind: ActKind
    subject: Mapping[str, Any]
    state: ActState
    proposed_by: int
    proposed_at: datetime
    ends_at: datetime
    decided_by: int | None


def propose(
    session: Session, *, kind: ActKind, subject: Mapping[str, Any], by: Account, now: datetime
) -> Act:
    """Put an act up for a second admin; raises ForbiddenRoleError."""
    _check_admin(by)
    row = PendingAct(
        id=new_id(),
        kind=kind,
        subject=dict(subject),
        state=ActState.WAITING,
        proposed_by=by.account_id,
        proposed_at=now,
        ends_at=now + rules.ACT_WAITS,
        decided_by=None,
        decided_at=None,
    )
    session.add(row)
    session.flush()
    return _act(row)


def confirm(session: Session, act_id: int, *, by: Account, now: datetime) -> Act:
    """Say yes as the second one; the caller then does it in the same transaction.

    Whom the proposer brought in alone is no second one, nor whoever brought him in.
    Raises SecondPersonNeededError, ActNotFoundError, ForbiddenRoleError.
    """
    row = _waiting(session, act_id, by, now)
    if answers_for(session, row.proposed_by) == answers_for(session, by.account_id):
        raise SecondPersonNeededError
    return _decide(session, row, ActState.CONFIRMED, by, now)


def dismiss(session: Session, act_id: int, *, by: Account, now: datetime) -> Act:
    """Take an act off the list; any admin may, its proposer too."""
    return _decide(session, _waiting(session, act_id, by, now), ActState.DISMISSED, by, now)


def list_waiting(session: Session, *, now: datetime) -> Sequence[Act]:
    """Acts that wait for a second admin, the oldest first."""
    wanted = select(PendingAct).where(
        PendingAct.state == ActState.WAITING, PendingAct.ends_at > now
    )
    return [_act(row) for row in session.scalars(wanted.order_by(PendingAct.proposed_at))]


def list_confirmed(session: Session, *, kind: ActKind, now: datetime) -> Sequence[Act]:
    """Acts of one kind that two agreed on and whose time is not over, the newest first."""
    wanted = select(PendingAct).where(
        PendingAct.state == ActState.CONFIRMED, PendingAct.kind == kind, PendingAct.ends_at > now
    )
    return [_act(row) for row in session.scalars(wanted.order_by(PendingAct.decided_at.desc()))]


def finish(session: Session, act_id: int) -> None:
    """Note that a confirmed act was carried out."""
    confirmed = (PendingAct.id == act_id, PendingAct.state == ActState.CONFIRMED)
    session.execute(update(PendingAct).where(*confirmed).values(state=ActState.DONE))


def _waiting(session: Session, act_id: int, by: Account, now: datetime) -> PendingAct:
    _check_admin(by)
    row = session.get(PendingAct, act_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ActState.WAITING or row.ends_at <= now:
        raise ActNotFoundError
    return row


def _decide(session: Session, row: PendingAct, state: ActState, by: Account, now: datetime) -> Act:
    row.state, row.decided_by, row.decided_at = state, by.account_id, now
    session.flush()
    return _act(row)


def _check_admin(by: Account) -> None:
    if by.role is not Role.ADMIN:
        raise ForbiddenRoleError


def _act(row: PendingAct) -> Act:
    return Act(
        act_id=row.id,
        kind=ActKind(row.kind),
        subject=row.subject,
        state=ActState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        ends_at=row.ends_at,
        decided_by=row.decided_by,
    )
