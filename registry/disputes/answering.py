"""What a shop does: see its cases, answer, concede, appeal, ask for a ruling of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, Stance, World
from registry.disputes import acts, cases, papers, rules
from registry.disputes.contestants import SUBJECT
from registry.disputes.contesting import insert_parties, new_row
from registry.disputes.errors import (
    AlreadyDisputedError,
    DisputeNotFoundError,
    DisputePhaseError,
    EvidenceNeededError,
    NotAClaimError,
)
from registry.disputes.models import Dispute
from registry.disputes.papers import CONTACT, EVIDENCE, Author, NewFile, Paper
from registry.disputes.queue import DAYS_COUNTED
from registry.disputes.seen import Seen, see, see_all
from registry.disputes.words import LIVE, Event, Kind, Phase, Side, Via
from registry.kernel.ids import find_row_id
from registry.kernel.keys import Keyring
from registry.kernel.web.paging import BadCursorError
from registry.reports import contests
from registry.reports.contests import Contested
from registry.reports.errors import ReportNotFoundError
from registry.reports.service import PREFIX as REPORT_PREFIX

BY_SHOP = Author(Side.SHOP)


@dataclass(frozen=True, slots=True)
class Member:
    """Whose cases: a shop, in one world."""

    shop_id: int
    world: World


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shop says to a case."""

    stance: Stance
    new_files: Sequence[NewFile] = ()
    comment: str | None = field(default=None, repr=False)


def list_cases(
    session: Session,
    *,
    shop: Member,
    after: tuple[int, ...] | None = None,
    limit: int,
    only_due: bool = False,
    reason: str = "",
    today: date,
) -> list[Seen]:
    """The shop's cases, the oldest first, from behind ``after`` (ordinal day, row id).

    With ``only_due`` those that wait for its answer, with ``reason`` those opened for it.
    """
    wanted = select(Dispute).where(Dispute.shop_id == shop.shop_id, Dispute.world == shop.world)
    if after is not None:
        place = tuple_(_day(after[0]), after[1])
        wanted = wanted.where(tuple_(Dispute.opened_on, Dispute.id) > place)
    if reason:
        wanted = wanted.where(Dispute.reason == reason)
    if only_due:
        wanted = wanted.where(Dispute.phase == Phase.OPEN)
    rows = session.scalars(wanted.order_by(Dispute.opened_on, Dispute.id).limit(limit)).all()
    found = see_all(session, rows, today)
    return [each for each in found if each.case.phase is Phase.OPEN] if only_due else found


def get_case(session: Session, ring: Keyring, *, shop: Member, public_id: str, today: date) -> Seen:
    """One of the shop's cases with everything in it; raises DisputeNotFoundError."""
    row = _row(session, shop, public_id)
    report = contests.find(session, row.shop_id, row.report_id)
    return see(row, report, today, papers.read(session, ring, row), acts.ruling_of(session, row))


def get_file(
    session: Session, ring: Keyring, *, shop: Member, public_id: str, paper_id: int
) -> tuple[Paper, bytes]:
    """A file of one of the shop's cases; raises DisputeNotFoundError."""
    return papers.read_file(session, ring, _row(session, shop, public_id), paper_id)


def answer(
    session: Session, ring: Keyring, *, shop: Member, public_id: str, said: Answer, now: datetime
) -> Seen:
    """Stand by the report with evidence, or concede, which clears it at once.

    Raises DisputeNotFoundError, DisputePhaseError, EvidenceNeededError,
    ProofOfContactNeededError, and what a text or a file is refused for.
    """
    held, today = _hold(session, shop, public_id), now.date()
    contact = any(each.purpose == CONTACT for each in said.new_files)
    evidence = any(each.purpose == EVIDENCE for each in said.new_files)
    move = rules.answer(held.case, said.stance, evidence=evidence, contact=contact, today=today)
    if said.stance is Stance.UPHOLD:
        _bring(session, ring, held.row, said.new_files, said.comment, today)
    closed = move.case.phase is Phase.CLOSED
    cases.apply(session, held, move, Event.CLOSED if closed else Event.ANSWERED, now=now)
    return see(held.row, contests.find(session, shop.shop_id, held.row.report_id), today)


def appeal(
    session: Session,
    ring: Keyring,
    *,
    shop: Member,
    public_id: str,
    comment: str | None,
    now: datetime,
) -> Seen:
    """Ask another admin, once; the report stays away meanwhile. Raises DisputePhaseError."""
    held, today = _hold(session, shop, public_id), now.date()
    move = rules.appeal(held.case, Side.SHOP, today)
    if held.report is None or held.report.state is not ReportState.REMOVED:
        raise DisputePhaseError
    cases.apply(session, held, move, Event.APPEALED, now=now)
    papers.add(session, ring, held.row, BY_SHOP, text=comment, new_files=(), today=today)
    return see(held.row, held.report, today)


def request_ruling(
    session: Session, ring: Keyring, *, shop: Member, report_id: str, said: Answer, now: datetime
) -> Seen:
    """Put an abusive claim, or new evidence for a removed report, before an admin.

    Raises ReportNotFoundError, NotAClaimError, AlreadyDisputedError, EvidenceNeededError,
    EvidenceNotNewError.
    """
    report, today = _own_report(session, shop, report_id), now.date()
    kind = _kind_of_request(report)
    if not said.new_files:
        raise EvidenceNeededError(pointer="/evidence")
    if _is_before_an_admin(session, report, kind):
        raise AlreadyDisputedError
    move = rules.open_request(kind, today)
    row = new_row(ring, report, move.case, turn=_turn(session, shop, today))
    session.add(row)
    insert_parties(session, row, report.identifier_ids, SUBJECT)
    cases.apply(session, cases.Held(row, move.case, report), move, Event.OPENED, now=now)
    _bring(session, ring, row, said.new_files, said.comment, today, new=kind is Kind.REFILING)
    return see(row, contests.find(session, shop.shop_id, report.report_id), today)


def _bring(
    session: Session,
    ring: Keyring,
    row: Dispute,
    new_files: Sequence[NewFile],
    comment: str | None,
    today: date,
    *,
    new: bool = False,
) -> None:
    papers.add(session, ring, row, BY_SHOP, text=comment, new_files=new_files, today=today)
    papers.note_shown(session, ring, row, new_files, needs_new=new, today=today)


def _kind_of_request(report: Contested) -> Kind:
    if report.state is ReportState.REMOVED:
        return Kind.REFILING
    if report.is_claim and report.contestable and report.state is not ReportState.UPHELD:
        return Kind.CLAIM
    raise NotAClaimError


def _is_before_an_admin(session: Session, report: Contested, kind: Kind) -> bool:
    """Whether the shop's request waits already, or a claim was asked about before."""
    wanted = select(Dispute.id).where(
        Dispute.shop_id == report.shop_id, Dispute.report_id == report.report_id
    )
    waits = Dispute.phase.in_(LIVE | {Phase.RULED})
    asked = Dispute.kind == kind if kind is Kind.CLAIM else waits
    return session.scalars(wanted.where(asked).limit(1)).first() is not None


def _turn(session: Session, shop: Member, today: date) -> int:
    since = today - timedelta(days=DAYS_COUNTED)
    wanted = select(func.count()).where(
        Dispute.shop_id == shop.shop_id,
        Dispute.world == shop.world,
        Dispute.via == Via.SHOP,
        Dispute.opened_on > since,
    )
    return session.scalars(wanted).one()


def _own_report(session: Session, shop: Member, report_id: str) -> Contested:
    row_id = find_row_id(REPORT_PREFIX, shop.shop_id, report_id)
    if row_id is None:
        raise ReportNotFoundError
    report = contests.get(session, shop.shop_id, row_id)
    if report.world is not shop.world:
        raise ReportNotFoundError
    return report


def _row(session: Session, shop: Member, public_id: str) -> Dispute:
    row_id = find_row_id(cases.PREFIX, shop.shop_id, public_id)
    row = None if row_id is None else session.get(Dispute, (shop.shop_id, row_id))
    if row is None or row.world != shop.world:
        raise DisputeNotFoundError
    return row


def _hold(session: Session, shop: Member, public_id: str) -> cases.Held:
    row = _row(session, shop, public_id)
    return cases.hold_current(session, row.shop_id, row.id)


def _day(ordinal: int) -> date:
    """The day of a cursor; raises BadCursorError where there is none."""
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise BadCursorError(pointer="/cursor") from None
