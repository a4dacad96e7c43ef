"""Last night's picture of the network: written by the nightly job, read by every worker.

A worker keeps what it read for half a minute, so that a lookup asks the database nothing.
"""

import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.db import insert_all
from registry.trust.calibration import Calibration
from registry.trust.models import NetworkFit, ShopFit
from registry.trust.network import Network, Rate, ReporterWeight, newborn
from registry.trust.policy import Policy

BELIEVED = timedelta(seconds=30)


class Fits:
    """The pictures of both worlds as one worker sees them."""

    def __init__(self, policy: Policy) -> None:
        self._newborn = newborn(policy)
        self._seen: dict[World, tuple[datetime, Mapping[str, Any] | None, Network]] = {}
        self._lock = threading.Lock()

    def network(self, session: Session, world: World, *, now: datetime) -> Network:
        """The newest picture; the newborn one before the first night."""
        read_at, document, network = self._seen.get(world, (None, None, self._newborn))
        if read_at is not None and timedelta(0) <= now - read_at < BELIEVED:
            return network
        row = session.get(NetworkFit, world)
        if row is not None and row.document != document:
            network = _read(row, session)
        with self._lock:
            self._seen[world] = (now, row.document if row else None, network)
        return network


def stored(session: Session, world: World) -> Network | None:
    """The picture of the last night, or None before the first one."""
    row = session.get(NetworkFit, world)
    return _read(row, session) if row else None


def store(session: Session, world: World, network: Network, *, fitted_on: date) -> None:
    """Replace the picture of a world."""
    for table in (NetworkFit, ShopFit):
        session.execute(delete(table).where(table.world == world))
    document = {
        "fitted_on": fitted_on.isoformat(),
        "base": network.base,
        "m": network.m,
        "payments": {name: asdict(rate) for name, rate in network.payments.items()},
        "calibration": asdict(network.calibration),
    }
    row = {"world": world, "fitted_on": fitted_on, "document": document}
    insert_all(session, NetworkFit, [row])
    insert_all(session, ShopFit, _shop_rows(world, network))


def _shop_rows(world: World, network: Network) -> list[dict[str, Any]]:
    documents: dict[int, dict[str, Any]] = {}
    for shop_id, rate in network.shops.items():
        documents.setdefault(shop_id, {})["rate"] = asdict(rate)
    for (shop_id, segment), rate in network.segments.items():
        documents.setdefault(shop_id, {}).setdefault("segments", {})[segment] = asdict(rate)
    for shop_id, weight in network.reporters.items():
        documents.setdefault(shop_id, {})["reporter"] = asdict(weight)
    for shop_id, cluster in network.cluster_of.items():
        documents.setdefault(shop_id, {})["cluster"] = str(cluster)
    return [
        {"shop_id": shop_id, "world": world, "document": document}
        for shop_id, document in documents.items()
    ]


def _read(row: NetworkFit, session: Session) -> Network:
    wanted = select(ShopFit.shop_id, ShopFit.document).where(ShopFit.world == row.world)
    shops: dict[int, Mapping[str, Any]] = {
        each.shop_id: each.document for each in session.execute(wanted)
    }
    document = row.document
    return Network(
        base=document["base"],
        m=document["m"],
        payments={name: Rate(**rate) for name, rate in document["payments"].items()},
        shops={shop: Rate(**each["rate"]) for shop, each in shops.items() if "rate" in each},
        segments={
            (shop, segment): Rate(**rate)
            for shop, each in shops.items()
            for segment, rate in each.get("segments", {}).items()
        },
        calibration=_curve(document["calibration"]),
        reporters={
            shop: ReporterWeight(**each["reporter"])
            for shop, each in shops.items()
            if "reporter" in each
        },
        cluster_of={
            shop: int(each["cluster"]) for shop, each in shops.items() if "cluster" in each
        },
        fitted_on=row.fitted_on,
    )


def _curve(document: Mapping[str, Any]) -> Calibration:
    """The curve of a night; a picture from before it had a level is read as level."""
    lines = {name: tuple(line) for name, line in document.items() if name != "level"}
    return Calibration(**lines, level=document.get("level", 0.0))
