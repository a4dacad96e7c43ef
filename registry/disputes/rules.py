"""The life of a dispute, pure: a case, an act and a day in; the next case and its effect out.

Timetable of a contest, in UTC days from the day of opening: the shop answers until the end of day
10, else the report goes; an admin rules by day 14; on day 30 the report goes without a ruling. A
ruling can be appealed against once, for 14 days, by the side that lost; an appeal has the same 14
and 30 days and is heard by another admin. While a case is open, its report counts nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from bonafide.protocol.words import Stance
from registry.disputes.errors import (
    DisputePhaseError,
    EvidenceNeededError,
    GroundError,
    HearingError,
    ProofOfContactNeededError,
    SameAdminError,
)
from registry.disputes.words import (
    GROUNDS,
    LIVE,
    Ending,
    Ground,
    Kind,
    Phase,
    Reason,
    Side,
    Verdict,
    Via,
)

DAYS_TO_ANSWER: Final = 10
DAYS_TO_RULE: Final = 14
DAYS_TO_STOP: Final = 30
DAYS_TO_APPEAL: Final = 14
DAYS_TO_BE_HEARD: Final = 8
"""What no proven customer opened is ruled on after one had these days to speak, or spoke."""


class Effect(Enum):
    """What the report has to do."""

    NONE = auto()
    SUSPEND = auto()
    UPHOLD = auto()
    REMOVE = auto()
    RESTORE = auto()


@dataclass(frozen=True, slots=True)
class Case:
    """Where one dispute stands. ``ruled_by`` and ``appeal_ruled_by`` are ids of admins."""

    kind: Kind
    reason: Reason | None
    opened_on: date
    phase: Phase = Phase.OPEN
    answered_on: date | None = None
    heard_on: date | None = None
    stance: Stance | None = None
    verdict: Verdict | None = None
    ending: Ending | None = None
    ground: Ground | None = None
    ruled_on: date | None = None
    ruled_by: int | None = None
    appealed_on: date | None = None
    appealed_by: Side | None = None
    appeal_ruled_by: int | None = None
    closed_on: date | None = None
    via: Via = Via.CODE

    @property
    def live(self) -> bool:
        """Whether it keeps the report from counting."""
        return self.phase in LIVE


@dataclass(frozen=True, slots=True)
class Move:
    """The case after an act, and what the report has to do."""

    case: Case
    effect: Effect


def open_contest(reason: Reason, today: date, *, via: Via = Via.CODE) -> Move:
    """A customer contests a report; by a ticket it is somebody who has proven nothing."""
    return Move(Case(Kind.CONTEST, reason, today, via=via), Effect.SUSPEND)


def open_request(kind: Kind, today: date) -> Move:
    """A shop asks for a ruling; its evidence is there from the start."""
    opened = Case(kind, None, today, Phase.ANSWERED, answered_on=today, stance=Stance.UPHOLD)
    opened = replace(opened, via=Via.SHOP)
    return Move(opened, Effect.NONE if kind is Kind.REFILING else Effect.SUSPEND)


def answer_by(case: Case) -> date:
    """The last day on which the shop may answer."""
    return case.opened_on + timedelta(days=DAYS_TO_ANSWER)


def rule_by(case: Case) -> date:
    """The day by which an admin should have ruled."""
    return (case.appealed_on or case.opened_on) + timedelta(days=DAYS_TO_RULE)


def stop_on(case: Case) -> date:
    """The day on which the case ends by itself, for the customer."""
    return (case.appealed_on or case.opened_on) + timedelta(days=DAYS_TO_STOP)


def appeal_by(case: Case) -> date | None:
    """The last day for an appeal against the ruling; None where there is no appeal."""
    if case.phase is not Phase.RULED or case.ruled_on is None:
        return None
    return case.ruled_on + timedelta(days=DAYS_TO_APPEAL)


def loser(case: Case) -> Side | None:
    """The side that may appeal."""
    if case.verdict is None:
        return None
    return Side.CUSTOMER if case.verdict is Verdict.UPHELD else Side.SHOP


def answer(case: Case, stance: Stance, *, evidence: bool, contact: bool, today: date) -> Move:
    """The shop speaks. Conceding is possible for as long as nobody has ruled for good."""
    due = case_on(case, today)
    if stance is Stance.CONCEDE:
        if not due.live:
            raise DisputePhaseError
        conceded = replace(due, answered_on=due.answered_on or today, stance=stance)
        return _close(conceded, Ending.CONCESSION, Verdict.REMOVED, today)
    if due.phase is not Phase.OPEN:
        raise DisputePhaseError
    if not evidence:
        raise EvidenceNeededError(pointer="/evidence")
    if case.reason is Reason.NOT_MY_ORDER and not contact:
        raise ProofOfContactNeededError(pointer="/proof_of_contact")
    answered = replace(due, phase=Phase.ANSWERED, answered_on=today, stance=stance)
    return Move(answered, Effect.NONE)


def check_may_add(case: Case, today: date) -> None:
    """Raise unless the customer may still bring texts and files."""
    if not case_on(case, today).live:
        raise DisputePhaseError


def heard(case: Case, today: date) -> Case:
    """The customer has spoken."""
    return replace(case, heard_on=case.heard_on or today)


def withdraw(case: Case, today: date) -> Move:
    """The customer takes his own contest, or his own appeal, back."""
    due = case_on(case, today)
    if due.phase is Phase.APPEALED and due.appealed_by is Side.CUSTOMER:
        closed = replace(due, phase=Phase.CLOSED, closed_on=today)
        return Move(closed, Effect.UPHOLD)
    if due.phase in (Phase.OPEN, Phase.ANSWERED) and due.kind is Kind.CONTEST:
        return _close(due, Ending.WITHDRAWAL, None, today)
    raise DisputePhaseError


def may_be_ruled(case: Case, today: date) -> bool:
    """Whether an admin may rule: both sides have spoken or had their days for it."""
    due = case_on(case, today)
    if due.phase is Phase.APPEALED:
        return True
    return due.phase is Phase.ANSWERED and not _must_wait(due, today)


def rule(case: Case, verdict: Verdict, ground: Ground, *, admin: int, today: date) -> Move:
    """An admin rules; on an appeal it must be another one."""
    due = case_on(case, today)
    if ground not in GROUNDS[verdict]:
        raise GroundError(pointer="/ground")
    if due.phase is Phase.APPEALED:
        return _rule_again(due, verdict, ground, admin, today)
    if due.phase is not Phase.ANSWERED:
        raise DisputePhaseError
    if _must_wait(due, today):
        raise HearingError
    ruled = replace(due, phase=Phase.RULED, ruled_on=today, ruled_by=admin, ground=ground)
    return Move(replace(ruled, verdict=verdict, ending=Ending.RULING), _effect(verdict))


def appeal(case: Case, side: Side, today: date) -> Move:
    """The side that lost asks another admin, once."""
    due = case_on(case, today)
    if due.phase is not Phase.RULED or due.appealed_on is not None or loser(due) is not side:
        raise DisputePhaseError
    appealed = replace(due, phase=Phase.APPEALED, appealed_on=today, appealed_by=side)
    return Move(appealed, Effect.SUSPEND if side is Side.CUSTOMER else Effect.NONE)


def pass_time(case: Case, today: date) -> Move | None:
    """What the calendar alone does to a case by ``today``; None when it does nothing."""
    if case.phase is Phase.OPEN and today > answer_by(case):
        return _close(case, Ending.SILENCE, Verdict.REMOVED, today)
    if case.live and today >= stop_on(case):
        return _close(case, Ending.HARD_STOP, Verdict.REMOVED, today)
    last = appeal_by(case)
    if last is not None and today > last:
        return Move(replace(case, phase=Phase.CLOSED, closed_on=today), Effect.NONE)
    return None


def case_on(case: Case, today: date) -> Case:
    """The case as it stands on a day, whether or not the job has run."""
    passed = pass_time(case, today)
    return case if passed is None else passed.case


def overtake(case: Case, ending: Ending, today: date) -> Move:
    """Something outside the case ended it: a correction, another case, an erasure."""
    if case.phase is Phase.RULED:
        return Move(replace(case, phase=Phase.CLOSED, closed_on=today), Effect.NONE)
    if ending is Ending.ERASURE:
        return _overtaken_by_erasure(case, today)
    closed = replace(case, phase=Phase.CLOSED, ending=ending, closed_on=today)
    return Move(replace(closed, verdict=Verdict.REMOVED), Effect.NONE)


def _overtaken_by_erasure(case: Case, today: date) -> Move:
    """Who opened it is gone: as if withdrawn; a ruling that was given stands."""
    verdict = case.verdict
    closed = replace(case, phase=Phase.CLOSED, ending=Ending.ERASURE, closed_on=today)
    if case.phase is Phase.APPEALED:
        return Move(closed, Effect.UPHOLD if verdict is Verdict.UPHELD else Effect.NONE)
    return Move(closed, Effect.RESTORE if case.kind is not Kind.REFILING else Effect.NONE)


def _close(case: Case, ending: Ending, verdict: Verdict | None, today: date) -> Move:
    closed = replace(case, phase=Phase.CLOSED, ending=ending, verdict=verdict, closed_on=today)
    effect = Effect.RESTORE if verdict is None else _effect(verdict)
    return Move(closed, effect)


def _rule_again(case: Case, verdict: Verdict, ground: Ground, admin: int, today: date) -> Move:
    if admin == case.ruled_by:
        raise SameAdminError
    closed = replace(case, phase=Phase.CLOSED, closed_on=today, appeal_ruled_by=admin)
    return Move(replace(closed, verdict=verdict, ground=ground), _effect(verdict))


def _must_wait(case: Case, today: date) -> bool:
    unheard = case.via is not Via.CODE and case.heard_on is None
    return unheard and today < case.opened_on + timedelta(days=DAYS_TO_BE_HEARD)


def _effect(verdict: Verdict) -> Effect:
    return Effect.UPHOLD if verdict is Verdict.UPHELD else Effect.REMOVE
