"""The journal: every act at this desk leaves a line, with a reason where one is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from registry.admin.models import JournalEntry
from registry.kernel.ids import new_id
from registry.kernel.web.paging import moment_of, ticks_of
from registry.staff.service import Account

ITSELF: Final = "registry"


class Verb(StrEnum):
    """What was done."""

    ADMIT = "admit"
    STANDING = "standing"
    MUTE = "mute"
    UNMUTE = "unmute"
    DIRECT_ON = "direct_on"
    DIRECT_OFF = "direct_off"
    ALLOW_IMPORT = "allow_import"
    REVOKE_KEY = "revoke_key"
    INVITE = "invite"
    CLOSE = "close"
    PLANT = "plant"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    EXPORT = "export"
    REVIEW = "review"
    FREEZE = "freeze"
    RULE = "rule"
    SHARE = "share"
    UNSHARE = "unshare"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal."""

    entry_id: int
    done_at: datetime
    login: str
    verb: str
    subject: str
    note: str

    @property
    def cursor(self) -> tuple[int, int]:
        """Where a page ends: microseconds since 1970, and the id."""
        return ticks_of(self.done_at), self.entry_id


def write(
    session: Session, *, by: Account | None, verb: Verb, subject: str, now: datetime, note: str = ""
) -> None:
    """Add a line in the transaction of the act itself; ``by`` None is the registry itself."""
    login = ITSELF if by is None else by.login
    session.add(
        JournalEntry(
            id=new_id(), done_at=now, login=login, verb=verb, subject=subject, note=note[:200]
        )
    )
    session.flush()


def read(
    session: Session,
    *,
    before: tuple[int, int] | None = None,
    login: str = "",
    verb: str = "",
    limit: int = 50,
) -> Sequence[Line]:
    """The newest lines first, from behind ``before``; of one person or one sort, if named.

    Raises BadCursorError for a place that no line could have.
    """
    wanted = select(JournalEntry).order_by(JournalEntry.done_at.desc(), JournalEntry.id.desc())
    for column, value in ((JournalEntry.login, login), (JournalEntry.verb, verb)):
        wanted = wanted.where(column == value) if value else wanted
    if before is not None:
        moment = moment_of(before[0])
        same = and_(JournalEntry.done_at == moment, JournalEntry.id < before[1])
        wanted = wanted.where(or_(JournalEntry.done_at < moment, same))
    return [
        Line(row.id, row.done_at, row.login, row.verb, row.subject, row.note)
        for row in session.scalars(wanted.limit(limit))
    ]


def was_done_since(session: Session, verb: Verb, subject: str, *, since: date) -> bool:
    """Whether a line says that this was done on ``since`` or later."""
    wanted = select(JournalEntry.done_at).where(
        JournalEntry.verb == verb, JournalEntry.subject == subject
    )
    return any(done_at.date() >= since for done_at in session.scalars(wanted))
