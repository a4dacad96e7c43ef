"""Runs: what persons see of questions, kept together by the thousands in which they were asked.

People are asked about in no order. Kept by person alone, each row would lie on a page of its own,
and a batch of a thousand would change a thousand pages. So the rows of a day are kept in runs, and
by person within a run: a batch changes some pages of one run, and whoever looks for a person looks
once into every run (like the sorted runs of a log-structured merge tree: O'Neil et al., Acta
Informatica 33, 1996). A run's number tells its day and otherwise nothing: it is drawn.
"""

import secrets
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, delete, func, select, tuple_
from sqlalchemy.orm import Session

from registry.inquiries.models import Inquiry
from registry.kernel.db import in_parts

ROWS: Final = 16_384
"""Of one run, or some more: its last request's."""
_BITS: Final = 20
_A_DAY: Final = 1 << _BITS
Key = tuple[int, int, int]
"""Run, identifier and lookup: where one row lies."""
_KEY: Final = tuple_(Inquiry.run, Inquiry.identifier_id, Inquiry.lookup_id)


class Runs:
    """The run that this process writes to; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day, self._run, self._left = date.min, 0, 0

    def take(self, rows: int, *, today: date) -> int:
        """The run for so many rows more. Two of a day by the same number are one, and no harm."""
        with self._lock:
            if self._left <= 0 or self._day != today:
                self._run = first_of(today) + secrets.randbits(_BITS)
                self._day, self._left = today, ROWS
            self._left -= rows
            return self._run


current: Final = Runs()
"""This process's."""


def first_of(day: date) -> int:
    """The smallest number of a run of that day; those of later days are larger."""
    return day.toordinal() * _A_DAY


def day_of(run: int) -> date:
    """The inverse, for every run of a day; raises ValueError or OverflowError for what is none."""
    return date.fromordinal(run // _A_DAY)


def about(ids: Collection[int], *columns: Any, since: date = date.min) -> Select[Any]:
    """The rows about some people, asked on or after a day: one search in each run for each.

    The runs are found by going from one to the next, each by one search.
    """
    runs = select(func.min(Inquiry.run).label("run")).where(Inquiry.run >= first_of(since))
    each = runs.cte("runs", recursive=True)
    following = select(func.min(Inquiry.run)).where(Inquiry.run > each.c.run)
    each = each.union_all(select(following.scalar_subquery()).where(each.c.run.is_not(None)))
    found = select(*columns).join_from(each, Inquiry, Inquiry.run == each.c.run)
    return found.where(Inquiry.identifier_id.in_(ids))


def at(keys: Sequence[Key], *columns: Any) -> Iterator[Select[Any]]:
    """The rows with some keys, a statement for each few hundred."""
    for part in in_parts(keys):
        yield select(*columns).where(_KEY.in_(part))


def remove(session: Session, keys: Sequence[Key]) -> None:
    """Delete the rows with some keys."""
    for part in in_parts(keys):
        session.execute(delete(Inquiry).where(_KEY.in_(part)))
