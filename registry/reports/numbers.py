"""What a report says as one whole number of 63 bits.

``history.said`` is all that is kept of it there; whoever reads takes words and days out of it
again, here or in the database (said_column.py). From the highest bit: three days (occurred, filed,
counts from; counted from ``EPOCH``, 15 bits each, 0 for a day that is not set), the words by their
place in ``WORDS``, two truths. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import filterfalse
from typing import Any, Final

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState

EPOCH: Final = date(2000, 1, 1)
DAY_BITS: Final = 15
LAST_DAY: Final = EPOCH + timedelta(days=(1 << DAY_BITS) - 1)
"""17 September 2089. A day outside is refused, as is a word not known here."""

WORDS: Final[Mapping[str, tuple[int, tuple[StrEnum, ...]]]] = {
    "outcome": (
        4,
        (
            Outcome.PAID,
            Outcome.REFUSED,
            Outcome.NO_SHOW,
            Outcome.NOT_COLLECTED,
            Outcome.RETURNED,
            Outcome.CANCELLED,
            Outcome.CHARGED_BACK,
            Outcome.ABUSIVE_CLAIM,
            Outcome.SETTLED,
        ),
    ),
    "fault": (
        3,
        (Fault.CUSTOMER, Fault.SHOP, Fault.COURIER, Fault.FORCE_MAJEURE, Fault.UNKNOWN),
    ),
    "evidence": (
        3,
        (
            Evidence.COURIER_EVENT,
            Evidence.PAYMENT_RECORD,
            Evidence.CALL_RECORD,
            Evidence.PHOTO,
            Evidence.STATEMENT,
        ),
    ),
    "state": (
        4,
        (
            ReportState.PENDING,
            ReportState.COUNTING,
            ReportState.DISPUTED,
            ReportState.UPHELD,
            ReportState.REMOVED,
            ReportState.RETRACTED,
            ReportState.SETTLED,
            ReportState.EXPIRED,
        ),
    ),
    "payment": (2, (Payment.COD, Payment.PREPAID, Payment.ON_SITE)),
}
"""For each part its bits and its words; a word's number is its place, so add at the end only."""

DAYS: Final = ("occurred_on", "filed_on", "counts_on")
TRUTHS: Final = ("elsewhere", "imported")
PARTS: Final = (*WORDS, *DAYS, *TRUTHS)
"""All that a report says, by name."""


def _layout() -> dict[str, int]:
    """How many bits stand right of each part; 63 in all, for the highest one is the sign's."""
    places, left = {}, 0
    sizes = dict.fromkeys(DAYS, DAY_BITS) | {name: bits for name, (bits, _) in WORDS.items()}
    for name, bits in reversed((sizes | dict.fromkeys(TRUTHS, 1)).items()):
        places[name], left = left, left + bits
    return places


SHIFTS: Final = _layout()
_OCCURRED: Final = SHIFTS["occurred_on"]
_FILED: Final = SHIFTS["filed_on"]
_COUNTS: Final = SHIFTS["counts_on"]
_ELSEWHERE: Final = 1 << SHIFTS["elsewhere"]
_IMPORTED: Final = 1 << SHIFTS["imported"]
_A_DAY: Final = (1 << DAY_BITS) - 1
_WORDS: Final = (1 << _COUNTS) - 1
_FIRST_DAY: Final = 1 << _OCCURRED
_BEFORE: Final = EPOCH.toordinal()
_BITS: Final = 63
_ALL_BITS: Final = (1 << _BITS) - 1
_OUTCOMES, _FAULTS, _EVIDENCE, _STATES, _PAYMENTS = [words for _, words in WORDS.values()]
_payments: list[str] = []
"""Ways to pay without a word."""


def day_of(number: int) -> int:
    """The day of the order as dates count it (``date.toordinal``)."""
    return (number >> _OCCURRED & _A_DAY) + _BEFORE


def counts_in(number: int) -> int:
    """The day from which it counts for other shops, counted from ``EPOCH``; 0 for never."""
    return number >> _COUNTS & _A_DAY if number & _ELSEWHERE else 0


def words_in(number: int) -> int:
    """The number of the same said of the first day there is, so of few words there are few."""
    return number & _WORDS | _FIRST_DAY


def words_of(numbers: Iterable[int]) -> Iterable[int]:
    """The same of each of many."""
    return map(_FIRST_DAY.__or__, map(_WORDS.__and__, numbers))


def watched(numbers: Iterable[int]) -> list[int]:
    """Those of orders that were not imported, in the order of their days; 63 bits of each."""
    return sorted(map(_ALL_BITS.__and__, filterfalse(_IMPORTED.__and__, numbers)))


def following_day(number: int) -> int:
    """Where the numbers begin of orders on days after this one's."""
    return (number >> _OCCURRED & _A_DAY) + 1 << _OCCURRED


def filed_in(number: int) -> int:
    """The day on which it was filed, counted from ``EPOCH``."""
    return number >> _FILED & _A_DAY


def number_of(
    *,
    outcome: str,
    fault: str,
    evidence: str,
    payment: str,
    state: str,
    occurred_on: date,
    filed_on: date,
    counts_on: date | None,
    elsewhere: bool,
    imported: bool,
) -> int:
    """The number of what is said by these words and days.

    Orders that the formula is measured on are paid in ways that the protocol has no word for; their
    numbers go beyond the 63 bits, and no database takes them. Raises ValueError for a day outside
    and for any other word that is none.
    """
    number = days_of("occurred_on", occurred_on) << _OCCURRED
    number |= days_of("filed_on", filed_on) << _FILED
    if counts_on is not None:
        number |= days_of("counts_on", counts_on) << _COUNTS
    number |= _OUTCOMES.index(outcome) << SHIFTS["outcome"]
    number |= _FAULTS.index(fault) << SHIFTS["fault"]
    number |= _EVIDENCE.index(evidence) << SHIFTS["evidence"]
    number |= _STATES.index(state) << SHIFTS["state"]
    if payment in _PAYMENTS:
        number |= _PAYMENTS.index(payment) << SHIFTS["payment"]
    else:
        number |= _foreign(payment) << _BITS
    return number | elsewhere << SHIFTS["elsewhere"] | imported << SHIFTS["imported"]


def days_of(name: str, day: date) -> int:
    """A day counted from ``EPOCH``; raises ValueError for one that has no number."""
    days = counted(day)
    if not 0 < days <= _A_DAY:
        raise ValueError(f"{name} is no day from {EPOCH + timedelta(days=1)} to {LAST_DAY}")
    return days


def counted(day: date) -> int:
    """Days from ``EPOCH`` to a day, which may be any."""
    return day.toordinal() - _BEFORE


def taken_apart(number: int) -> dict[str, Any]:
    """Its days, words and truths, by name."""
    parts = dict(_without_days(words_in(number)))
    for name in DAYS:
        days = number >> SHIFTS[name] & _A_DAY
        parts[name] = EPOCH + timedelta(days=days) if days else None
    if number >> _BITS:
        parts["payment"] = _payments[(number >> _BITS) - 1]
    return parts


@lru_cache(maxsize=4096)
def _without_days(number: int) -> Mapping[str, Any]:
    """The words and truths of a number; there are a few dozens of them."""
    parts: dict[str, Any] = {}
    for name, (bits, words) in WORDS.items():
        parts[name] = words[number >> SHIFTS[name] & (1 << bits) - 1]
    for name in TRUTHS:
        parts[name] = bool(number >> SHIFTS[name] & 1)
    return parts


def _foreign(payment: str) -> int:
    if payment not in _payments:
        _payments.append(payment)
    return _payments.index(payment) + 1
