"""How long reports stay, and what other rooms ask before they let a person's row go."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports import acts
from registry.reports.models import History, Report, ReportRevision


def with_history(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers that some report is about."""
    wanted = select(History.identifier_id).where(History.identifier_id.in_(identifier_ids))
    return set(session.scalars(wanted.distinct()))


def forget_old(session: Session, *, before: date, limit: int, today: date) -> int:
    """Delete up to ``limit`` reports on orders of before a day; returns how many.

    The guard of the order stays, so that none of them is ever taken for a new one.
    """
    wanted = select(Report).where(Report.occurred_on < before).limit(limit).with_for_update()
    rows = session.scalars(wanted).all()
    acts.forget_acts(session, rows, on=today)
    keys = [(row.shop_id, row.id) for row in rows]
    people = {each for row in rows for each in row.identifier_ids}
    session.execute(
        delete(History).where(
            History.identifier_id.in_(people),
            tuple_(History.shop_id, History.report_id).in_(keys),
        )
    )
    session.execute(
        delete(ReportRevision).where(
            tuple_(ReportRevision.shop_id, ReportRevision.report_id).in_(keys)
        )
    )
    session.execute(delete(Report).where(tuple_(Report.shop_id, Report.id).in_(keys)))
    return len(rows)


def count_filed(
    session: Session, *, world: World, since: date, shop_id: int | None = None
) -> dict[int, int]:
    """Identifiers that each shop, or one, reported about since a day, without those imported.

    Each counts once, however many orders were filed on it: else a shop could raise its own budgets
    with invented orders of one customer.
    """
    wanted = (
        select(History.shop_id, func.count(History.identifier_id.distinct()).label("filed"))
        .join(Report, (Report.shop_id == History.shop_id) & (Report.id == History.report_id))
        .where(Report.world == world, Report.filed_on >= since, Report.imported.is_(False))
        .group_by(History.shop_id)
    )
    if shop_id is not None:
        wanted = wanted.where(Report.shop_id == shop_id)
    return {row.shop_id: row.filed for row in session.execute(wanted)}
