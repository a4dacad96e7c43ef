"""Corrections reach readers: whose answer rests on a report is told when the report changes.

Only of what the shop itself would see: the level, or the risk in its shown steps. The reporting
shop knows what it did and is not told. Each shop is told once, by its newest question.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, World
from registry.identifiers.vault import Vault
from registry.inquiries import asked
from registry.kernel.ids import public_id
from registry.notices import feed
from registry.notices.rules import READERS_SINCE
from registry.reports import news as reports
from registry.reports.news import News
from registry.reports.said import Fact
from registry.shops.access import Caller
from registry.shops.rules import Standing
from registry.trust.comparing import Difference, compare
from registry.trust.responding import Surroundings

LOOKUP_PREFIX = "lkp_"


def tell_readers(
    session: Session,
    vault: Vault,
    *,
    news: News,
    around: Surroundings,
    now: datetime,
    at_once: bool,
    others: Iterable[News] = (),
    told: Collection[int] = (),
) -> set[int]:
    """Tell the shops whose answer differs by what changed; the ids of their questions.

    ``others``: what else changed and is not ended yet; all of it is undone for the answer before.
    ``at_once``: only those who now know less, an answer that turned to ``unknown``; the others are
    told at the daily boundary. ``told`` are questions whose shops know already.
    """
    before = _before(news, others)
    since = news.on - READERS_SINCE
    readers = asked.readers_of(session, news.identifier_ids, since=since)
    now_told: set[int] = set()
    named: set[int] = set()
    for shop_id, lookup_id in sorted(readers.items()):
        if shop_id == news.shop_id or shop_id in news.told:
            continue
        if lookup_id in told:
            named.add(shop_id)
            continue
        found = _difference(session, vault, news, shop_id, lookup_id, before, around, now)
        if found is None or not found.seen or (at_once and not found.towards_unknown):
            continue
        feed.write(
            session,
            shop_id=shop_id,
            world=news.world,
            kind=ChangeKind.ANSWER_CHANGED,
            names={"lookup": public_id(LOOKUP_PREFIX, shop_id, lookup_id)},
            now=now,
        )
        named.add(shop_id)
        now_told.add(lookup_id)
    if at_once:
        reports.note_told(session, news, named)
    return now_told


def _before(news: News, others: Iterable[News]) -> dict[int, dict[int, Fact]]:
    """What the changed reports of these people said before all of it."""
    mine = frozenset(news.identifier_ids)
    about = [each for each in others if mine.intersection(each.identifier_ids)]
    oldest = reports.oldest_of([news, *about])
    return {report_id: reports.rows_before(each) for report_id, each in oldest.items()}


def _difference(
    session: Session,
    vault: Vault,
    news: News,
    shop_id: int,
    lookup_id: int,
    before: dict[int, dict[int, Fact]],
    around: Surroundings,
    now: datetime,
) -> Difference | None:
    question = asked.find_lookup(session, shop_id=shop_id, world=news.world, lookup_id=lookup_id)
    if question is None:
        return None
    return compare(
        session,
        vault,
        caller=_asker(shop_id, news.world),
        question=question,
        before=before,
        around=around,
        today=now.date(),
    )


def _asker(shop_id: int, world: World) -> Caller:
    """The shop as its own answers see it, without any key."""
    return Caller(shop_id, world, frozenset(), "", False, Standing.ACTIVE, "")
