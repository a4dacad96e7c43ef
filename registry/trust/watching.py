"""What last night's picture says about shops as reporters, for those who watch over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.trust import fits
from registry.trust.models import Coverage


@dataclass(frozen=True, slots=True)
class Doubts:
    """How far each shop's failures are believed (1: wholly, 0: muted), and which count as one."""

    believed: Mapping[int, float]
    cluster_of: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Hits:
    """Lookups whose answers are counted, and those that met any history at all."""

    lookups: int
    met: int


def doubts(session: Session, *, world: World) -> Doubts:
    """The picture of the last night; nothing before the first one."""
    network = fits.stored(session, world)
    if network is None:
        return Doubts({}, {})
    believed = {shop: weight.bad for shop, weight in network.reporters.items()}
    return Doubts(believed, network.cluster_of)


def hits(session: Session, *, world: World, since: date) -> Mapping[int, Hits]:
    """Shop → its lookups from a day on, as counted the night after each."""
    sums = (func.sum(Coverage.lookups), func.sum(Coverage.elsewhere + Coverage.own_only))
    wanted = select(Coverage.shop_id, *sums).where(
        Coverage.world == world, Coverage.asked_on >= since
    )
    rows = session.execute(wanted.group_by(Coverage.shop_id))
    return {shop_id: Hits(int(lookups), int(met)) for shop_id, lookups, met in rows}
