"""The life of a report: when it counts, for whom, and what may be changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState
from registry.reports import rules
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
from registry.reports.rules import Filed, Standing, Statement

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
ANNA = frozenset({7})

PAID = Statement(
    Outcome.PAID, Fault.UNKNOWN, Evidence.STATEMENT, Payment.COD, TODAY - DAY, "500-1499"
)
REFUSED = replace(
    PAID,
    outcome=Outcome.REFUSED,
    fault=Fault.CUSTOMER,
    evidence=Evidence.COURIER_EVENT,
    customer_told_on=TODAY,
)
UNTOLD = replace(REFUSED, customer_told_on=None)
RETURNED = replace(PAID, outcome=Outcome.RETURNED)
SETTLED = replace(REFUSED, outcome=Outcome.SETTLED)


def opened(statement: Statement, asked_on: date | None = None) -> Standing:
    return rules.open_standing(statement, today=TODAY, asked_on=asked_on)


def stored(statement: Statement, state: ReportState | None = None, revision: int = 1) -> Filed:
    standing = opened(statement)
    if state is not None:
        standing = replace(standing, state=state)
    return Filed(revision, statement, standing, TODAY, ANNA)


def corrected(
    before: Filed, statement: Statement, *, days: int = 0, asked_on: date | None = None
) -> Standing:
    today = TODAY + days * DAY
    return rules.correct(before, statement, ids=ANNA, today=today, asked_on=asked_on)


@pytest.mark.parametrize("outcome", [Outcome.PAID, Outcome.RETURNED, Outcome.CANCELLED])
def test_what_blames_nobody_counts_from_the_next_day(outcome: Outcome) -> None:
    standing = opened(replace(PAID, outcome=outcome))
    assert standing == Standing(ReportState.PENDING, None, TODAY + DAY, elsewhere=True)


@pytest.mark.parametrize("fault", [Fault.COURIER, Fault.SHOP, Fault.FORCE_MAJEURE])
def test_somebody_elses_fault_is_no_negative(fault: Fault) -> None:
    statement = replace(UNTOLD, fault=fault)
    assert not rules.is_negative(statement)
    assert opened(statement).counts_on == TODAY + DAY


@pytest.mark.parametrize("fault", [Fault.CUSTOMER, Fault.UNKNOWN])
def test_a_negative_waits_eight_days_once_the_customer_was_told(fault: Fault) -> None:
    told, untold = opened(replace(REFUSED, fault=fault)), opened(replace(UNTOLD, fault=fault))
    assert told == Standing(ReportState.PENDING, TODAY, TODAY + 8 * DAY, elsewhere=True)
    assert untold == Standing(ReportState.PENDING, TODAY, None, elsewhere=True)


def test_an_abusive_claim_waits_for_a_ruling_though_the_customer_was_told() -> None:
    assert opened(replace(REFUSED, outcome=Outcome.ABUSIVE_CLAIM)).counts_on is None


def test_pending_is_shown_as_counting_from_its_day_on() -> None:
    pending, day = ReportState.PENDING, TODAY + 8 * DAY
    assert rules.shown_state(pending, day, day - DAY) is ReportState.PENDING
    assert rules.shown_state(pending, day, day) is ReportState.COUNTING
    assert rules.shown_state(pending, None, day) is ReportState.PENDING
    for state in (ReportState.DISPUTED, ReportState.UPHELD, ReportState.RETRACTED):
        assert rules.shown_state(state, TODAY, day) is state


@pytest.mark.parametrize(
    ("evidence", "asked_before", "filed_after", "counts"),
    [
        (Evidence.COURIER_EVENT, None, 0, True),
        (Evidence.PAYMENT_RECORD, None, 60, True),
        (Evidence.COURIER_EVENT, None, 61, False),
        (Evidence.COURIER_EVENT, 1, 61, False),
        (Evidence.CALL_RECORD, None, 0, False),
        (Evidence.PHOTO, 0, 0, False),
        (Evidence.PHOTO, 1, 0, True),
        (Evidence.STATEMENT, 30, 60, True),
        (Evidence.STATEMENT, -1, 0, False),
    ],
)
def test_what_may_hurt_elsewhere(
    evidence: Evidence, asked_before: int | None, filed_after: int, counts: bool
) -> None:
    statement = replace(REFUSED, evidence=evidence)
    asked_on = None if asked_before is None else statement.occurred_on - asked_before * DAY
    filed_on = statement.occurred_on + filed_after * DAY
    assert rules.may_count_elsewhere(statement, filed_on=filed_on, asked_on=asked_on) is counts


def test_what_hurts_nobody_counts_however_late_it_is_filed() -> None:
    late = TODAY + 400 * DAY
    assert rules.may_count_elsewhere(PAID, filed_on=late, asked_on=None)
    assert rules.may_count_elsewhere(
        replace(REFUSED, fault=Fault.COURIER), filed_on=late, asked_on=None
    )


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"occurred_on": TODAY + 2 * DAY, "customer_told_on": None}, "/occurred_on"),
        ({"customer_told_on": TODAY + 2 * DAY}, "/customer_told_on"),
        ({"customer_told_on": TODAY - 2 * DAY}, "/customer_told_on"),
    ],
)
def test_days_that_cannot_be_true(said: dict[str, date | None], pointer: str) -> None:
    with pytest.raises(DayError) as refused:
        rules.check_days(replace(REFUSED, **said), TODAY)  # type: ignore[arg-type]  # two fields
    assert refused.value.pointer == pointer


def test_the_day_after_today_is_today_somewhere() -> None:
    tomorrow = TODAY + DAY
    rules.check_days(replace(REFUSED, occurred_on=tomorrow, customer_told_on=tomorrow), TODAY)


def test_too_old_is_what_retention_would_delete() -> None:
    assert rules.too_old(replace(PAID, occurred_on=TODAY - 730 * DAY), TODAY)
    assert not rules.too_old(replace(PAID, occurred_on=TODAY - 729 * DAY), TODAY)


@pytest.mark.parametrize(
    ("current", "sent", "error"),
    [
        (0, 1, None),
        (0, 2, RevisionGapError),
        (3, 2, StaleRevisionError),
        (3, 3, None),
        (3, 4, None),
        (3, 5, RevisionGapError),
    ],
)
def test_revisions_go_up_by_one(current: int, sent: int, error: type[Exception] | None) -> None:
    before = stored(PAID, revision=current) if current else None
    if error is None:
        rules.check_revision(before, revision=sent)
        return
    with pytest.raises(error) as refused:
        rules.check_revision(before, revision=sent)
    assert getattr(refused.value, "facts", {})["revision"] == current


def test_a_repeat_is_the_same_in_every_respect() -> None:
    before = stored(REFUSED)
    assert rules.is_repeat(before, revision=1, statement=REFUSED, ids=ANNA)
    assert not rules.is_repeat(before, revision=2, statement=REFUSED, ids=ANNA)
    for statement, ids in ((PAID, ANNA), (REFUSED, frozenset({8})), (REFUSED, ANNA | {8})):
        with pytest.raises(RevisionConflictError):
            rules.is_repeat(before, revision=1, statement=statement, ids=ids)


def test_a_tombstone_is_nobodys_repeat() -> None:
    gone = stored(REFUSED, ReportState.RETRACTED, revision=2)
    with pytest.raises(RevisionConflictError):
        rules.is_repeat(gone, revision=2, statement=REFUSED, ids=ANNA)


def test_a_correction_is_about_the_same_people() -> None:
    with pytest.raises(IdentifiersImmutableError):
        rules.correct(stored(PAID), REFUSED, ids=frozenset({7, 8}), today=TODAY, asked_on=None)


WORSE = [
    (PAID, REFUSED),
    (RETURNED, REFUSED),
    (replace(REFUSED, fault=Fault.COURIER), REFUSED),
    (replace(REFUSED, fault=Fault.UNKNOWN), REFUSED),
    (replace(REFUSED, evidence=Evidence.STATEMENT), REFUSED),
    (replace(REFUSED, evidence=Evidence.PHOTO), REFUSED),
]


@pytest.mark.parametrize(("before", "after"), WORSE)
def test_what_makes_things_worse_starts_anew(before: Statement, after: Statement) -> None:
    standing = corrected(stored(before), replace(after, customer_told_on=TODAY + 5 * DAY), days=5)
    assert standing.state is ReportState.PENDING
    assert (standing.pending_since, standing.counts_on) == (TODAY + 5 * DAY, TODAY + 13 * DAY)


@pytest.mark.parametrize(("after", "before"), WORSE[3:])
def test_what_makes_things_milder_keeps_its_clock(before: Statement, after: Statement) -> None:
    standing = corrected(stored(before), after, days=5)
    assert (standing.pending_since, standing.counts_on) == (TODAY, TODAY + 8 * DAY)


@pytest.mark.parametrize("after", [PAID, RETURNED, replace(REFUSED, fault=Fault.SHOP)])
@pytest.mark.parametrize("state", [ReportState.PENDING, ReportState.DISPUTED, ReportState.UPHELD])
def test_what_clears_the_customer_holds_at_once_and_counts_from_the_next_day(
    after: Statement, state: ReportState
) -> None:
    standing = corrected(stored(REFUSED, state), after, days=5)
    assert standing == Standing(ReportState.PENDING, None, TODAY + 6 * DAY, elsewhere=True)


def test_an_untold_disputed_report_that_turns_paid_counts_like_any_paid_one() -> None:
    standing = corrected(stored(UNTOLD, ReportState.DISPUTED), PAID, days=1)
    assert standing.counts_on == TODAY + 2 * DAY


def test_telling_later_starts_the_days_to_answer_then() -> None:
    told = replace(UNTOLD, customer_told_on=TODAY + 10 * DAY)
    standing = corrected(stored(UNTOLD), told, days=10)
    assert (standing.pending_since, standing.counts_on) == (TODAY, TODAY + 18 * DAY)


def test_who_takes_the_telling_back_counts_nothing() -> None:
    assert corrected(stored(REFUSED), UNTOLD, days=5).counts_on is None


def test_a_correction_may_bring_the_lookup_that_lets_it_count() -> None:
    soft = replace(REFUSED, evidence=Evidence.PHOTO)
    assert not opened(soft).elsewhere
    named = replace(soft, lookup_id=5)
    assert corrected(stored(soft), named, asked_on=soft.occurred_on - DAY).elsewhere


@pytest.mark.parametrize(
    "milder",
    [replace(REFUSED, fault=Fault.UNKNOWN), replace(REFUSED, evidence=Evidence.STATEMENT)],
)
def test_a_disputed_report_may_become_milder_and_stays_disputed(milder: Statement) -> None:
    before = stored(REFUSED, ReportState.DISPUTED)
    assert corrected(before, milder) == before.standing


@pytest.mark.parametrize("same_or_worse", [replace(REFUSED, segment="msk"), REFUSED])
def test_a_disputed_report_may_not_stay_or_worsen(same_or_worse: Statement) -> None:
    before = stored(replace(REFUSED, fault=Fault.UNKNOWN), ReportState.DISPUTED)
    with pytest.raises(OnlyTowardsNeutralError):
        corrected(before, same_or_worse)


def test_after_a_removal_only_an_admin_reopens() -> None:
    before = stored(REFUSED, ReportState.REMOVED)
    for statement in (PAID, REFUSED, SETTLED):
        with pytest.raises(ReportRemovedError):
            corrected(before, statement)


@pytest.mark.parametrize("state", [ReportState.RETRACTED, ReportState.EXPIRED])
def test_what_was_closed_and_is_said_again_begins_again(state: ReportState) -> None:
    standing = corrected(stored(REFUSED, state, revision=2), REFUSED, days=3)
    assert (standing.state, standing.counts_on) == (ReportState.PENDING, TODAY + 11 * DAY)


@pytest.mark.parametrize("state", [ReportState.PENDING, ReportState.DISPUTED, ReportState.UPHELD])
def test_costs_paid_later_clear_a_failure_at_once(state: ReportState) -> None:
    standing = corrected(stored(REFUSED, state), SETTLED, days=5)
    assert (standing.state, standing.counts_on) == (ReportState.SETTLED, None)


def test_a_settled_report_may_be_corrected_in_its_details() -> None:
    before = stored(SETTLED)
    assert corrected(before, replace(SETTLED, segment="msk")).state is ReportState.SETTLED


def test_there_must_be_something_to_settle() -> None:
    with pytest.raises(NothingToSettleError):
        rules.check_first(SETTLED)
    for before in (stored(PAID), stored(RETURNED), stored(REFUSED, ReportState.EXPIRED)):
        with pytest.raises(NothingToSettleError):
            corrected(before, SETTLED)


@pytest.mark.parametrize(
    ("outcome", "fault", "ended"),
    [
        (Outcome.PAID, Fault.UNKNOWN, True),
        (Outcome.NO_SHOW, Fault.UNKNOWN, True),
        (Outcome.NO_SHOW, Fault.COURIER, False),
        (Outcome.RETURNED, Fault.CUSTOMER, False),
        (Outcome.SETTLED, Fault.CUSTOMER, False),
    ],
)
def test_rates_are_made_of_what_was_paid_or_blames_somebody(
    outcome: Outcome, fault: Fault, ended: bool
) -> None:
    assert rules.is_ended(outcome, fault) is ended


def test_a_report_that_stayed_home_cannot_be_sent_abroad_without_waiting_anew() -> None:
    weak = replace(REFUSED, evidence=Evidence.STATEMENT)
    before = stored(weak)
    assert not before.standing.elsewhere
    after = corrected(before, replace(weak, lookup_id=1), days=9, asked_on=TODAY - 9 * DAY)
    assert after.elsewhere
    assert after.counts_on == TODAY + 17 * DAY


def test_a_failure_that_is_dated_later_waits_anew() -> None:
    after = corrected(stored(REFUSED), replace(REFUSED, occurred_on=TODAY), days=9)
    assert after.counts_on == TODAY + 17 * DAY


def test_a_failure_that_is_dated_earlier_waits_anew_too() -> None:
    """Else the level would answer at once to each day that a shop tries."""
    before = stored(replace(REFUSED, occurred_on=TODAY))
    after = corrected(before, replace(REFUSED, occurred_on=TODAY - 5 * DAY), days=9)
    assert after.counts_on == TODAY + 17 * DAY


def test_a_lookup_of_the_filing_day_is_no_earlier_one_whatever_day_the_order_is_given() -> None:
    tomorrow = replace(REFUSED, evidence=Evidence.STATEMENT, occurred_on=TODAY + DAY)
    assert not opened(tomorrow, asked_on=TODAY).elsewhere
    assert opened(tomorrow, asked_on=TODAY - DAY).elsewhere
