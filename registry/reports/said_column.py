"""How the database reads words and days out of ``history.said``: by the bits of numbers.py.

Each function makes an expression. Numbers that come from here alone stand in the statement as they
are, so that it can be prepared (registry.kernel.prepared).
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, literal_column

from registry.reports.models import History
from registry.reports.numbers import DAY_BITS, SHIFTS, WORDS, days_of

_A_DAY = (1 << DAY_BITS) - 1


def day(name: str) -> ColumnElement[int]:
    """A day of a row, counted from ``EPOCH``; 0 where it is not set."""
    return _part(name, _A_DAY)


def is_word(name: str, *words: str) -> ColumnElement[bool]:
    """Whether a row has one of these words."""
    bits, known = WORDS[name]
    places = [_plain(known.index(word)) for word in words]
    part = _part(name, (1 << bits) - 1)
    return part == places[0] if len(places) == 1 else part.in_(places)


def is_true(name: str) -> ColumnElement[bool]:
    """Whether a row says so."""
    return History.said.bitwise_and(_plain(1 << SHIFTS[name])) != _plain(0)


def counts_by(today: date) -> ColumnElement[bool]:
    """Whether a row counts for other shops on a day, as far as days tell it."""
    return day("counts_on").between(1, days_of("counts_on", today))


def _part(name: str, mask: int) -> ColumnElement[int]:
    shifted: ColumnElement[int] = History.said.bitwise_rshift(
        literal_column(str(SHIFTS[name]), Integer)
    )
    return shifted.bitwise_and(_plain(mask))


def _plain(number: int) -> ColumnElement[Any]:
    return literal_column(str(number), BigInteger)
