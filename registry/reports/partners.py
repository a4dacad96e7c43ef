"""Which identifiers stand beside each other on reports: for the rule on shared ones.

Nobody is joined to anybody by it: it is counted at night and only the count's outcome is kept.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports import persons
from registry.reports.models import History, Report

_CHUNK = 1_000

Named = tuple[int, frozenset[int]]
"""The shop of a report, and who else is named on it."""


def named_together(session: Session, *, world: World, since: date) -> set[int]:
    """The identifiers that reports filed since a day name beside others."""
    wanted = select(Report.identifier_ids).where(Report.world == world, Report.filed_on >= since)
    streamed: Iterable[Sequence[int]] = session.scalars(wanted.execution_options(yield_per=_CHUNK))
    return {each for ids in streamed if len(ids) > 1 for each in ids}


def partners_of(
    session: Session, identifier_ids: Collection[int], *, reports: int
) -> dict[int, list[Named]]:
    """Identifier → the shop of each report on it, and who else is named there.

    Only of those with at least ``reports`` reports: the others cannot have many partners.
    """
    mine = History.identifier_id.in_(list(identifier_ids))
    often = select(History.identifier_id).where(mine).group_by(History.identifier_id)
    ids = set(session.scalars(often.having(func.count() >= reports)))
    wanted = select(History.identifier_id, History.shop_id, History.report_id)
    rows = session.execute(wanted.where(History.identifier_id.in_(ids))).all() if ids else []
    named = persons.named_on(session, {(row.shop_id, row.report_id) for row in rows})
    found: dict[int, list[Named]] = {each: [] for each in identifier_ids}
    for row in rows:
        others = named.get(row.report_id, frozenset()) - {row.identifier_id}
        found[row.identifier_id].append((row.shop_id, others))
    return found
