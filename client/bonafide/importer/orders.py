"""From a row to a report, or to the reason why it is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bonafide.errors import Misuse
from bonafide.importer import values, words
from bonafide.importer.columns import Column
from bonafide.importer.tables import Row
from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment
from bonafide.questions import Report

LONGEST_WORD = 40
MOST_DIGITS = 3
T = TypeVar("T")
Cell = Callable[[Column], str]


class BadRow(ValueError):  # noqa: N818 - reads as the sentence it is
    """A row that cannot be a report. ``column`` and ``reason`` never repeat its contents."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file become reports. ``outcomes`` are the shop's own words for them,
    ``today`` is the last day on which an order can have ended.
    """

    places: Mapping[Column, int]
    payment: Payment = Payment.COD
    amount_band: AmountBand | None = None
    outcomes: Mapping[str, Outcome] = field(default_factory=lambda: words.OUTCOMES)
    imported: bool = True
    today: date | None = None

    def report(self, row: Row) -> Report:
        """The report of a row. Raises BadRow."""
        cell = self._cells(row)
        amount = cell(Column.AMOUNT)
        if not amount and self.amount_band is None:
            raise BadRow("amount", "missing")
        return Report(
            phone=cell(Column.PHONE) or None,
            email=cell(Column.EMAIL) or None,
            order_ref=_needed(Column.ORDER_REF, cell),
            outcome=_word(Column.OUTCOME, cell, self.outcomes, None),
            occurred_on=self._occurred_on(cell),
            fault=_word(Column.FAULT, cell, words.FAULTS, Fault.UNKNOWN),
            evidence=_word(Column.EVIDENCE, cell, words.EVIDENCES, Evidence.STATEMENT),
            payment=_word(Column.PAYMENT, cell, words.PAYMENTS, self.payment),
            amount=_given(Column.AMOUNT, cell, values.amount),
            amount_band=None if amount else self.amount_band,
            courier=_given(Column.COURIER, cell, words.courier),
            segment=_given(Column.SEGMENT, cell, values.label),
            told_on=_given(Column.TOLD_ON, cell, values.day),
            imported=self.imported,
        )

    def outcome_of(self, row: Row) -> str:
        """What the table calls the order's end; nothing that could be somebody's phone or mail."""
        cell = self._cells(row)(Column.OUTCOME)
        telling = "@" in cell or sum(map(str.isdigit, cell)) > MOST_DIGITS
        return "…" if telling or len(cell) > LONGEST_WORD else words.word(cell)

    def _occurred_on(self, cell: Cell) -> date:
        day = _read(Column.OCCURRED_ON, cell, values.day)
        if self.today is not None and day > self.today:
            raise BadRow(Column.OCCURRED_ON, "in the future")
        return day

    def _cells(self, row: Row) -> Cell:
        def cell(column: Column) -> str:
            place = self.places.get(column)
            return row.cells[place] if place is not None and place < len(row.cells) else ""

        return cell


def own_outcomes(chosen: Sequence[str]) -> dict[str, Outcome]:
    """The known words and the shop's own, given as ``Their word=outcome``."""
    known = dict(words.OUTCOMES)
    for choice in chosen:
        text, separator, outcome = choice.rpartition("=")
        if not separator or outcome not in set(Outcome):
            raise Misuse(f"--outcome takes WORD=outcome; the outcomes are {', '.join(Outcome)}")
        known[words.word(text)] = Outcome(outcome)
    return known


def _needed(column: Column, cell: Cell) -> str:
    text = cell(column)
    if not text:
        raise BadRow(column, "missing")
    return text


def _read(column: Column, cell: Cell, reader: Callable[[str], T]) -> T:
    text = _needed(column, cell)
    try:
        return reader(text)
    except ValueError:
        pass
    raise BadRow(column, "not understood")


def _given(column: Column, cell: Cell, reader: Callable[[str], T]) -> T | None:
    return _read(column, cell, reader) if cell(column) else None


def _word(column: Column, cell: Cell, table: Mapping[str, T], otherwise: T | None) -> T:
    text = cell(column)
    found = words.look_for(table, text) if text else otherwise
    if found is None:
        raise BadRow(column, "not understood" if text else "missing")
    return found
