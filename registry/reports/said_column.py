"""How the database works ``history.said`` out of the words beside it: see numbers.py.

It is a generated column, so whoever writes words writes the number with them, and there is one
truth. A word that is not in the list, or a day out of range, makes it NULL, which the column may
not be: such a row is refused, never written as something else.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles

from registry.reports.numbers import DAY_BITS, DAYS, EPOCH, SHIFTS, TRUTHS, WORDS

_MOST_DAYS = (1 << DAY_BITS) - 1


class SaidOfColumns(ColumnElement[int]):
    """The number, from the columns of the same row."""

    type = BigInteger()
    inherit_cache = False


@compiles(SaidOfColumns, "postgresql")
def _on_postgresql(_: SaidOfColumns, __: Any, **___: Any) -> str:
    return _text(lambda day: f"CAST({day} - DATE '{EPOCH}' AS BIGINT)")


@compiles(SaidOfColumns, "sqlite")
def _on_sqlite(_: SaidOfColumns, __: Any, **___: Any) -> str:
    return _text(lambda day: f"CAST(julianday({day}) - julianday('{EPOCH}') AS INTEGER)")


def _text(days_of: Callable[[str], str]) -> str:
    return " + ".join(
        [
            *[_day(name, days_of(name), optional=name == "counts_on") for name in DAYS],
            *[_word(name) for name in WORDS],
            *[f"CASE WHEN {name} THEN {1 << SHIFTS[name]} ELSE 0 END" for name in TRUTHS],
        ]
    )


def _day(name: str, days: str, *, optional: bool) -> str:
    none = f"WHEN {name} IS NULL THEN 0 " if optional else ""
    fits = f"WHEN {days} BETWEEN 1 AND {_MOST_DAYS} THEN {days} * {1 << SHIFTS[name]}"
    return f"CASE {none}{fits} END"


def _word(name: str) -> str:
    _, words = WORDS[name]
    each = " ".join(f"WHEN '{word}' THEN {n << SHIFTS[name]}" for n, word in enumerate(words))
    return f"CASE {name} {each} END"
