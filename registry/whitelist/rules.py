"""Who belongs on the white list, since when, until when, what is missing; what a pass says. Pure.

White = takes part ∧ a phone among the proven ∧ ≥ 3 paid orders at ≥ 2 shops ∧ no standing failure
in 12 months (``registry.trust.levels`` counts them; the numbers are the policy's).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bonafide.protocol.words import PassResult
from registry.trust.facts import Fact, in_order, is_failure
from registry.trust.levels import Person, WhiteRecord, is_doubted, is_enough, white_record
from registry.trust.network import Network
from registry.trust.policy import Levels, Policy
from registry.trust.weigh import weigh

RENEWED_BEFORE: Final = timedelta(days=30)
"""A place on the list is renewed when less than this is left of it."""
WASHED_AGAIN: Final = timedelta(days=365)
"""A second erasure or claim of a new number within this goes to an admin."""


class Washing(StrEnum):
    """What a person may ask for that an admin decides the second time."""

    ERASURE = "erasure"
    NEW_NUMBER = "new_number"


class Missing(StrEnum):
    """What stands between a person and the white list."""

    PHONE = "phone"
    SHARED = "shared"
    PAUSED = "paused"
    WAIT = "wait"
    PAID = "paid"
    SHOPS = "shops"
    SECOND = "second"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Phones:
    """What can be said of the phones that a person proved: one that speaks, or why none does."""

    speaking: bool = False
    shared: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: ``have`` of ``need``, and the day by which time alone mends it."""

    what: Missing
    have: int = 0
    need: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the record earns white; if not, what is missing and when it could be there.

    ``on`` is the first day on which what is on file would be enough, None when time alone does not
    help.
    """

    earned: bool
    paid: int
    shops: int
    gaps: tuple[Gap, ...]
    on: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the white list."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides: the person's facts, phones, and what is known besides.

    ``facts`` are ``in_order``. ``person.granted`` says that the person is on the list now.
    """

    facts: Sequence[Fact]
    person: Person
    phones: Phones
    network: Network
    policy: Policy

    def record(self, today: date) -> WhiteRecord:
        """The white record as it stands on a day."""
        seen = weigh(self.facts, view=None, network=self.network, policy=self.policy, today=today)
        return white_record(self.person, seen, self.network, self.policy.levels, today)

    def waits_until(self) -> date | None:
        """The first day on which an erasure or a claim of a new number no longer holds it back."""
        renewed = self.person.renewed_on
        return renewed and renewed + timedelta(days=self.policy.levels.renewed_days)


def eligibility(case: Case, *, today: date) -> Eligibility:
    """What the person has and what is missing, in facts."""
    record = case.record(today)
    gaps = _gaps(case, record, today)
    earned = not gaps
    return Eligibility(
        earned=earned,
        paid=len(record.paid),
        shops=len(record.shops),
        gaps=gaps,
        on=today if earned else _first_day(case, today),
    )


def place(case: Case, now_held: Place | None, *, today: date) -> Place | None:
    """The place on the list from today: given, renewed, kept, or None when it is not earned."""
    if not _earns(case, today):
        return None
    until = _until(case, today)
    if now_held is None:
        return Place(today, until)
    if case.person.proven > 1 and now_held.until - today >= RENEWED_BEFORE:
        until = now_held.until
    return Place(now_held.since, until)


def doubted_from(case: Case, *, held: bool, today: date) -> date | None:
    """The day from which failures on file forbid white, today or later; None when they do not.

    A failure waits before it counts, so the day is known before it comes.
    """
    ahead = {fact.counts_on for fact in case.facts if is_failure(fact) and fact.counts_on}
    days = [today, *sorted(day for day in ahead if day > today)]
    limits = case.policy.levels
    return next((day for day in days if is_doubted(case.record(day), limits, held=held)), None)


def is_washed_again(erased_on: date | None, *, today: date) -> bool:
    """Whether an erasure or claim today would be the second one within a year."""
    return erased_on is not None and today < erased_on + WASHED_AGAIN


def _until(case: Case, today: date) -> date:
    """How long the place holds without news.

    A number that falls silent may be given to somebody else, so with one proven identifier the
    place ends with the silence after the last order; a second one vouches for the first.
    """
    silence = timedelta(days=case.policy.levels.silence_days)
    if case.person.proven > 1:
        return today + silence
    return case.record(today).paid[-1].occurred_on + silence


def _earns(case: Case, day: date) -> bool:
    record, limits = case.record(day), case.policy.levels
    waits = case.waits_until()
    return (
        case.phones.speaking
        and (waits is None or day >= waits)
        and is_enough(record, limits)
        and not is_doubted(record, limits, held=case.person.granted)
    )


def _gaps(case: Case, record: WhiteRecord, today: date) -> tuple[Gap, ...]:
    limits = case.policy.levels
    gaps = [*_phone_gaps(case.phones)]
    waits = case.waits_until()
    if waits is not None and today < waits:
        gaps.append(Gap(Missing.WAIT, on=waits))
    if len(record.paid) < limits.white_paid:
        on = _first_with(case, today, lambda then: len(then.paid) >= limits.white_paid)
        gaps.append(Gap(Missing.PAID, len(record.paid), limits.white_paid, on))
    if len(record.shops) < limits.white_shops:
        on = _first_with(case, today, lambda then: len(then.shops) >= limits.white_shops)
        gaps.append(Gap(Missing.SHOPS, len(record.shops), limits.white_shops, on))
    if not is_enough(record, limits) and _second_would_help(case, limits, today):
        gaps.append(Gap(Missing.SECOND, case.person.proven, 2))
    if is_doubted(record, limits, held=case.person.granted):
        on = _first_with(
            case, today, lambda then: not is_doubted(then, limits, held=case.person.granted)
        )
        gaps.append(Gap(Missing.DOUBT, len(record.doubts), 0, on))
    return tuple(gaps)


def _phone_gaps(phones: Phones) -> list[Gap]:
    if phones.speaking:
        return []
    if phones.paused:
        return [Gap(Missing.PAUSED)]
    return [Gap(Missing.SHARED if phones.shared else Missing.PHONE, 0, 1)]


def _second_would_help(case: Case, limits: Levels, today: date) -> bool:
    if case.person.proven > 1:
        return False
    vouched = replace(case, person=case.person._replace(proven=2))
    return is_enough(vouched.record(today), limits)


def _first_day(case: Case, today: date) -> date | None:
    return next((day for day in _days(case, today) if _earns(case, day)), None)


def _first_with(case: Case, today: date, wanted: Callable[[WhiteRecord], bool]) -> date | None:
    return next((day for day in _days(case, today) if wanted(case.record(day))), None)


def _days(case: Case, today: date) -> list[date]:
    """The days to come on which something changes by itself: no other can be the first good one."""
    clear = timedelta(days=case.policy.levels.white_clear_days)
    days = {fact.occurred_on + clear for fact in case.facts}
    days |= {fact.counts_on for fact in case.facts if fact.counts_on is not None}
    if (waits := case.waits_until()) is not None:
        days.add(waits)
    return sorted(day for day in days if day > today)


def case_of(
    facts: Sequence[Fact], person: Person, phones: Phones, network: Network, policy: Policy
) -> Case:
    """A case of facts in any order."""
    return Case(in_order(facts), person, phones, network, policy)


@dataclass(frozen=True, slots=True)
class Shown:
    """A white pass as it lies in its row when a shop shows it."""

    withdrawn: bool
    expires_at: datetime | None
    spent_shop_id: int | None
    spent_order_mac: bytes | None
    result: PassResult | None


def judge_pass(
    shown: Shown, *, shop_id: int, order_macs: Sequence[bytes], now: datetime
) -> PassResult | None:
    """What a pass answers; None while it can still be spent.

    Spent on this very order it answers as it did, whatever became of it since.
    """
    if shown.spent_shop_id is not None:
        same = shown.spent_shop_id == shop_id and shown.spent_order_mac in order_macs
        return shown.result if same else PassResult.SPENT
    if shown.withdrawn:
        return PassResult.WITHDRAWN
    if shown.expires_at is None or now >= shown.expires_at:
        return PassResult.EXPIRED
    return None
