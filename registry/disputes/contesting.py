"""What a customer does: open, add, withdraw, appeal, list his own cases, read one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.disputes import acts, cases, papers, rules
from registry.disputes.contestants import (
    OPENER,
    TICKET,
    Contestant,
    find_mine,
    has_opened,
    hold_mine,
    may_see,
    reach,
    row_of,
    seen_by,
)
from registry.disputes.errors import (
    AlreadyDisputedError,
    ContestOnlyError,
    DisputeNotFoundError,
    DisputePhaseError,
    NotContestableError,
)
from registry.disputes.models import Dispute, DisputeParty
from registry.disputes.papers import Author, NewFile, Paper
from registry.disputes.queue import DAYS_COUNTED
from registry.disputes.rules import Case
from registry.disputes.seen import Seen, see_all
from registry.disputes.words import Event, Phase, Reason, Side, Via
from registry.kernel.db import insert_all
from registry.kernel.ids import new_id
from registry.kernel.keys import Keyring
from registry.reports import contests
from registry.reports.contests import Contested
from registry.reports.errors import ReportNotFoundError


def open_contest(
    session: Session,
    ring: Keyring,
    *,
    contestant: Contestant,
    report: tuple[int, int],
    reason: Reason,
    text: str | None = None,
    new_files: Sequence[NewFile] = (),
    now: datetime,
) -> Seen:
    """Contest a report (shop id, report id): from this commit on it counts for nobody.

    Raises DisputeNotFoundError for a report that is not about this person, NotContestableError,
    AlreadyDisputedError, and what a text or a file is refused for.
    """
    found = _contestable(session, contestant, report)
    by_ticket = contestant.ticket_for is not None
    mine = found.identifier_ids if by_ticket else found.identifier_ids & contestant.identifier_ids
    role = TICKET if by_ticket else OPENER
    if _was_contested(session, found, mine, role):
        raise AlreadyDisputedError
    via = Via.TICKET if by_ticket else Via.CODE
    turn = _turn(session, mine | contestant.identifier_ids, now)
    move = rules.open_contest(reason, now.date(), via=via)
    row = new_row(ring, found, move.case, turn=turn)
    session.add(row)
    insert_parties(session, row, mine, role)
    cases.apply(session, cases.Held(row, move.case, found), move, Event.OPENED, now=now)
    author = Author(Side.CUSTOMER, min(mine))
    papers.add(session, ring, row, author, text=text, new_files=new_files, today=now.date())
    session.flush()
    return seen_by(session, ring, row, contestant, now)


def add(
    session: Session,
    ring: Keyring,
    *,
    contestant: Contestant,
    public_id: str,
    text: str | None = None,
    new_files: Sequence[NewFile] = (),
    now: datetime,
) -> Seen:
    """Bring another text or files while the case is open; raises DisputePhaseError.

    Who came by a ticket proved nothing, so the days in which the customer is waited for run on.
    """
    held, mine = hold_mine(session, contestant, public_id)
    rules.check_may_add(held.case, now.date())
    author = Author(Side.CUSTOMER, mine)
    papers.add(session, ring, held.row, author, text=text, new_files=new_files, today=now.date())
    if contestant.ticket_for is None:
        cases.write(held.row, rules.heard(held.case, now.date()))
    acts.commit(session, held.row, on=now.date())
    session.flush()
    return seen_by(session, ring, held.row, contestant, now)


def withdraw(session: Session, *, contestant: Contestant, public_id: str, now: datetime) -> None:
    """Take an own contest or appeal back: the report goes on where it stood, for good.

    Raises ContestOnlyError for a ticket link, DisputePhaseError.
    """
    held, mine = hold_mine(session, contestant, public_id)
    _check_more_than_ticket(contestant)
    if held.case.phase is not Phase.APPEALED and not has_opened(session, held.row, mine):
        raise DisputePhaseError
    cases.apply(session, held, rules.withdraw(held.case, now.date()), Event.CLOSED, now=now)


def appeal(
    session: Session,
    ring: Keyring,
    *,
    contestant: Contestant,
    public_id: str,
    text: str | None = None,
    now: datetime,
) -> None:
    """Ask another admin, once; raises ContestOnlyError, DisputePhaseError."""
    held, mine = hold_mine(session, contestant, public_id)
    _check_more_than_ticket(contestant)
    move = rules.appeal(held.case, Side.CUSTOMER, now.date())
    if held.report is None or not held.report.contestable:
        raise DisputePhaseError
    cases.apply(session, held, move, Event.APPEALED, now=now)
    author = Author(Side.CUSTOMER, mine)
    papers.add(session, ring, held.row, author, text=text, new_files=(), today=now.date())


def list_mine(session: Session, *, contestant: Contestant, now: datetime) -> list[Seen]:
    """Every case about a report on one of his identifiers, the newest first."""
    wanted = select(DisputeParty.shop_id, DisputeParty.dispute_id).where(*reach(contestant))
    keys = sorted(set(session.execute(wanted).all()))
    rows = [row for shop_id, dispute_id in keys if (row := row_of(session, shop_id, dispute_id))]
    rows.sort(key=lambda row: (row.opened_on, row.id), reverse=True)
    return see_all(session, rows, now.date())


def may_contest_too(session: Session, *, contestant: Contestant) -> frozenset[int]:
    """The reports that only a ticket contested: a person who proved himself has his own turn."""
    wanted = select(DisputeParty.report_id, DisputeParty.role).where(*reach(contestant))
    roles = {(row.report_id, row.role) for row in session.execute(wanted)}
    own = {report_id for report_id, role in roles if role == OPENER}
    return frozenset(report_id for report_id, role in roles if role == TICKET) - own


def get_mine(
    session: Session, ring: Keyring, *, contestant: Contestant, public_id: str, now: datetime
) -> Seen:
    """One of his cases with what he may read of it; raises DisputeNotFoundError."""
    row, _ = find_mine(session, contestant, public_id)
    return seen_by(session, ring, row, contestant, now)


def get_my_file(
    session: Session, ring: Keyring, *, contestant: Contestant, public_id: str, paper_id: int
) -> tuple[Paper, bytes]:
    """A file of one of his cases that he may see; raises DisputeNotFoundError."""
    row, _ = find_mine(session, contestant, public_id)
    paper, content = papers.read_file(session, ring, row, paper_id)
    if not may_see(paper, contestant):
        raise DisputeNotFoundError
    return paper, content


def new_row(ring: Keyring, report: Contested, case: Case, *, turn: int) -> Dispute:
    """The row of a new case with a key of its own."""
    dispute_id = new_id()
    key_id, sealed_key = papers.new_key(ring, report.shop_id, dispute_id)
    row = Dispute(
        shop_id=report.shop_id,
        id=dispute_id,
        world=report.world,
        report_id=report.report_id,
        turn=turn,
        key_id=key_id,
        sealed_key=sealed_key,
    )
    cases.write(row, case)
    return row


def insert_parties(session: Session, row: Dispute, ids: frozenset[int], role: str) -> None:
    """Let these identifiers see the case among their own."""
    session.flush()
    shared: dict[str, Any] = {
        "dispute_id": row.id,
        "shop_id": row.shop_id,
        "report_id": row.report_id,
    }
    shared |= {"role": role, "opened_on": row.opened_on}
    insert_all(session, DisputeParty, [shared | {"identifier_id": each} for each in sorted(ids)])


def _contestable(session: Session, contestant: Contestant, report: tuple[int, int]) -> Contested:
    """The report, held; raises DisputeNotFoundError unless it is this person's to contest."""
    try:
        found = contests.get(session, *report)
    except ReportNotFoundError:
        raise DisputeNotFoundError from None
    named = contestant.ticket_for == report or (
        contestant.ticket_for is None
        and not found.identifier_ids.isdisjoint(contestant.identifier_ids)
    )
    if not named or found.world is not contestant.world or not found.identifier_ids:
        raise DisputeNotFoundError
    if not found.contestable:
        raise NotContestableError
    return found


def _was_contested(session: Session, report: Contested, ids: frozenset[int], role: str) -> bool:
    """A ticket uses up the report's one ticket; a code uses up the person's own one."""
    wanted = select(DisputeParty.dispute_id).where(
        DisputeParty.identifier_id.in_(ids),
        DisputeParty.shop_id == report.shop_id,
        DisputeParty.report_id == report.report_id,
        DisputeParty.role == role,
    )
    return session.scalars(wanted.limit(1)).first() is not None


def _turn(session: Session, ids: frozenset[int], now: datetime) -> int:
    since = now.date() - timedelta(days=DAYS_COUNTED)
    wanted = select(func.count(DisputeParty.dispute_id.distinct())).where(
        DisputeParty.identifier_id.in_(ids),
        DisputeParty.role.in_((OPENER, TICKET)),
        DisputeParty.opened_on > since,
    )
    return session.scalars(wanted).one()


def _check_more_than_ticket(contestant: Contestant) -> None:
    if contestant.ticket_for is not None:
        raise ContestOnlyError
