"""What is read of a person's history: enough for every rule, and bounded whatever was reported.

What one shop says about one person is capped, so after some dozens of reports nothing moves any
more; but each row costs time. So of every shop the newest ``ROWS_OF_SHOP`` on an identifier are
read, and at most ``ROWS`` in all: the newest of every shop first, then the second of every shop,
and so on. No shop, and no crowd of them, can push another shop's word out of sight.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.kernel.pipeline import Rows
from registry.kernel.prepared import OneOf, Prepared
from registry.kernel.together import Read, together
from registry.reports.columns import Reading, Reports
from registry.reports.models import History
from registry.reports.said_column import day

ROWS_OF_SHOP: Final = 200
ROWS: Final = 1_000
_USUAL: Final = 50
"""Rows of an identifier in a batch of many that are no reason to look closer: 13 are usual."""


COLUMNS: Final[tuple[InstrumentedAttribute[int], ...]] = (
    History.identifier_id,
    History.report_id,
    History.shop_id,
    History.said,
)
"""All that is read of a row: four whole numbers, whatever it says (numbers.py)."""


_BY_SHOP: Final = (History.identifier_id, History.shop_id)
"""As they lie: what a shop says of a person comes in one stretch."""


def _plain(one_of: OneOf) -> Select[*tuple[Any, ...]]:
    wanted = select(*COLUMNS).where(one_of(History.identifier_id, "ids"))
    return wanted.order_by(*_BY_SHOP).limit(bindparam("most"))


def _fair(one_of: OneOf) -> Select[*tuple[Any, ...]]:
    occurred = day("occurred_on").label("occurred")
    newest = (occurred.desc(), History.report_id)
    nth_of_shop = func.row_number().over(
        partition_by=(History.identifier_id, History.shop_id), order_by=newest
    )
    of_shops = (
        select(*COLUMNS, occurred, nth_of_shop.label("nth_of_shop"))
        .where(one_of(History.identifier_id, "ids"))
        .subquery()
    )
    nth = func.row_number().over(
        partition_by=of_shops.c.identifier_id,
        order_by=(of_shops.c.nth_of_shop, of_shops.c.occurred.desc(), of_shops.c.report_id),
    )
    ranked = (
        select(of_shops, nth.label("nth"))
        .where(of_shops.c.nth_of_shop <= bindparam("of_shop"))
        .subquery()
    )
    kept = [ranked.c[column.key] for column in COLUMNS]
    wanted = select(*kept).where(ranked.c.nth <= bindparam("most"))
    return wanted.order_by(*[ranked.c[column.key] for column in _BY_SHOP])


READ_HISTORY: Final = Prepared(_plain, by_column=True)
READ_FAIRLY: Final = Prepared(_fair, by_column=True)


def history_step(ids: Sequence[int]) -> Read:
    """What reads the history of some identifiers, for :func:`by_identifier` to complete."""
    return READ_HISTORY, {"ids": list(ids), "most": _enough(ids)}


def by_identifier(session: Session, ids: Sequence[int], rows: Rows) -> dict[int, Reports]:
    """The reports that ``history_step`` brought, by identifier; one more question for a flood."""
    found, flooded = as_read(ids, rows)
    return found | fairly(session, flooded) if flooded else found


def as_read(ids: Sequence[int], rows: Rows) -> tuple[dict[int, Reports], Sequence[int]]:
    """The same without a question, and of whom that must be asked ``fairly``: mostly of nobody.

    A row costs some microseconds to weigh, and nobody but a flooder has so many.
    """
    [columns] = rows
    identifier_ids = columns[0] or ()
    rows_of = _rows_of(identifier_ids)
    found = _parted(columns, rows_of)
    flooded: Sequence[int] = ()
    if len(identifier_ids) >= _enough(ids):
        flooded = list(ids)
    elif max(rows_of.values(), default=0) > ROWS_OF_SHOP:
        flooded = [each for each, its in rows_of.items() if its > ROWS_OF_SHOP]
    for each in flooded:
        found.pop(each, None)
    return found, flooded


def fairly(session: Session, flooded: Sequence[int]) -> dict[int, Reports]:
    """Of those with too many reports as many as are read of one, and of each shop its share."""
    asked = {"ids": flooded, "of_shop": ROWS_OF_SHOP, "most": ROWS}
    [[fair]] = together(session, (READ_FAIRLY, asked))
    return reports_by_identifier(fair)


def reports_by_identifier(columns: Sequence[Any]) -> dict[int, Reports]:
    """From ``COLUMNS`` in the order of identifiers and shops; a batch has fourteen thousand rows.

    Each is a sequence of whole numbers, or all are None.
    """
    return _parted(columns, _rows_of(columns[0] or ()))


def _rows_of(identifier_ids: Sequence[int]) -> Mapping[int, int]:
    """How many rows each has, of rows in their order; mostly all are of one person."""
    if identifier_ids and identifier_ids[0] == identifier_ids[-1]:
        return {identifier_ids[0]: len(identifier_ids)}
    return Counter(identifier_ids)


def _parted(columns: Sequence[Any], rows_of: Mapping[int, int]) -> dict[int, Reports]:
    """The same where it is known how many rows each has."""
    found: dict[int, Reports] = {}
    _, *of_all = columns
    reading, begin = Reading(*of_all), 0
    for identifier_id, rows in rows_of.items():
        found[identifier_id] = reading.part(begin, begin + rows)
        begin += rows
    return found


def _enough(ids: Sequence[int]) -> int:
    return ROWS + _USUAL * len(ids)
