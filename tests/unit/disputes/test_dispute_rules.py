"""The timetable of a dispute, day by day, and every order in which things may happen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bonafide.protocol.words import Stance
from registry.disputes import rules
from registry.disputes.errors import (
    DisputePhaseError,
    EvidenceNeededError,
    GroundError,
    HearingError,
    ProofOfContactNeededError,
    SameAdminError,
)
from registry.disputes.rules import Case, Effect
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
)
from registry.kernel.errors import DomainError

START = date(2026, 11, 21)
OLGA, IVAN = 7, 8


def day(number: int) -> date:
    return START + timedelta(days=number)


def opened(reason: Reason = Reason.PAID) -> Case:
    return rules.open_contest(reason, START).case


def answered(on: int = 3, reason: Reason = Reason.PAID) -> Case:
    said = rules.answer(opened(reason), Stance.UPHOLD, evidence=True, contact=True, today=day(on))
    return said.case


def ruled(verdict: Verdict = Verdict.UPHELD, on: int = 5) -> Case:
    ground = GROUNDS[verdict][0]
    return rules.rule(answered(), verdict, ground, admin=OLGA, today=day(on)).case


def test_an_open_dispute_suspends_at_once() -> None:
    assert rules.open_contest(Reason.PAID, START).effect is Effect.SUSPEND


def test_the_shop_may_answer_until_the_end_of_the_tenth_day() -> None:
    assert answered(10).phase is Phase.ANSWERED
    with pytest.raises(DisputePhaseError):
        answered(11)


def test_a_silent_shop_loses_the_report_after_the_tenth_day() -> None:
    assert rules.pass_time(opened(), day(10)) is None
    move = rules.pass_time(opened(), day(11))
    assert move is not None
    assert (move.effect, move.case.ending) == (Effect.REMOVE, Ending.SILENCE)


def test_an_answer_needs_evidence() -> None:
    with pytest.raises(EvidenceNeededError):
        rules.answer(opened(), Stance.UPHOLD, evidence=False, contact=True, today=day(1))


def test_not_my_order_needs_proof_of_contact() -> None:
    case = opened(Reason.NOT_MY_ORDER)
    with pytest.raises(ProofOfContactNeededError):
        rules.answer(case, Stance.UPHOLD, evidence=True, contact=False, today=day(1))
    assert answered(1, Reason.NOT_MY_ORDER).phase is Phase.ANSWERED


def test_whoever_concedes_needs_no_evidence_and_clears_at_once() -> None:
    move = rules.answer(opened(), Stance.CONCEDE, evidence=False, contact=False, today=day(1))
    assert (move.effect, move.case.phase) == (Effect.REMOVE, Phase.CLOSED)
    assert move.case.ending is Ending.CONCESSION


def test_a_case_that_nobody_rules_on_ends_for_the_customer_on_day_30() -> None:
    assert rules.pass_time(answered(), day(29)) is None
    move = rules.pass_time(answered(), day(30))
    assert move is not None
    assert (move.effect, move.case.ending) == (Effect.REMOVE, Ending.HARD_STOP)


def test_an_admin_rules_only_after_the_shop_has_spoken() -> None:
    with pytest.raises(DisputePhaseError):
        rules.rule(opened(), Verdict.UPHELD, Ground.EVIDENCE_HOLDS, admin=OLGA, today=day(1))


def test_a_ground_fits_its_verdict() -> None:
    with pytest.raises(GroundError):
        rules.rule(answered(), Verdict.UPHELD, Ground.ORDER_WAS_PAID, admin=OLGA, today=day(4))


def test_only_the_side_that_lost_may_appeal_and_once() -> None:
    with pytest.raises(DisputePhaseError):
        rules.appeal(ruled(), Side.SHOP, day(6))
    appealed = rules.appeal(ruled(), Side.CUSTOMER, day(6)).case
    with pytest.raises(DisputePhaseError):
        rules.appeal(appealed, Side.CUSTOMER, day(7))


def test_an_appeal_comes_within_fourteen_days_of_the_ruling() -> None:
    assert rules.appeal(ruled(on=5), Side.CUSTOMER, day(19)).case.phase is Phase.APPEALED
    with pytest.raises(DisputePhaseError):
        rules.appeal(ruled(on=5), Side.CUSTOMER, day(20))


def test_an_appeal_is_heard_by_another_admin() -> None:
    appealed = rules.appeal(ruled(), Side.CUSTOMER, day(6)).case
    weak = (Verdict.REMOVED, Ground.EVIDENCE_TOO_WEAK)
    with pytest.raises(SameAdminError):
        rules.rule(appealed, *weak, admin=OLGA, today=day(7))
    move = rules.rule(appealed, *weak, admin=IVAN, today=day(7))
    assert (move.effect, move.case.phase) == (Effect.REMOVE, Phase.CLOSED)


def test_a_customers_appeal_suspends_again_and_a_shops_brings_nothing_back() -> None:
    assert rules.appeal(ruled(), Side.CUSTOMER, day(6)).effect is Effect.SUSPEND
    assert rules.appeal(ruled(Verdict.REMOVED), Side.SHOP, day(6)).effect is Effect.NONE


def test_an_appeal_that_nobody_hears_ends_for_the_customer() -> None:
    for verdict, side in ((Verdict.UPHELD, Side.CUSTOMER), (Verdict.REMOVED, Side.SHOP)):
        appealed = rules.appeal(ruled(verdict), side, day(6)).case
        move = rules.pass_time(appealed, day(36))
        assert move is not None
        assert move.case.verdict is Verdict.REMOVED


def test_a_withdrawn_contest_is_over_and_a_withdrawn_appeal_leaves_the_ruling() -> None:
    assert rules.withdraw(opened(), day(2)).effect is Effect.RESTORE
    appealed = rules.appeal(ruled(), Side.CUSTOMER, day(6)).case
    move = rules.withdraw(appealed, day(7))
    assert (move.effect, move.case.verdict) == (Effect.UPHOLD, Verdict.UPHELD)
    with pytest.raises(DisputePhaseError):
        rules.withdraw(ruled(), day(6))


def test_a_shops_own_request_waits_for_the_customers_word_or_eight_days() -> None:
    claim = rules.open_request(Kind.CLAIM, START).case
    proven = (Verdict.UPHELD, Ground.CLAIM_PROVEN)
    with pytest.raises(HearingError):
        rules.rule(claim, *proven, admin=OLGA, today=day(7))
    assert rules.rule(claim, *proven, admin=OLGA, today=day(8)).effect is Effect.UPHOLD
    heard = rules.heard(claim, day(2))
    assert rules.rule(heard, *proven, admin=OLGA, today=day(2)).effect is Effect.UPHOLD


def test_an_erased_persons_contest_ends_and_a_ruling_that_was_given_stands() -> None:
    assert rules.overtake(opened(), Ending.ERASURE, day(2)).effect is Effect.RESTORE
    move = rules.overtake(ruled(), Ending.ERASURE, day(6))
    assert (move.effect, move.case.verdict) == (Effect.NONE, Verdict.UPHELD)


class Life(RuleBasedStateMachine):
    """Everybody acts at any time; what the report stands at follows the effects alone."""

    @initialize(kind=st.sampled_from(Kind), reason=st.sampled_from(Reason))
    def begin(self, kind: Kind, reason: Reason) -> None:
        self.today = START
        self.report = "removed" if kind is Kind.REFILING else "counting"
        self.appeals = 0
        self.admins: list[int] = []
        contest = kind is Kind.CONTEST
        self.take(rules.open_contest(reason, START) if contest else rules.open_request(kind, START))

    def take(self, move: rules.Move | None) -> None:
        if move is None:
            return
        self.case = move.case
        stands = {
            Effect.NONE: self.report,
            Effect.SUSPEND: "disputed",
            Effect.UPHOLD: "upheld",
            Effect.REMOVE: "removed",
            Effect.RESTORE: "counting",
        }
        self.report = stands[move.effect]

    def attempt(self, act: object, *args: object, **named: object) -> bool:
        try:
            self.take(act(*args, **named))  # type: ignore[operator]  # a rule
        except DomainError:
            return False
        return True

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        """The job may come late by days, and several endings may be due."""
        self.today += timedelta(days=days)

    @rule()
    def job(self) -> None:
        while (move := rules.pass_time(self.case, self.today)) is not None:
            self.take(move)

    @rule(stance=st.sampled_from(Stance), evidence=st.booleans(), contact=st.booleans())
    def shop_answers(self, stance: Stance, evidence: bool, contact: bool) -> None:
        before = self.case
        done = self.attempt(
            rules.answer, before, stance, evidence=evidence, contact=contact, today=self.today
        )
        if done and stance is Stance.UPHOLD:
            assert self.today <= rules.answer_by(before)
            assert evidence
            assert contact or before.reason is not Reason.NOT_MY_ORDER

    @rule(
        verdict=st.sampled_from(Verdict),
        ground=st.sampled_from(Ground),
        admin=st.sampled_from([OLGA, IVAN]),
    )
    def admin_rules(self, verdict: Verdict, ground: Ground, admin: int) -> None:
        before = self.case
        if self.attempt(rules.rule, before, verdict, ground, admin=admin, today=self.today):
            self.admins.append(admin)
            assert self.today < rules.stop_on(before)
            assert ground in GROUNDS[verdict]
            assert len(self.admins) == len(set(self.admins)) <= 2

    @rule(side=st.sampled_from([Side.CUSTOMER, Side.SHOP]))
    def side_appeals(self, side: Side) -> None:
        if self.attempt(rules.appeal, self.case, side, self.today):
            self.appeals += 1

    @rule()
    def customer_withdraws(self) -> None:
        self.attempt(rules.withdraw, self.case, self.today)

    @rule()
    def customer_speaks(self) -> None:
        try:
            rules.check_may_add(self.case, self.today)
        except DisputePhaseError:
            return
        self.case = rules.heard(self.case, self.today)

    @precondition(lambda self: self.case.phase is not Phase.CLOSED)
    @rule()
    def customer_erases(self) -> None:
        while (move := rules.pass_time(self.case, self.today)) is not None:
            self.take(move)
        if self.case.phase is not Phase.CLOSED:
            self.take(rules.overtake(self.case, Ending.ERASURE, self.today))

    @invariant()
    def nothing_counts_while_it_is_open(self) -> None:
        if self.case.live:
            assert self.report in ("disputed", "removed")

    @invariant()
    def what_a_closed_case_says_is_what_the_report_is(self) -> None:
        if self.case.phase in (Phase.RULED, Phase.CLOSED) and self.case.verdict is not None:
            assert self.report == self.case.verdict.value

    @invariant()
    def nothing_stays_open_past_its_last_day(self) -> None:
        due = rules.case_on(self.case, self.today)
        if due.phase in LIVE:
            assert self.today < rules.stop_on(due)
        if due.phase is Phase.OPEN:
            assert self.today <= rules.answer_by(due)

    @invariant()
    def there_is_one_appeal(self) -> None:
        assert self.appeals <= 1


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase


def test_the_machine_would_see_a_case_without_a_hard_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    real = rules.pass_time

    def forgets(case: Case, today: date) -> rules.Move | None:
        return None if case.phase is Phase.ANSWERED else real(case, today)

    monkeypatch.setattr(rules, "pass_time", forgets)
    machine = Life()
    machine.begin(Kind.CONTEST, Reason.PAID)
    machine.shop_answers(Stance.UPHOLD, evidence=True, contact=True)
    machine.wait(40)
    with pytest.raises(AssertionError):
        machine.nothing_stays_open_past_its_last_day()


def test_the_machine_would_see_a_report_that_counts_while_it_is_disputed() -> None:
    machine = Life()
    machine.begin(Kind.CONTEST, Reason.PAID)
    machine.take(rules.Move(replace(machine.case), Effect.RESTORE))
    with pytest.raises(AssertionError):
        machine.nothing_counts_while_it_is_open()
