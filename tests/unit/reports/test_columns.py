"""Reports as columns say what they say as facts, each shop's in one stretch."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState
from registry.reports.columns import Reading, Reports, in_order
from registry.reports.numbers import (
    EPOCH,
    LAST_DAY,
    counts_in,
    day_of,
    filed_in,
    following_day,
    watched,
    words_in,
)
from registry.reports.said import SAID, Fact

DAYS = st.integers(1, (LAST_DAY - EPOCH).days).map(lambda days: EPOCH + timedelta(days=days))


def by_words(**words: Any) -> Fact:
    """Whose arguments are not guessed from the parts of a fact."""
    return Fact(**words)


FACTS = st.lists(
    st.builds(
        by_words,
        report_id=st.integers(1, 1 << 62),
        shop_id=st.integers(1, 4),
        outcome=st.sampled_from(Outcome),
        fault=st.sampled_from(Fault),
        evidence=st.sampled_from(Evidence),
        payment=st.sampled_from([*Payment, "cheque", "voucher"]),
        occurred_on=DAYS,
        filed_on=DAYS,
        counts_on=st.none() | DAYS,
        state=st.sampled_from(ReportState),
        elsewhere=st.booleans(),
        imported=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda fact: fact.report_id,
)


def read(facts: list[Fact]) -> Reports:
    """As they come from a database: by shop, and nobody has made facts of them."""
    rows = sorted(facts, key=lambda fact: fact.shop_id)
    return Reports(
        [fact.report_id for fact in rows],
        [fact.shop_id for fact in rows],
        [fact.said.number for fact in rows],
    )


@given(FACTS)
def test_as_a_sequence_they_are_the_facts_oldest_first(facts: list[Fact]) -> None:
    reports = read(facts)
    assert list(reports) == sorted(facts) == list(in_order([*facts, *facts]))
    assert len(reports) == len(facts)
    assert reports[:3] == sorted(facts)[:3]
    assert in_order(reports) is reports


@given(FACTS)
def test_parts_of_them_are_those_that_facts_would_make(facts: list[Fact]) -> None:
    for reports in (read(facts), in_order(facts)):
        for shop in range(1, 5):
            mine = sorted(fact for fact in facts if fact.shop_id == shop)
            assert list(reports.of_shop(shop)) == mine
            if mine:
                stretch = reports.stretch(shop)
                assert {*reports.report_ids[stretch]} == {fact.report_id for fact in mine}
                assert stretch.stop - stretch.start == len(mine)
            else:
                with pytest.raises(ValueError, match="not in"):
                    reports.stretch(shop)
        kept = sorted(fact for fact in facts if fact.shop_id not in {1, 3})
        assert list(reports.without({1, 3})) == kept
        for day in (EPOCH, date(2026, 1, 1), LAST_DAY):
            known = sorted(fact for fact in facts if fact.filed_on < day)
            assert list(reports.filed_before(day)) == known


@given(FACTS, FACTS)
def test_a_table_tells_of_one_person_the_same_alone_and_among_others(
    facts: list[Fact], others: list[Fact]
) -> None:
    alone, theirs = read(facts), read(others)
    reading = Reading(
        [*alone.report_ids, *theirs.report_ids],
        [*alone.shop_ids, *theirs.shop_ids],
        [*alone.numbers, *theirs.numbers],
    )
    first, last = reading.part(0, len(facts)), reading.part(len(facts), len(facts) + len(others))
    for odd in (3, 5):  # the second table is not taken for the first one
        numbers = {each: each % odd for each in (*alone.numbers, *theirs.numbers)}
        shops = {each: f"shop {each % odd}" for each in range(1, 5)}
        for part, itself in ((first, alone), (last, theirs)):
            said = [numbers[each] for each in itself.numbers]
            by = [shops[each] for each in itself.shop_ids]
            assert part.by_number(numbers) == itself.by_number(numbers) == said
            assert part.by_shop(shops) == itself.by_shop(shops) == by
            part.by_number(numbers).clear()  # a list of the caller's own
            assert part.by_number(numbers) == said
        assert list(first) == sorted(facts)


@given(FACTS)
def test_a_number_tells_without_being_taken_apart(facts: list[Fact]) -> None:
    for fact in facts:
        number = fact.said.number
        assert SAID[number] == fact.said
        assert day_of(number) == fact.day
        assert SAID[words_in(number)].outcome is fact.outcome
        assert filed_in(number) == (fact.filed_on - EPOCH).days
        counts_on = fact.counts_on if fact.elsewhere else None
        assert counts_in(number) == ((counts_on - EPOCH).days if counts_on else 0)


@given(FACTS)
def test_numbers_stand_in_the_order_of_their_days(facts: list[Fact]) -> None:
    numbers = watched(fact.said.number for fact in facts)
    days = sorted(fact.day for fact in facts if not fact.imported)
    for fact in facts:
        after = [number for number in numbers if number >= following_day(fact.said.number)]
        assert list(map(day_of, after)) == [day for day in days if day > fact.day]


def test_a_day_that_no_database_keeps_has_no_number() -> None:
    with pytest.raises(ValueError, match="occurred_on is no day from 2000-01-02 to 2089-09-17"):
        Fact(
            report_id=1,
            shop_id=1,
            outcome=Outcome.PAID,
            fault=Fault.UNKNOWN,
            evidence=Evidence.STATEMENT,
            payment="cod",
            occurred_on=EPOCH,
            filed_on=date(2026, 1, 1),
            counts_on=None,
        )
