"""What a report says besides who filed it, and the report as the rules see it.

A person has a dozen reports and a batch asks about a thousand people, but what reports say repeats:
the same few words on the same days. So the database keeps all of it in one number (numbers.py), and
whoever wants the words takes the number apart once and shares what it says. Pure.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState
from registry.reports.numbers import PARTS, number_of, taken_apart


class Said:
    """What a report says besides who filed it. Never changed.

    ``day`` is ``occurred_on`` as a whole number, ``number`` what the database keeps of it all.
    ``state`` is the stored one: that a report counts follows from ``counts_on``. ``elsewhere``:
    whether it may count for other shops at all.
    """

    __slots__ = (
        "counts_on",
        "day",
        "elsewhere",
        "evidence",
        "fault",
        "filed_on",
        "imported",
        "number",
        "occurred_on",
        "outcome",
        "payment",
        "state",
    )

    def __init__(
        self,
        outcome: Outcome,
        fault: Fault,
        evidence: Evidence,
        payment: str,
        occurred_on: date,
        filed_on: date,
        counts_on: date | None,
        state: ReportState,
        elsewhere: bool,
        imported: bool,
        number: int | None = None,
    ) -> None:
        self.outcome = outcome
        self.fault = fault
        self.evidence = evidence
        self.payment = payment
        self.occurred_on = occurred_on
        self.filed_on = filed_on
        self.counts_on = counts_on
        self.state = state
        self.elsewhere = elsewhere
        self.imported = imported
        self.day = occurred_on.toordinal()
        self.number = self._number() if number is None else number

    def _number(self) -> int:
        return number_of(**{name: getattr(self, name) for name in PARTS})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)


said: Final = lru_cache(maxsize=65_536)(Said)
"""What these words say; the same one for the same words."""


class _Known(dict[int, Said]):
    """Number → what it says; the same numbers come again and again, and some thousands are kept."""

    _MOST: Final = 65_536

    def __missing__(self, number: int) -> Said:
        if len(self) >= self._MOST:
            self.clear()
        self[number] = found = Said(**taken_apart(number), number=number)
        return found


SAID: Final[Mapping[int, Said]] = _Known()
"""What ``history.said`` says."""


class _Report(NamedTuple):
    day: int
    report_id: int
    shop_id: int
    said: Said


class Fact(_Report):
    """One report about a person as the rules see it: which, whose, and what it says.

    They sort by day and then by report. Batches make ten thousands, so it is a tuple of four.
    """

    __slots__ = ()

    def __new__(
        cls,
        report_id: int,
        shop_id: int,
        outcome: Outcome,
        fault: Fault,
        evidence: Evidence,
        payment: str,
        occurred_on: date,
        filed_on: date,
        counts_on: date | None,
        state: ReportState = ReportState.PENDING,
        elsewhere: bool = True,
        imported: bool = False,
    ) -> "Fact":
        """By its words, as whoever has no number makes it."""
        days = (occurred_on, filed_on, counts_on)
        means = said(outcome, fault, evidence, payment, *days, state, elsewhere, imported)
        return made((means.day, report_id, shop_id, means))

    def but(self, **changes: Any) -> "Fact":
        """The same with something else in it."""
        kept = {name: getattr(self, name) for name in _FIELDS}
        return Fact(**(kept | changes))

    @property
    def outcome(self) -> Outcome:
        """How the order ended."""
        return self.said.outcome

    @property
    def fault(self) -> Fault:
        """Whose doing it was."""
        return self.said.fault

    @property
    def evidence(self) -> Evidence:
        """What the shop holds for it."""
        return self.said.evidence

    @property
    def payment(self) -> str:
        """How the order was to be paid."""
        return self.said.payment

    @property
    def state(self) -> ReportState:
        """Where it stands, as it is stored."""
        return self.said.state

    @property
    def occurred_on(self) -> date:
        """The day of the order."""
        return self.said.occurred_on

    @property
    def filed_on(self) -> date:
        """The day on which the shop filed it."""
        return self.said.filed_on

    @property
    def counts_on(self) -> date | None:
        """The day from which it counts for others."""
        return self.said.counts_on

    @property
    def elsewhere(self) -> bool:
        """Whether it may count for others at all."""
        return self.said.elsewhere

    @property
    def imported(self) -> bool:
        """Whether it came with the shop's past orders."""
        return self.said.imported


made: Final = partial(tuple.__new__, Fact)
"""A fact of its four parts: day, report, shop, what it says."""
_FIELDS: Final = ("report_id", "shop_id", *PARTS)
