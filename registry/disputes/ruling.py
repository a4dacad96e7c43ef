"""What an admin does: take cases in their fair order, read both sides, rule."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.disputes import acts, cases, papers, rules
from registry.disputes.errors import DisputeNotFoundError
from registry.disputes.models import Dispute
from registry.disputes.papers import Author, Paper
from registry.disputes.queue import in_turn
from registry.disputes.seen import Seen, see, see_all
from registry.disputes.words import LIVE, Event, Ground, Phase, Side, Verdict
from registry.kernel.keys import Keyring
from registry.reports import contests


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its ground from the list, and a note to both sides if one is wanted."""

    verdict: Verdict
    ground: Ground
    note: str | None = field(default=None, repr=False)


def queue(session: Session, *, admin_id: int, world: World = World.LIVE, today: date) -> list[Seen]:
    """The cases that this admin may rule on today, the first to be taken first (see queue.py).

    An appeal against his own ruling is another admin's.
    """
    wanted = select(Dispute).where(
        Dispute.world == world, Dispute.phase.in_((Phase.ANSWERED, Phase.APPEALED))
    )
    found = see_all(session, session.scalars(wanted).all(), today)
    ready = [each for each in found if each.case.live and rules.may_be_ruled(each.case, today)]
    return in_turn(each for each in ready if not is_own_ruling(each, admin_id))


def is_own_ruling(seen: Seen, admin_id: int) -> bool:
    """Whether this is an appeal against what the same admin ruled."""
    return seen.case.phase is Phase.APPEALED and seen.case.ruled_by == admin_id


def waiting_for_others(
    session: Session, *, admin_id: int, world: World = World.LIVE, today: date
) -> list[Seen]:
    """The cases that wait for a shop, a customer or another admin, nearest deadline first."""
    wanted = select(Dispute).where(Dispute.world == world, Dispute.phase.in_(LIVE))
    found = see_all(session, session.scalars(wanted).all(), today)
    waits = [
        each
        for each in found
        if each.case.live
        and (is_own_ruling(each, admin_id) or not rules.may_be_ruled(each.case, today))
    ]
    return sorted(waits, key=lambda each: (each.due_on or today, each.dispute_id))


def get_case(session: Session, ring: Keyring, *, public_id: str, today: date) -> Seen:
    """A case with both sides' papers; raises DisputeNotFoundError."""
    row = _row(session, public_id)
    report = contests.find(session, row.shop_id, row.report_id)
    return see(row, report, today, papers.read(session, ring, row), acts.ruling_of(session, row))


def get_file(
    session: Session, ring: Keyring, *, public_id: str, paper_id: int
) -> tuple[Paper, bytes]:
    """A file of a case; raises DisputeNotFoundError."""
    return papers.read_file(session, ring, _row(session, public_id), paper_id)


def rule_on(
    session: Session,
    ring: Keyring,
    *,
    admin_id: int,
    public_id: str,
    ruling: Ruling,
    now: datetime,
) -> Seen:
    """Rule, or on an appeal rule again, as another admin.

    Raises DisputeNotFoundError, DisputePhaseError, HearingError, SameAdminError, GroundError.
    """
    shop_id, dispute_id = cases.read_id(public_id)
    held, today = cases.hold_current(session, shop_id, dispute_id), now.date()
    move = rules.rule(held.case, ruling.verdict, ruling.ground, admin=admin_id, today=today)
    if move.case.phase is not Phase.CLOSED:
        author = Author(Side.ADMIN)
        papers.add(session, ring, held.row, author, text=ruling.note, new_files=(), today=today)
    cases.apply(session, held, move, Event.RULED, now=now)
    return see(held.row, contests.find(session, shop_id, held.row.report_id), today)


def _row(session: Session, public_id: str) -> Dispute:
    row = session.get(Dispute, cases.read_id(public_id))
    if row is None:
        raise DisputeNotFoundError
    return row
