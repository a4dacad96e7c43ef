"""The white list's rules, tried on many made-up people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from bonafide.protocol.words import Evidence, Fault, Level, Outcome, PassResult, ReportState
from registry.trust.facts import Fact
from registry.trust.levels import Person, level_of
from registry.trust.network import Network
from registry.trust.policy import load_policy
from registry.trust.weigh import weigh
from registry.whitelist.rules import (
    WASHED_AGAIN,
    Case,
    Missing,
    Phones,
    Place,
    Shown,
    case_of,
    eligibility,
    is_washed_again,
    judge_pass,
    place,
)

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
POLICY = load_policy()
NETWORK = Network(base=0.03, m=10.0)
SPEAKING = Phones(speaking=True)


def fact(
    number: int, outcome: Outcome, shop: int, days_ago: int, *, imported: bool = False
) -> Fact:
    day = TODAY - timedelta(days=days_ago)
    return Fact(
        report_id=number,
        shop_id=shop,
        outcome=outcome,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment="cod",
        occurred_on=day,
        filed_on=day,
        counts_on=day + timedelta(days=1 if outcome is Outcome.PAID else 8),
        state=ReportState.PENDING,
        imported=imported,
    )


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Up to nine orders at four shops, most of them paid, recent and seen live."""
    age = st.integers(0, 150) | st.integers(0, 150) | st.integers(0, 900)
    imported = st.sampled_from([False] * 7 + [True])
    paid = draw(st.lists(st.tuples(st.integers(1, 4), age, imported), max_size=7))
    failed = draw(st.lists(st.tuples(st.integers(1, 4), age), max_size=1))
    failed += draw(st.sampled_from([[], [], [(4, 30)]]))
    outcome = st.sampled_from([Outcome.REFUSED, Outcome.NOT_COLLECTED])
    return [
        fact(number, Outcome.PAID, shop, days, imported=imported)
        for number, (shop, days, imported) in enumerate(paid, start=1)
    ] + [
        fact(number, draw(outcome), shop, days)
        for number, (shop, days) in enumerate(failed, start=len(paid) + 1)
    ]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """People who are on the list or not, renewed or not, with one proven identifier or two."""
    days = draw(st.sampled_from([None, None, None, 10, 70, 200]))
    renewed = None if days is None else TODAY - timedelta(days=days)
    person = Person(
        enrolled=True,
        renewed_on=renewed,
        proven=draw(st.integers(1, 2)),
        granted=draw(st.booleans()),
    )
    phones = draw(st.sampled_from([SPEAKING] * 4 + [Phones(), Phones(shared=True, paused=True)]))
    return case_of(draw(facts()), person, phones, NETWORK, POLICY)


@pytest.mark.parametrize("earned", [True, False])
def test_the_made_up_people_are_of_every_kind(earned: bool) -> None:
    find(cases(), lambda case: eligibility(case, today=TODAY).earned is earned)
    find(cases(), lambda case: (eligibility(case, today=TODAY).on or TODAY) > TODAY)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_is_missing_exactly_when_a_place_is_given(case: Case) -> None:
    found = eligibility(case, today=TODAY)
    given_place = place(case, None, today=TODAY)
    assert found.earned is (given_place is not None) is (not found.gaps)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_day_that_is_promised_is_the_first_on_which_the_place_is_given(case: Case) -> None:
    promised = eligibility(case, today=TODAY).on
    if promised is None:
        return
    assert promised >= TODAY
    assert place(case, None, today=promised) is not None
    before = [TODAY + timedelta(days=n) for n in range(0, (promised - TODAY).days, 7)]
    assert all(place(case, None, today=day) is None for day in before)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_white_takes_a_phone_three_paid_orders_at_two_shops_and_a_wait(case: Case) -> None:
    if place(case, None, today=TODAY) is None:
        return
    counted = [
        f
        for f in case.facts
        if f.outcome is Outcome.PAID
        and not f.imported
        and f.counts_on is not None
        and f.counts_on <= TODAY
        and (case.person.renewed_on is None or f.occurred_on > case.person.renewed_on)
    ]
    assert case.phones.speaking
    assert len(counted) >= 3
    assert len({f.shop_id for f in counted}) >= 2
    assert case.person.renewed_on is None or (TODAY - case.person.renewed_on).days >= 60


@given(cases())
@settings(max_examples=100, deadline=None)
def test_the_list_and_a_lookup_judge_alike(case: Case) -> None:
    """Who would be given a place is white by the formula of lookups, and the other way round."""
    person = case.person._replace(granted=False, previous=None)
    fresh = replace(case, person=person, phones=SPEAKING)
    seen = weigh(fresh.facts, view=None, network=NETWORK, policy=POLICY, today=TODAY)
    level = level_of(person, seen, 0.03, NETWORK, POLICY.levels, TODAY)
    white = place(fresh, None, today=TODAY) is not None
    assert white is (level is Level.WHITE)


@given(cases(), st.integers(0, 200))
@settings(max_examples=100, deadline=None)
def test_a_place_that_is_kept_keeps_its_first_day_and_lies_ahead(case: Case, days: int) -> None:
    held = Place(TODAY - timedelta(days=days), TODAY + timedelta(days=180 - days))
    kept = place(case, held, today=TODAY)
    if kept is not None:
        assert kept.since == held.since
        assert TODAY <= kept.until <= TODAY + timedelta(days=180)
        assert case.person.proven == 1 or kept.until >= min(held.until, TODAY + timedelta(days=180))


def paid(*days_ago: int) -> list[Fact]:
    return [fact(n, Outcome.PAID, 1 + n % 2, ago) for n, ago in enumerate(days_ago, start=1)]


def case(rows: list[Fact], **said: object) -> Case:
    return case_of(rows, Person(enrolled=True)._replace(**said), SPEAKING, NETWORK, POLICY)  # type: ignore[arg-type]  # a test's shorthand


def test_one_failure_keeps_out_for_a_year_and_tells_the_day() -> None:
    failed = fact(9, Outcome.REFUSED, 3, 100)
    found = eligibility(case([*paid(5, 10, 15), failed]), today=TODAY)
    assert [(gap.what, gap.on) for gap in found.gaps] == [
        (Missing.DOUBT, failed.occurred_on + timedelta(days=365))
    ]
    assert found.on is None, "by then the paid orders are too long ago for one identifier"
    vouched = eligibility(case([*paid(5, 10, 15), failed], proven=2), today=TODAY)
    assert vouched.on == failed.occurred_on + timedelta(days=365)


def test_who_holds_white_loses_it_to_two_shops_and_not_to_one() -> None:
    held = Place(TODAY - timedelta(days=30), TODAY + timedelta(days=100))
    one = [*paid(5, 10, 15), fact(8, Outcome.REFUSED, 3, 20)]
    assert place(case(one, granted=True), held, today=TODAY) is not None
    two = [*one, fact(9, Outcome.REFUSED, 4, 20)]
    assert place(case(two, granted=True), held, today=TODAY) is None


def test_older_orders_count_once_a_second_identifier_is_proven() -> None:
    rows = paid(200, 210, 220)
    gaps = {gap.what for gap in eligibility(case(rows), today=TODAY).gaps}
    assert gaps == {Missing.PAID, Missing.SHOPS, Missing.SECOND}
    assert eligibility(case(rows, proven=2), today=TODAY).earned


@pytest.mark.parametrize(
    ("phones", "what"),
    [
        (Phones(), Missing.PHONE),
        (Phones(shared=True), Missing.SHARED),
        (Phones(paused=True), Missing.PAUSED),
    ],
)
def test_without_a_phone_that_speaks_it_is_said_why(phones: Phones, what: Missing) -> None:
    found = eligibility(replace(case(paid(5, 10, 15)), phones=phones), today=TODAY)
    assert ([gap.what for gap in found.gaps], found.on) == ([what], None)


@given(st.integers(0, 800))
def test_a_second_washing_is_one_within_a_year(days: int) -> None:
    again = is_washed_again(TODAY - timedelta(days=days), today=TODAY)
    assert again is (timedelta(days=days) < WASHED_AGAIN)
    assert not is_washed_again(None, today=TODAY)


shown = st.builds(
    Shown,
    withdrawn=st.booleans(),
    expires_at=st.none() | st.integers(-60, 60).map(lambda m: NOW + timedelta(minutes=m)),
    spent_shop_id=st.none() | st.sampled_from([1, 2]),
    spent_order_mac=st.sampled_from([b"a", b"b"]),
    result=st.sampled_from([PassResult.WHITE, PassResult.NOT_WHITE]),
)


@given(shown)
def test_a_pass_is_spent_only_while_it_is_unspent_kept_and_young(row: Shown) -> None:
    said = judge_pass(row, shop_id=1, order_macs=[b"a"], now=NOW)
    free = row.spent_shop_id is None and not row.withdrawn
    young = row.expires_at is not None and row.expires_at > NOW
    assert (said is None) is (free and young)
    if row.spent_shop_id is not None:
        same = (row.spent_shop_id, row.spent_order_mac) == (1, b"a")
        assert said is (row.result if same else PassResult.SPENT)
