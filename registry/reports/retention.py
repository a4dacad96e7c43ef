"""What other rooms ask before they let a person's row go, and how much a shop reports."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports.models import History, Report


def with_history(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers that some report is about."""
    wanted = select(History.identifier_id).where(History.identifier_id.in_(identifier_ids))
    return set(session.scalars(wanted.distinct()))


def count_filed(session: Session, *, world: World, since: date) -> dict[int, int]:
    """Orders that each shop reported since a day, without those it brought in by import."""
    wanted = (
        select(Report.shop_id, func.count().label("filed"))
        .where(Report.world == world, Report.filed_on >= since, Report.imported.is_(False))
        .group_by(Report.shop_id)
    )
    return {row.shop_id: row.filed for row in session.execute(wanted)}
