"""Weeks on the first page of the desk."""

from datetime import date

from registry.desk.overview import WEEKS, weeks_of

MONDAY = date(2026, 9, 7)


def test_every_week_is_there_even_when_nothing_happened() -> None:
    weeks = weeks_of([], first_on=MONDAY)
    assert len(weeks) == WEEKS
    assert weeks[0].monday == MONDAY
    assert {week.total for week in weeks} == {0}


def test_a_sunday_belongs_to_the_monday_before_it() -> None:
    days = [(date(2026, 9, 13), "paid", "unknown", 3), (date(2026, 9, 14), "paid", "unknown", 2)]
    first, second = weeks_of(days, first_on=MONDAY)[:2]
    assert (first.paid, second.paid) == (3, 2)


def test_only_failures_of_the_buyer_or_of_nobody_known_are_losses() -> None:
    days = [
        (MONDAY, "refused", "customer", 1),
        (MONDAY, "no_show", "unknown", 2),
        (MONDAY, "not_collected", "courier", 4),
        (MONDAY, "returned", "customer", 8),
    ]
    week = weeks_of(days, first_on=MONDAY)[0]
    assert (week.paid, week.failed, week.excused) == (0, 3, 12)
