"""Quarters of a year: the periods in which a shop's figures are kept and shown."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_NAME = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months. ``str()`` gives its name, ``2026-Q3``."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.following.first_on - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return quarter_of(self.first_on - timedelta(days=1))

    def months(self, until: date) -> tuple[str, ...]:
        """Its months that were over on the morning of ``until``, as ``2026-10``."""
        firsts = [date(self.year, 3 * self.number - 2 + each, 1) for each in range(3)]
        ends = [*firsts[1:], self.following.first_on]
        return tuple(
            f"{first:%Y-%m}" for first, end in zip(firsts, ends, strict=True) if end <= until
        )


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def find_quarter(name: str) -> Quarter | None:
    """The quarter of that name, or None when it is no name of one."""
    found = _NAME.fullmatch(name)
    if found is None or int(found[1]) < 1900:
        return None
    return Quarter(int(found[1]), int(found[2]))
