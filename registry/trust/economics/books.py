"""The nightly books: counted quarters, coverage and the network's days, kept for reading.

``count_books`` only reads, ``keep_books`` only writes, so that a job can do the long part without
holding a lock. Both are idempotent: the same rows give the same books.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers import service as identifiers
from registry.inquiries import asked
from registry.kernel.db import insert_all
from registry.reports import counts
from registry.reports.counts import KnownDay, PastOrder
from registry.shops.everyones_terms import terms_by_shop
from registry.shops.service import silenced_shops
from registry.shops.terms import Terms
from registry.trust.economics import coverage
from registry.trust.economics.benchmark import Benchmark
from registry.trust.economics.costs import Orders, Sort, sort_of
from registry.trust.economics.coverage import Covered
from registry.trust.economics.quarters import Quarter, quarter_of
from registry.trust.economics.reliability import reliability_bins
from registry.trust.economics.slices import sliced
from registry.trust.economics.white_record import Record, could_be_white, was_white
from registry.trust.lookback import look_back
from registry.trust.models import Coverage, NetworkBooks, NetworkDay, ShopBooks
from registry.trust.network import Network
from registry.trust.policy import Policy

_LATE = timedelta(days=62)
_WEEK = timedelta(days=7)
_MOST_DAYS = 100
_ENOUGH = 50_000
_HALF_LIVES = 2
"""Of the calibration's level, which is today's: of older days it says nothing."""


@dataclass(frozen=True, slots=True)
class QuarterBooks:
    """One quarter: documents by shop, and the network's."""

    shops: dict[int, dict[str, Any]]
    network: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Books:
    """What one night counted."""

    quarters: dict[Quarter, QuarterBooks]
    coverage: dict[date, dict[int, Covered]]
    days: list[KnownDay]
    reliability: list[dict[str, Any]]


def count_books(
    session: Session, *, world: World, policy: Policy, network: Network, today: date
) -> Books:
    """Count everything up to ``today``; reports of silenced shops are left out of the network."""
    silenced = silenced_shops(session, today=today)
    days = counts.known_days(session, world=world, until=today)
    return Books(
        {
            each: _quarter(session, world, each, silenced, network, policy)
            for each in _due(session, world, today)
        },
        {
            day: _covered(session, world, day, silenced, policy)
            for day in _missing_days(session, world, today)
        },
        days,
        _reliability(session, world, silenced, network, policy, today, _sample(days)),
    )


def keep_books(session: Session, books: Books, *, world: World, today: date) -> None:
    """Replace what the tables hold of these quarters and days."""
    for quarter, found in books.quarters.items():
        key = {"world": world, "quarter": str(quarter), "counted_on": today}
        for table in (ShopBooks, NetworkBooks):
            mine = (table.world == world, table.quarter == str(quarter))
            session.execute(delete(table).where(*mine))
        document = found.network | {"reliability": books.reliability}
        insert_all(session, NetworkBooks, [key | {"document": document}])
        rows = [key | {"shop_id": shop, "document": each} for shop, each in found.shops.items()]
        insert_all(session, ShopBooks, rows)
    for day, shops in books.coverage.items():
        mine = (Coverage.world == world, Coverage.asked_on == day)
        session.execute(delete(Coverage).where(*mine))
        of_day = {"world": world, "asked_on": day}
        insert_all(
            session, Coverage, [of_day | {"shop_id": s} | asdict(c) for s, c in shops.items()]
        )
    session.execute(delete(NetworkDay).where(NetworkDay.world == world))
    insert_all(session, NetworkDay, [_day(world, each) for each in books.days])


def _day(world: World, day: KnownDay) -> dict[str, Any]:
    counted = {"orders": day.orders, "failed": day.failed}
    return {"world": world, "known_on": day.known_on, "payment": day.payment} | counted


def _due(session: Session, world: World, today: date) -> list[Quarter]:
    """The running quarter every night; the one before it weekly, while reports of it come in."""
    running = quarter_of(today)
    last = running.before
    if today - last.last_on > _LATE:
        return [running]
    counted = session.scalar(
        select(NetworkBooks.counted_on).where(
            NetworkBooks.world == world, NetworkBooks.quarter == str(last)
        )
    )
    fresh = counted is not None and last.last_on < counted and today - counted < _WEEK
    return [running] if fresh else [running, last]


def _quarter(
    session: Session,
    world: World,
    quarter: Quarter,
    silenced: frozenset[int],
    network: Network,
    policy: Policy,
) -> QuarterBooks:
    white = _white(session, world, quarter, silenced, network, policy)
    terms = terms_by_shop(session, world=world)
    benchmark, shops = Benchmark(), dict[int, dict[str, Any]]()
    endings = counts.endings(
        session, world=world, first_on=quarter.first_on, last_on=quarter.last_on
    )
    for shop_id, mine in groupby(endings, key=lambda ending: ending.shop_id):
        slices, own = sliced(mine), white.get(shop_id, Orders())
        documents = {"all": slices.everything.as_document(), "white": own.as_document()}
        shops[shop_id] = documents
        if shop_id not in silenced:
            benchmark.add(slices, own, terms.get(shop_id, Terms()))
    return QuarterBooks(shops, benchmark.document(base=network.base, policy=policy))


def _white(
    session: Session,
    world: World,
    quarter: Quarter,
    silenced: frozenset[int],
    network: Network,
    policy: Policy,
) -> dict[int, Orders]:
    found: dict[int, Orders] = defaultdict(Orders)
    parts = counts.past_orders(
        session, world=world, first_on=quarter.first_on, last_on=quarter.last_on
    )
    for part in parts:
        paid = counts.paid_elsewhere(session, _ids(part))
        regulars = [order for order in part if could_be_white(order, paid, policy)]
        ids = _ids(regulars)
        rows, states = counts.histories(session, ids), identifiers.states(session, ids)
        for named, orders in groupby(regulars, key=lambda order: order.identifier_ids):
            record = Record.of(named, rows, states, silenced=silenced)
            for order in orders:
                sort = sort_of(order.outcome, order.fault, order.state)
                if sort is None or sort is Sort.EXCUSED:
                    continue
                if was_white(order, record, network=network, policy=policy):
                    found[order.shop_id].add(sort, order.amount_band)
    return dict(found)


def _sample(days: Sequence[KnownDay]) -> int:
    """One person in how many is enough to draw the diagram by."""
    return max(1, sum(day.orders for day in days) // _ENOUGH)


def _ids(orders: Sequence[PastOrder]) -> list[int]:
    return sorted({each for order in orders for each in order.identifier_ids})


def _reliability(
    session: Session,
    world: World,
    silenced: frozenset[int],
    network: Network,
    policy: Policy,
    today: date,
    every: int,
) -> list[dict[str, Any]]:
    people = (
        [row for row in rows if row.shop_id not in silenced]
        for rows in counts.everybodys_history(session, world=world, every=every)
    )
    days = _HALF_LIVES * policy.calibration.half_life_level_days
    judged = look_back(people, network=network, policy=policy, today=today, days=days)
    return reliability_bins(judged, calibration=network.calibration, policy=policy)


def read_reliability(session: Session, *, world: World) -> tuple[date | None, list[dict[str, Any]]]:
    """The newest bins and the day they were counted on."""
    wanted = select(NetworkBooks).where(NetworkBooks.world == world)
    row = session.scalar(
        wanted.order_by(NetworkBooks.counted_on.desc(), NetworkBooks.quarter.desc()).limit(1)
    )
    if row is None:
        return None, []
    bins: list[dict[str, Any]] = row.document.get("reliability", [])
    return row.counted_on, bins


def _missing_days(session: Session, world: World, today: date) -> list[date]:
    """The days of questions that no night has counted yet, and never today."""
    newest = session.scalar(select(func.max(Coverage.asked_on)).where(Coverage.world == world))
    since = newest + timedelta(days=1) if newest else asked.first_day(session, world=world)
    if since is None:
        return []
    since = max(since, today - timedelta(days=_MOST_DAYS))
    return [since + timedelta(days=each) for each in range((today - since).days)]


def _covered(
    session: Session, world: World, day: date, silenced: frozenset[int], policy: Policy
) -> dict[int, Covered]:
    covered: dict[int, Covered] = {}
    for part in asked.lookups_of_day(session, world=world, day=day):
        ids = sorted({each for one in part for each in one.identifier_ids})
        rows = counts.histories(session, ids)
        coverage.count(covered, part, rows, silenced=silenced, policy=policy)
    return covered
