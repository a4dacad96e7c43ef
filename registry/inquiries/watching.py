"""How much each shop asked, read from its meters: for those who watch over scanning."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries.budgets import Counted
from registry.inquiries.models import Meter


def asked_since(session: Session, *, world: World, since: date) -> Mapping[int, int]:
    """Shop → people asked about from a day on; leased units that were not used are in it."""
    wanted = select(Meter.shop_id, func.sum(Meter.used)).where(
        Meter.world == world, Meter.name == Counted.LOOKUPS, Meter.on >= since
    )
    rows = session.execute(wanted.group_by(Meter.shop_id))
    return {shop_id: int(used) for shop_id, used in rows}
