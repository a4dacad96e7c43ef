"""What every shop said about every person, added up by the database: what the nightly job needs.

The third thing that other rooms may ask of this room. A registry of ten million reports is read as
sums, so that the job neither holds them nor looks at each.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol.words import BAD_OUTCOMES, Fault, Outcome, ReportState, World
from registry.identifiers import service as identifiers
from registry.kernel.db import in_parts
from registry.reports.models import History, Report
from registry.reports.numbers import day_of
from registry.reports.said_column import counts_by, is_true, is_word

_CHUNK = 5_000
_LIVING = (ReportState.PENDING, ReportState.COUNTING, ReportState.UPHELD)
_BLAMELESS = (Fault.SHOP, Fault.COURIER, Fault.FORCE_MAJEURE)

Has = Callable[..., ColumnElement[bool]]
"""Whether a row has one of some words: of a table's name for them, and the words."""


class Said(NamedTuple):
    """All that one shop said about one person: orders paid and failed, and the day of the last."""

    identifier_id: int
    shop_id: int
    good: int
    bad: int
    last_on: date


def claims(
    session: Session, *, world: World, today: date, silenced: Collection[int] = ()
) -> Iterator[list[Said]]:
    """The claims about one identifier after another, of all reports that count for others today.

    Whom one shop alone knows, and as paying, is left out: that says nothing about any shop. History
    does not tell its world, and joining reports to ask them would cost thrice as much as the sums;
    so the few identifiers of the test world are kept aside.
    """
    for among, apart in parts_of_world(session, world):
        rows = session.execute(
            _sums(today, silenced, among), execution_options={"yield_per": _CHUNK}
        )
        for identifier_id, group in groupby(rows, key=itemgetter(0)):
            if identifier_id not in apart:
                yield [_said(row) for row in group]


def _said(row: Sequence[int]) -> Said:
    identifier_id, shop_id, good, bad, newest = row
    return Said(identifier_id, shop_id, good, bad, date.fromordinal(day_of(newest)))


def parts_of_world(
    session: Session, world: World
) -> Iterator[tuple[ColumnElement[bool], frozenset[int]]]:
    """Conditions on history that together cover a world, in the order of identifiers, and which
    identifiers to pass over. The test world is read by its ids: it is small and lies scattered.
    """
    tests = identifiers.ids_of_world(session, World.TEST)
    if world is World.LIVE:
        yield true(), tests
        return
    for some in in_parts(sorted(tests)):
        yield History.identifier_id.in_(some), frozenset()


def _sums(
    today: date, silenced: Collection[int], among: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """What each shop said of each person, for whom somebody says anything about a shop."""
    paid, failed = is_word("outcome", Outcome.PAID), _failed(is_word)
    good = func.sum(case((paid, 1), else_=0)).label("good")
    bad = func.sum(case((failed, 1), else_=0)).label("bad")
    newest = func.max(History.said).label("newest")
    said = (
        select(History.identifier_id, History.shop_id, good, bad, newest)
        .where(
            among,
            is_true("elsewhere"),
            counts_by(today),
            is_word("state", *_LIVING),
            or_(paid, failed),
            History.shop_id.not_in(sorted(silenced)),
        )
        .group_by(History.identifier_id, History.shop_id)
        .subquery()
    )
    person = said.c.identifier_id
    known = select(
        *said.c,
        func.count().over(partition_by=person).label("shops"),
        func.sum(said.c.bad).over(partition_by=person).label("failed"),
    ).subquery()
    return (
        select(*[known.c[column.key] for column in said.c])
        .where(or_(known.c.shops > 1, known.c.failed > 0))
        .order_by(known.c.identifier_id, known.c.shop_id)
    )


def days_to_file(session: Session, *, world: World) -> dict[int, int]:
    """After how many days failures were filed, and how many after so many; imported ones aside."""
    wanted = (
        select(Report.occurred_on, Report.filed_on, func.count())
        .where(
            Report.world == world,
            Report.imported.is_(False),
            Report.state.in_(_LIVING),
            _failed(_report_has),
        )
        .group_by(Report.occurred_on, Report.filed_on)
    )
    days: dict[int, int] = {}
    for occurred_on, filed_on, number in session.execute(wanted):
        waited = max(0, (filed_on - occurred_on).days)
        days[waited] = days.get(waited, 0) + number
    return days


def overturned(session: Session, *, world: World) -> list[tuple[int, date, int]]:
    """Failures that disputes took away: shop, day, number; in the order of shops and days."""
    parts = (Report.shop_id, Report.occurred_on)
    wanted = (
        select(*parts, func.count())
        .where(
            Report.world == world,
            Report.state == ReportState.REMOVED,
            Report.outcome.in_(sorted(BAD_OUTCOMES)),
            Report.fault.not_in(_BLAMELESS),
        )
        .group_by(*parts)
        .order_by(*parts)
    )
    return [(shop_id, day, number) for shop_id, day, number in session.execute(wanted)]


def _failed(has: Has) -> ColumnElement[bool]:
    """Failed in a way that the person may have caused; an abusive claim only once upheld."""
    return and_(
        has("outcome", *sorted(BAD_OUTCOMES)),
        not_(has("fault", *_BLAMELESS)),
        or_(not_(has("outcome", Outcome.ABUSIVE_CLAIM)), has("state", ReportState.UPHELD)),
    )


def _report_has(name: str, *words: str) -> ColumnElement[bool]:
    column: InstrumentedAttribute[str] = getattr(Report, name)
    return column.in_(words)
