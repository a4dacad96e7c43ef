"""How a case lies in its row: held, moved by a rule, written back with what the report must do.

Whoever acts on a case first holds its *report*, so that all cases about one report queue, on both
engines and in one order with the shop's own corrections.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import ReportState, Stance
from registry.disputes import acts, events, papers, rules
from registry.disputes.errors import DisputeNotFoundError, DisputePhaseError
from registry.disputes.models import Dispute
from registry.disputes.rules import Case, Effect, Move
from registry.disputes.words import (
    LIVE,
    Ending,
    Event,
    Ground,
    Kind,
    Phase,
    Reason,
    Side,
    Verdict,
    Via,
)
from registry.kernel.ids import public_id, read_public_id
from registry.reports import contests
from registry.reports.contests import Contested
from registry.reports.errors import ReportNotFoundError

PREFIX = "dsp_"


@dataclass(frozen=True, slots=True)
class Held:
    """A case and its report, both held until the transaction ends; the report may be gone."""

    row: Dispute
    case: Case
    report: Contested | None


def hold(session: Session, shop_id: int, dispute_id: int) -> Held:
    """A case for an act; raises DisputeNotFoundError."""
    report_id = session.scalar(select(Dispute.report_id).where(*_key(shop_id, dispute_id)))
    if report_id is None:
        raise DisputeNotFoundError
    try:
        report = contests.get(session, shop_id, report_id)
    except ReportNotFoundError:
        report = None
    wanted = select(Dispute).where(*_key(shop_id, dispute_id)).with_for_update()
    row = session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise DisputeNotFoundError
    return Held(row, case_of(row), report)


def hold_current(session: Session, shop_id: int, dispute_id: int) -> Held:
    """The same, for an act that needs the report to be there still; raises DisputePhaseError."""
    held = hold(session, shop_id, dispute_id)
    if overtaken_by(held.case, held.report) is not None:
        raise DisputePhaseError
    return held


def overtaken_by(case: Case, report: Contested | None) -> Ending | None:
    """What ended a live case from outside: its report no longer stands where the case put it."""
    if not case.live:
        return None
    if report is None:
        return Ending.CORRECTION
    if report.state is expected_state(case):
        return None
    by_ruling = report.state in (ReportState.REMOVED, ReportState.UPHELD)
    return Ending.OTHER_CASE if by_ruling else Ending.CORRECTION


def expected_state(case: Case) -> ReportState:
    """Where the report of a live case stands."""
    return ReportState.DISPUTED if _suspends(case) else ReportState.REMOVED


def apply(session: Session, held: Held, move: Move, event: Event, *, now: datetime) -> None:
    """Write a case back, and move its report in the same transaction."""
    row, report = held.row, held.report
    write(row, move.case)
    session.flush()
    if report is not None:
        _move_report(session, row, report, move.effect, now)
    if move.case.phase is Phase.CLOSED:
        papers.destroy(session, row)
    acts.commit(session, row, on=now.date(), ruled=event is Event.RULED)
    events.note(session, row.shop_id, row.id, event, now=now)


def write(row: Dispute, case: Case) -> None:
    """Put a case into its row."""
    for each in fields(Case):
        setattr(row, each.name, getattr(case, each.name))


def case_of(row: Dispute) -> Case:
    """A row as the rules see it."""
    return Case(
        kind=Kind(row.kind),
        reason=None if row.reason is None else Reason(row.reason),
        opened_on=row.opened_on,
        phase=Phase(row.phase),
        answered_on=row.answered_on,
        heard_on=row.heard_on,
        stance=None if row.stance is None else Stance(row.stance),
        verdict=None if row.verdict is None else Verdict(row.verdict),
        ending=None if row.ending is None else Ending(row.ending),
        ground=None if row.ground is None else Ground(row.ground),
        ruled_on=row.ruled_on,
        ruled_by=row.ruled_by,
        appealed_on=row.appealed_on,
        appealed_by=None if row.appealed_by is None else Side(row.appealed_by),
        appeal_ruled_by=row.appeal_ruled_by,
        closed_on=row.closed_on,
        via=Via(row.via),
    )


def case_on(row: Dispute, report: Contested | None, today: date) -> Case:
    """How a case stands on a day, whether or not the job has seen it yet."""
    case = rules.case_on(case_of(row), today)
    ending = overtaken_by(case, report)
    return case if ending is None else rules.overtake(case, ending, today).case


def text_id(row: Dispute) -> str:
    """The id that stands for a case outside."""
    return public_id(PREFIX, row.shop_id, row.id)


def read_id(text: str) -> tuple[int, int]:
    """The shop and the row behind a public id; raises DisputeNotFoundError."""
    found = read_public_id(PREFIX, text)
    if found is None:
        raise DisputeNotFoundError
    return found


def _key(shop_id: int, dispute_id: int) -> tuple[ColumnElement[bool], ...]:
    return Dispute.shop_id == shop_id, Dispute.id == dispute_id


def _suspends(case: Case) -> bool:
    if case.appealed_by is not None:
        return case.appealed_by is Side.CUSTOMER
    return case.kind is not Kind.REFILING


def _move_report(
    session: Session, row: Dispute, report: Contested, effect: Effect, now: datetime
) -> None:
    others, today = _other_live(session, row), now.date()
    kept_still = any(_suspends(case_of(each)) for each in others)
    if effect is Effect.SUSPEND:
        contests.suspend(session, report, today=today)
    elif effect is Effect.UPHOLD and report.state is ReportState.REMOVED:
        contests.reopen(session, report, today=today)
    elif effect is Effect.UPHOLD:
        contests.uphold(session, report, today=today, final=not kept_still)
    elif effect is Effect.REMOVE:
        _remove(session, report, others, now)
    elif effect is Effect.RESTORE and not kept_still:
        contests.restore(session, report, today=today)


def _remove(session: Session, report: Contested, others: list[Dispute], now: datetime) -> None:
    """The report goes; whoever else contested it has what he wanted."""
    if report.state is not ReportState.REMOVED:
        contests.remove(session, report, today=now.date())
    for other in others:
        write(other, rules.overtake(case_of(other), Ending.OTHER_CASE, now.date()).case)
        papers.destroy(session, other)
        acts.commit(session, other, on=now.date())
        events.note(session, other.shop_id, other.id, Event.CLOSED, now=now)


def _other_live(session: Session, row: Dispute) -> list[Dispute]:
    wanted = select(Dispute).where(
        Dispute.shop_id == row.shop_id,
        Dispute.report_id == row.report_id,
        Dispute.id != row.id,
        Dispute.phase.in_(LIVE),
    )
    return list(session.scalars(wanted.order_by(Dispute.id).with_for_update()))
