"""What is read of a person's history: enough for every rule, and bounded whatever was reported.

What one shop says about one person is capped, so after some dozens of reports nothing moves any
more; but each row costs time. So of every shop the newest ``ROWS_OF_SHOP`` on an identifier are
read, and at most ``ROWS`` in all: the newest of every shop first, then the second of every shop,
and so on. No shop, and no crowd of them, can push another shop's word out of sight.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.kernel.pipeline import Rows
from registry.kernel.together import OneOf, Prepared, Step, together
from registry.reports.models import History

ROWS_OF_SHOP: Final = 200
ROWS: Final = 1_000
_USUAL: Final = 50
"""Rows of an identifier in a batch of many that are no reason to look closer: 13 are usual."""


class HistoryRow(NamedTuple):
    """One report as it bears on one identifier, for other rooms to read."""

    identifier_id: int
    report_id: int
    shop_id: int
    outcome: str
    fault: str
    evidence: str
    payment: str
    state: str
    occurred_on: date
    filed_on: date
    counts_on: date | None
    elsewhere: bool
    imported: bool

    @classmethod
    def columns(cls) -> tuple[InstrumentedAttribute[Any], ...]:
        """The columns in the order of the fields."""
        return tuple(getattr(History, name) for name in cls._fields)


_row: Final = partial(tuple.__new__, HistoryRow)
"""``HistoryRow._make`` without its own check of the length, which the statement has decided."""


def _plain(one_of: OneOf) -> Select[*tuple[Any, ...]]:
    wanted = select(*HistoryRow.columns()).where(one_of(History.identifier_id, "ids"))
    return wanted.limit(bindparam("most"))


def _fair(one_of: OneOf) -> Select[*tuple[Any, ...]]:
    newest = (History.occurred_on.desc(), History.report_id)
    nth_of_shop = func.row_number().over(
        partition_by=(History.identifier_id, History.shop_id), order_by=newest
    )
    columns = HistoryRow.columns()
    of_shops = (
        select(*columns, nth_of_shop.label("nth_of_shop"))
        .where(one_of(History.identifier_id, "ids"))
        .subquery()
    )
    nth = func.row_number().over(
        partition_by=of_shops.c.identifier_id,
        order_by=(of_shops.c.nth_of_shop, of_shops.c.occurred_on.desc(), of_shops.c.report_id),
    )
    ranked = (
        select(of_shops, nth.label("nth"))
        .where(of_shops.c.nth_of_shop <= bindparam("of_shop"))
        .subquery()
    )
    kept = [ranked.c[column.key] for column in columns]
    return select(*kept).where(ranked.c.nth <= bindparam("most"))


READ_HISTORY: Final = Prepared(_plain)
READ_FAIRLY: Final = Prepared(_fair)


def history_step(ids: Sequence[int]) -> Step:
    """What reads the history of some identifiers, for :func:`by_identifier` to complete."""
    return READ_HISTORY, {"ids": list(ids), "most": _enough(ids)}


def by_identifier(
    session: Session, ids: Sequence[int], rows: Rows
) -> dict[int, Sequence[HistoryRow]]:
    """The rows that ``history_step`` brought, by identifier; one more question where one has many.

    A row costs some microseconds to weigh, and nobody but a flooder has so many.
    """
    found: defaultdict[int, list[HistoryRow]] = defaultdict(list)
    cut_off = len(rows) >= _enough(ids)
    for row in map(_row, rows):
        found[row[0]].append(row)
    flooded = list(ids) if cut_off else [i for i, its in found.items() if len(its) > ROWS_OF_SHOP]
    if flooded:
        for each in flooded:
            found[each] = []
        said = {"ids": flooded, "of_shop": ROWS_OF_SHOP, "most": ROWS}
        [fair] = together(session, (READ_FAIRLY, said))
        for row in map(_row, fair):
            found[row[0]].append(row)
    return dict(found)


def _enough(ids: Sequence[int]) -> int:
    return ROWS + _USUAL * len(ids)
