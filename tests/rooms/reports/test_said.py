"""What a history row says is one number, of which code and database read the same."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice
from operator import eq
from typing import Any

import pytest
from alembic import command
from sqlalchemy import ColumnElement, Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry.ops import schema
from registry.reports import counts
from registry.reports.models import History
from registry.reports.numbers import DAYS, EPOCH, LAST_DAY, TRUTHS, WORDS, counted, number_of
from registry.reports.said import SAID
from registry.reports.said_column import counts_by, day, is_true, is_word
from tests.rooms.keeper import TODAY
from tests.rooms.saying import history_row

WHO = 1 << 40
DAY = timedelta(days=1)
SAYS = [*DAYS, *WORDS, *TRUTHS]
FIRST: dict[str, Any] = {name: words[0].value for name, (_, words) in WORDS.items()}
FIRST |= dict.fromkeys(DAYS, TODAY) | dict.fromkeys(TRUTHS, False)


def rows() -> Iterator[dict[str, Any]]:
    """Every word, the first and the last day and some between, each truth: in many mixtures."""
    days = [EPOCH + DAY, LAST_DAY, TODAY, TODAY - DAY, TODAY + 8 * DAY]
    values: dict[str, list[Any]] = {name: [w.value for w in ws] for name, (_, ws) in WORDS.items()}
    values |= {"occurred_on": days[:3], "filed_on": days[1:], "counts_on": [*days, None]}
    values |= {"elsewhere": [True, False], "imported": [False, False, True]}
    mixed = [islice(cycle(each), number, None) for number, each in enumerate(values.values())]
    said: tuple[Any, ...]
    for report_id, said in enumerate(islice(zip(*mixed, strict=False), 500)):
        key = {"identifier_id": WHO, "report_id": report_id, "shop_id": 1 + report_id % 7}
        yield key | dict(zip(values, said, strict=True))


def said_of(row: Any) -> dict[str, Any]:
    """What a row or what a report says, by name."""
    return {name: getattr(row, name) for name in SAYS}


def test_what_was_written_is_read(session: Session) -> None:
    written: list[dict[str, Any]] = list(rows())
    session.execute(insert(History), list(map(history_row, written)))
    for row in session.execute(select(History.__table__)):
        assert SAID[row.said] is SAID[row.said]
    found = counts.histories(session, [WHO])[WHO]
    assert list(found.shop_ids) == sorted(found.shop_ids)
    read = {fact.report_id: fact for fact in found}
    for was in written:
        fact = read[was["report_id"]]
        assert said_of(fact) == {name: was[name] for name in SAYS}
        assert (fact.shop_id, fact.day) == (was["shop_id"], was["occurred_on"].toordinal())


def test_the_database_reads_the_same_out_of_it_as_the_code(session: Session) -> None:
    written: list[dict[str, Any]] = list(rows())
    session.execute(insert(History), list(map(history_row, written)))

    def found(condition: ColumnElement[bool]) -> set[int]:
        return set(session.scalars(select(History.report_id).where(condition)))

    def those(name: str, holds: Callable[[Any], bool]) -> set[int]:
        return {row["report_id"] for row in written if holds(row[name])}

    for name, (_, words) in WORDS.items():
        for word in words:
            assert found(is_word(name, word)) == those(name, partial(eq, word))
        assert found(is_word(name, *words[:2])) == those(name, words[:2].__contains__)
    for name in TRUTHS:
        assert found(is_true(name)) == those(name, bool)
    for name in DAYS:
        read = session.execute(select(History.report_id, day(name)))
        assert {each[0]: each[1] for each in read} == {
            row["report_id"]: counted(row[name]) if row[name] else 0 for row in written
        }
    for on in (TODAY - DAY, TODAY, LAST_DAY):
        by_then = [row for row in written if row["counts_on"] and row["counts_on"] <= on]
        assert found(counts_by(on)) == {row["report_id"] for row in by_then}


def test_every_word_has_a_number_and_there_is_room_for_all() -> None:
    for bits, words in WORDS.values():
        assert set(words) == set(type(words[0]))
        assert len(words) <= 1 << bits


@pytest.mark.parametrize(
    "odd",
    [
        *[{name: "unheard"} for name in WORDS if name != "payment"],
        *[{name: EPOCH} for name in DAYS],
        *[{name: LAST_DAY + DAY} for name in DAYS],
        {"occurred_on": date(1999, 12, 31)},
    ],
    ids=str,
)
def test_what_has_no_number_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is no day|not in"):
        number_of(**FIRST | odd)
    assert said_of(SAID[number_of(**FIRST)]) == FIRST


def test_a_way_to_pay_without_a_word_is_for_measuring_and_for_no_database(
    session: Session,
) -> None:
    number = number_of(**FIRST | {"payment": "boleto"})
    assert SAID[number].payment == "boleto"
    row = {"identifier_id": WHO, "report_id": 1, "shop_id": 1, "said": number}
    with pytest.raises((DBAPIError, OverflowError)):
        session.execute(insert(History), [row])


@pytest.mark.parametrize("newest", ["0015", "0016", "0019"])
def test_reports_of_before_say_the_same_after_the_migrations_and_back(
    empty: Engine, newest: str
) -> None:
    old = sorted(rows(), key=lambda row: int(row["report_id"]))[:100]
    names = ", ".join(old[0])
    values = ", ".join(f":{name}" for name in old[0])
    plain = text(f"SELECT {names} FROM history ORDER BY report_id")
    with empty.begin() as connection:
        command.upgrade(schema._config(connection), "0014")
        connection.execute(text(f"INSERT INTO history ({names}) VALUES ({values})"), old)
        before = connection.execute(plain).all()
    with empty.begin() as connection:
        command.upgrade(schema._config(connection), newest)
    with empty.begin() as connection:
        there = set(connection.execute(text("SELECT * FROM history")).keys())
        if newest == "0019":
            assert there == {"identifier_id", "shop_id", "report_id", "said"}
        else:
            assert there == {*old[0], "said"}
            assert connection.execute(plain).all() == before
        numbers = connection.execute(text("SELECT said FROM history ORDER BY report_id"))
        for number, row in zip(numbers.scalars(), old, strict=True):
            assert said_of(SAID[number]) == {name: row[name] for name in SAYS}
        command.downgrade(schema._config(connection), "0014")
    with empty.begin() as connection:
        assert connection.execute(plain).all() == before
        whole = connection.execute(text("SELECT * FROM history")).mappings().all()
        assert set(whole[0]) == set(old[0])
