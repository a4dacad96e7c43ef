"""The life of a report, pure: statements and days in, a standing or a refusal out.

A *negative* is an unpaid outcome whose fault is the customer's or unknown. It waits before it
counts for others, so that the person can answer first; a positive counts from the next day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bonafide.protocol.words import BAD_OUTCOMES, Evidence, Fault, Outcome, Payment, ReportState
from registry.reports.errors import (
    DayError,
    IdentifiersImmutableError,
    NothingToSettleError,
    OnlyTowardsNeutralError,
    ReportRemovedError,
    RevisionConflictError,
    RevisionGapError,
    StaleRevisionError,
)

DAYS_TO_ANSWER = 8
DAYS_PENDING = 30
DAYS_TO_FILE = 60
DAYS_AHEAD = 1
DAYS_KEPT = 730
DAYS_HELD = 4
"""What is filed on an order that was disputed counts from the first whole day after 72 hours."""

HARD_EVIDENCE = frozenset({Evidence.COURIER_EVENT, Evidence.PAYMENT_RECORD})
_STRENGTH = {
    Evidence.STATEMENT: 1,
    Evidence.PHOTO: 2,
    Evidence.CALL_RECORD: 2,
    Evidence.COURIER_EVENT: 3,
    Evidence.PAYMENT_RECORD: 3,
}
_CLOSED = frozenset({ReportState.RETRACTED, ReportState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a shop says about one order. Days are UTC."""

    outcome: Outcome
    fault: Fault
    evidence: Evidence
    payment: Payment
    occurred_on: date
    amount_band: str
    courier: str | None = None
    segment: str | None = None
    lookup_id: int | None = None
    customer_told_on: date | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands: what its shop cannot say itself."""

    state: ReportState
    pending_since: date | None
    counts_on: date | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as it is stored."""

    revision: int
    statement: Statement
    standing: Standing
    filed_on: date
    identifier_ids: frozenset[int]
    disputed_on: date | None = None
    upheld_on: date | None = None


def is_negative(statement: Statement) -> bool:
    """Whether it can ever count against anybody."""
    return _blames(statement.outcome, statement.fault)


def blames(outcome: str, fault: str) -> bool:
    """The same of stored words."""
    return _blames(Outcome(outcome), Fault(fault))


def is_ended(outcome: Outcome, fault: Fault) -> bool:
    """Whether the order was paid, or failed in a way that is not somebody else's doing."""
    return outcome is Outcome.PAID or _blames(outcome, fault)


def _blames(outcome: Outcome, fault: Fault) -> bool:
    return outcome in BAD_OUTCOMES and fault in (Fault.CUSTOMER, Fault.UNKNOWN)


def severity(statement: Statement) -> tuple[int, int]:
    """An order on statements: a larger one is worse for the person."""
    if statement.outcome is Outcome.PAID:
        return (0, 0)
    if not is_negative(statement):
        return (1, 0)
    blame = 3 if statement.fault is Fault.CUSTOMER else 2
    return (blame, _STRENGTH[statement.evidence])


def shown_state(state: ReportState, counts_on: date | None, today: date) -> ReportState:
    """The state on a day: what was pending counts once its day has come."""
    if state is ReportState.PENDING and counts_on is not None and counts_on <= today:
        return ReportState.COUNTING
    return state


def check_days(statement: Statement, today: date) -> None:
    """Raise DayError with a pointer for a day that cannot be true."""
    if statement.occurred_on > today + timedelta(days=DAYS_AHEAD):
        raise DayError("occurred_on lies in the future", pointer="/occurred_on")
    told = statement.customer_told_on
    if told is not None and told > today + timedelta(days=DAYS_AHEAD):
        raise DayError("customer_told_on lies in the future", pointer="/customer_told_on")
    if told is not None and told < statement.occurred_on:
        raise DayError("customer_told_on lies before occurred_on", pointer="/customer_told_on")


def too_old(statement: Statement, today: date) -> bool:
    """Whether retention would delete it on arrival."""
    return statement.occurred_on <= today - timedelta(days=DAYS_KEPT)


def may_count_elsewhere(statement: Statement, *, filed_on: date, asked_on: date | None) -> bool:
    """The rule on what may hurt someone in another shop.

    A negative needs a lookup made before the day it happened, or a courier's or a payment's
    record, and must be filed within 60 days. What hurts nobody always counts.
    """
    if not is_negative(statement):
        return True
    if filed_on - statement.occurred_on > timedelta(days=DAYS_TO_FILE):
        return False
    asked_first = asked_on is not None and asked_on < min(statement.occurred_on, filed_on)
    return asked_first or statement.evidence in HARD_EVIDENCE


def open_standing(statement: Statement, *, today: date, asked_on: date | None) -> Standing:
    """The standing of a report filed on ``today``."""
    elsewhere = may_count_elsewhere(statement, filed_on=today, asked_on=asked_on)
    if statement.outcome is Outcome.SETTLED:
        return Standing(ReportState.SETTLED, None, None, elsewhere)
    if not is_negative(statement):
        return Standing(ReportState.PENDING, None, today + timedelta(days=1), elsewhere)
    return Standing(ReportState.PENDING, today, _negative_day(statement, today), elsewhere)


def day_of(statement: Statement, today: date) -> date:
    """The day on which one person's reports are counted: an import brings years in an hour."""
    return statement.occurred_on if statement.imported else today


def check_first(statement: Statement) -> None:
    """Raise NothingToSettleError when the first word about an order is that it was settled."""
    if statement.outcome is Outcome.SETTLED:
        raise NothingToSettleError(pointer="/outcome")


def _negative_day(statement: Statement, since: date, *, upheld: bool = False) -> date | None:
    if statement.customer_told_on is None:
        return None
    if statement.outcome is Outcome.ABUSIVE_CLAIM and not upheld:
        return None
    return since + timedelta(days=DAYS_TO_ANSWER)


def check_revision(stored: Filed | None, *, revision: int) -> None:
    """Raise unless ``revision`` is the stored one or the next one."""
    current = stored.revision if stored else 0
    if revision < current:
        raise StaleRevisionError(pointer="/revision", revision=current)
    if revision > current + 1:
        raise RevisionGapError(pointer="/revision", revision=current)


def is_repeat(stored: Filed, *, revision: int, statement: Statement, ids: frozenset[int]) -> bool:
    """Whether this is the stored revision again; raises RevisionConflictError when it differs.

    Which lookup it names is no part of what is said: a program that asks and reports again for
    the same order names a new one, and the first stays.
    """
    if revision != stored.revision:
        return False
    if stored.standing.state is ReportState.RETRACTED:
        raise RevisionConflictError(pointer="/revision", revision=stored.revision)
    said = replace(statement, lookup_id=stored.statement.lookup_id)
    if stored.statement != said or stored.identifier_ids != ids:
        raise RevisionConflictError(pointer="/revision", revision=stored.revision)
    return True


def correct(
    stored: Filed, statement: Statement, *, ids: frozenset[int], today: date, asked_on: date | None
) -> Standing:
    """The standing after the next revision; raises what forbids it."""
    if ids != stored.identifier_ids:
        raise IdentifiersImmutableError(pointer="/identifiers")
    check_may_change(stored)
    standing = _corrected(stored, statement, today=today, asked_on=asked_on)
    if stored.disputed_on is None or standing.state is ReportState.DISPUTED:
        return standing
    return _held(standing, today)


def _held(standing: Standing, today: date) -> Standing:
    """The order was disputed: what is said of it now waits, so that the person can be told."""
    if standing.counts_on is None:
        return standing
    return replace(standing, counts_on=max(standing.counts_on, today + timedelta(days=DAYS_HELD)))


def _corrected(
    stored: Filed, statement: Statement, *, today: date, asked_on: date | None
) -> Standing:
    if statement.outcome is Outcome.SETTLED and not _unpaid(stored):
        raise NothingToSettleError(pointer="/outcome")
    worse = (
        severity(statement) > severity(stored.statement)
        or _reaches_further(stored, statement, asked_on)
        or _says_what_nobody_upheld(stored, statement)
    )
    if stored.standing.state is ReportState.DISPUTED and is_negative(statement):
        return _still_disputed(stored, statement)
    if worse or stored.standing.state in _CLOSED or not is_negative(statement):
        return open_standing(statement, today=today, asked_on=asked_on)
    return _milder(stored, statement, today=today, asked_on=asked_on)


def _reaches_further(stored: Filed, statement: Statement, asked_on: date | None) -> bool:
    """Whether a correction lets a report count where or when it did not: then it waits anew.

    So does every other day: else a shop could date a report anew between two questions, and read
    from the level what others' reports weigh.
    """
    if statement.occurred_on != stored.statement.occurred_on:
        return True
    elsewhere = may_count_elsewhere(statement, filed_on=stored.filed_on, asked_on=asked_on)
    return elsewhere and not stored.standing.elsewhere


def _says_what_nobody_upheld(stored: Filed, statement: Statement) -> bool:
    """Whether it names another outcome than the one that a ruling confirmed."""
    upheld = stored.standing.state is ReportState.UPHELD
    return upheld and statement.outcome is not stored.statement.outcome


def check_may_change(stored: Filed) -> None:
    """Raise ReportRemovedError when a ruling took the report away."""
    if stored.standing.state is ReportState.REMOVED:
        raise ReportRemovedError


def _unpaid(stored: Filed) -> bool:
    if stored.statement.outcome is Outcome.SETTLED:
        return True
    return is_negative(stored.statement) and stored.standing.state not in _CLOSED


def _still_disputed(stored: Filed, statement: Statement) -> Standing:
    """A disputed negative that stays one: it may only become milder, and waits for the ruling."""
    if severity(statement) >= severity(stored.statement):
        raise OnlyTowardsNeutralError(pointer="/outcome")
    return stored.standing


def _milder(stored: Filed, statement: Statement, *, today: date, asked_on: date | None) -> Standing:
    """A negative that stays one, no worse than before: its clock runs on.

    A shop that tells the customer only now starts the days to answer now.
    """
    standing = stored.standing
    elsewhere = may_count_elsewhere(statement, filed_on=stored.filed_on, asked_on=asked_on)
    counts_on = standing.counts_on
    if statement.customer_told_on is None and standing.state is ReportState.PENDING:
        counts_on = None
    elif counts_on is None:
        counts_on = _negative_day(statement, today, upheld=standing.state is ReportState.UPHELD)
    return Standing(standing.state, standing.pending_since, counts_on, elsewhere)
