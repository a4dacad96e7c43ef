"""Dates, numbers, plurals and charts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from registry.kernel.web.pages import charts
from registry.kernel.web.pages.format import (
    band,
    day,
    moment,
    money,
    number,
    percent,
    plural,
    points,
)

DAYS = {"one": "{n} день", "few": "{n} дня", "many": "{n} дней", "other": "{n} дня"}


@contextmanager
def in_russian() -> Iterator[None]:
    with Flask("formats").test_request_context(headers={"Accept-Language": "ru"}):
        yield


def plainly(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_english_is_written_as_the_english_do() -> None:
    assert day(date(2026, 11, 26)) == "26 November 2026"
    assert moment(datetime(2026, 11, 26, 5, 41, tzinfo=UTC)) == "26 Nov 2026, 05:41 UTC"
    assert number(12345.5) == "12,345.5"
    assert percent(0.0345) == "3.4%"
    assert plainly(money(1200, "RUB")) == "RUB 1,200"
    assert plainly(money(Decimal("962.50"), "RUB")) == "RUB 962.50"
    assert money(Decimal("962.50"), "EUR") == "€962.50"
    assert points(Decimal("10.69")) == "10.69%"
    assert (band("1500-2999"), band("50000+")) == ("1,500–2,999", "50,000+")
    assert plural(1, {"one": "{n} day", "other": "{n} days"}) == "1 day"
    assert plural(1200, {"one": "{n} day", "other": "{n} days"}) == "1,200 days"


def test_russian_is_written_as_the_russians_do() -> None:
    with in_russian():
        assert plainly(day(date(2026, 11, 26))) == "26 ноября 2026"
        assert plainly(number(12345.5)) == "12 345,5"
        assert plainly(percent(0.0345)) == "3,4 %"
        assert plainly(money(1200, "RUB")) == "1 200 ₽"
        assert plainly(money(Decimal("962.50"), "RUB")) == "962,50 ₽"
        assert plainly(points(10)) == "10 %"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (0, "0 дней")],
)
def test_russian_counts_take_the_right_form(count: int, words: str) -> None:
    with in_russian():
        assert plural(count, DAYS) == words


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (0.7, 0.8), (1, 1), (3.2, 4), (10, 10), (4400, 5000), (81, 100)]
)
def test_the_top_of_a_chart_is_a_round_number(most: float, top: float) -> None:
    assert charts.nice_top(most) == pytest.approx(top)


def test_bars_stand_on_the_ground_and_keep_their_proportions() -> None:
    chart = charts.bars("Week", ["1", "2", "3"], {"Paid": [4, 2, None], "Failed": [0, 1, 4]})
    paid, failed = chart.series
    assert [bar.y + bar.height for bar in paid.bars] == [252.0, 252.0]
    assert paid.bars[0].height == pytest.approx(2 * paid.bars[1].height)
    assert failed.bars[0].height == 0
    assert failed.bars[0].x == pytest.approx(paid.bars[0].x + paid.bars[0].width, abs=0.2)
    assert list(paid.values) == [4, 2, None]
    assert [tick.value for tick in chart.ticks] == [0, 1, 2, 3, 4]


def test_a_line_breaks_where_a_value_is_missing() -> None:
    [line] = charts.lines("Week", ["1", "2", "3", "4"], {"Rate": [1, 1, None, 1]}).series
    assert line.path.count("M") == 2
    assert line.path.count("L") == 1
    assert len(line.dots) == 3


def test_a_picture_in_which_nothing_would_be_seen_says_so_itself() -> None:
    assert charts.bars("Day", ["a", "b"], {"x": [None, 0.0]}).empty
    assert not charts.bars("Day", ["a", "b"], {"x": [None, 2.0]}).empty


def test_many_labels_are_thinned_out_and_none_at_all_is_no_fault() -> None:
    names = [str(each) for each in range(52)]
    assert len(charts.lines("Week", names, {"Rate": [1.0] * 52}).marks) <= 8
    assert charts.bars("Week", [], {"Rate": []}).marks == ()
