"""Collects the facts about shops from the rooms that hold them; flags.py says what they mean."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import Fault, Outcome, World
from registry.admin.flags import Facts, Flag, Kind, flags_of
from registry.inquiries import planted, watching
from registry.reports import counts, retention
from registry.reports.rules import is_ended
from registry.shops import service as shops
from registry.shops.service import Member
from registry.trust import canaries
from registry.trust import watching as trust

ORDER_DAYS: Final = timedelta(days=90)
ASKING_DAYS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Watched:
    """One shop with what was seen of it; ``alike`` are the shops that count as one with it."""

    member: Member
    facts: Facts
    flags: tuple[Flag, ...]
    alike: tuple[Member, ...]


def watch(session: Session, *, today: date, world: World = World.LIVE) -> list[Watched]:
    """Every shop about which something is worth a look, the gravest first."""
    found = [each for each in watch_all(session, today=today, world=world) if each.flags]
    order = list(Kind)
    return sorted(found, key=lambda each: (order.index(each.flags[0].kind), each.member.name))


def watch_one(
    session: Session, member: Member, *, today: date, world: World = World.LIVE
) -> Watched:
    """One shop, flagged or not."""
    facts = _facts(session, [member.shop_id], world, today)[member.shop_id]
    alike = [shops.find_shop(session, each) for each in facts.alike]
    return Watched(
        member, facts, tuple(flags_of(facts)), tuple(each for each in alike if each is not None)
    )


def watch_all(session: Session, *, today: date, world: World = World.LIVE) -> list[Watched]:
    """Every member with its facts, flagged or not. Set-based: a handful of queries."""
    members = {each.shop_id: each for each in shops.list_shops(session)}
    facts = _facts(session, members, world, today)
    return [
        Watched(
            member,
            facts[shop_id],
            tuple(flags_of(facts[shop_id])),
            tuple(members[each] for each in facts[shop_id].alike if each in members),
        )
        for shop_id, member in members.items()
    ]


def _facts(
    session: Session, shop_ids: Collection[int], world: World, today: date
) -> dict[int, Facts]:
    [only] = shop_ids if len(shop_ids) == 1 else [None]
    paid, failed = _orders(session, world, today, only)
    since = today - ASKING_DAYS
    asked = watching.asked_since(session, world=world, since=since)
    reported = retention.count_filed(session, world=world, since=since, shop_id=only)
    hits = trust.hits(session, world=world, since=since)
    doubts = trust.doubts(session, world=world)
    alike = _alike(doubts.cluster_of)
    met = {each.shop_id: each for each in planted.met(session)}
    exposed = canaries.reported(session)
    return {
        shop_id: Facts(
            paid=paid[shop_id],
            failed=failed[shop_id],
            asked=asked.get(shop_id, 0),
            reported=reported.get(shop_id, 0),
            counted=hits[shop_id].lookups if shop_id in hits else 0,
            met=hits[shop_id].met if shop_id in hits else 0,
            believed=doubts.believed.get(shop_id, 1.0),
            alike=alike.get(shop_id, ()),
            planted=max(
                met[shop_id].people if shop_id in met else 0,
                exposed.get(shop_id, 0),
            ),
            planted_on=met[shop_id].last_on if shop_id in met else None,
        )
        for shop_id in shop_ids
    }


def _orders(
    session: Session, world: World, today: date, shop_id: int | None
) -> tuple[Counter[int], Counter[int]]:
    """Orders of the last days that were paid, and that failed by somebody's doing."""
    paid: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    first_on = today - ORDER_DAYS
    for each in counts.endings(
        session, world=world, first_on=first_on, last_on=today, shop_id=shop_id
    ):
        if each.outcome == Outcome.PAID:
            paid[each.shop_id] += each.orders
        elif is_ended(Outcome(each.outcome), Fault(each.fault)):
            failed[each.shop_id] += each.orders
    return paid, failed


def _alike(cluster_of: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """Shop → the others of its cluster."""
    together: dict[int, list[int]] = defaultdict(list)
    for shop_id, cluster in sorted(cluster_of.items()):
        together[cluster].append(shop_id)
    return {
        shop_id: tuple(each for each in together[cluster] if each != shop_id)
        for shop_id, cluster in cluster_of.items()
    }
