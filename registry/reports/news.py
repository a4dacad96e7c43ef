"""What changed in reports, for those who are to be told: written with the change, read by a job.

A first negative is ``new``; whatever changes a report later is ``changed`` and remembers what the
report said before, so that the job can see whose answer differs by it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState, World
from registry.kernel.db import insert_all
from registry.kernel.ids import new_id
from registry.reports import acts
from registry.reports.models import Report, ReportNews
from registry.reports.said import Fact

__all__ = ["Happened", "News", "end", "note_told", "oldest_of", "rows_before", "waiting"]

Follow = Callable[[Session, World, Collection[int]], None]
"""What a room above does when reports changed: session, world, the identifiers on them."""

_EXTENSION: Final = "bonafide-follow"
_GONE = frozenset({ReportState.RETRACTED, ReportState.EXPIRED, ReportState.REMOVED})


class Happened(StrEnum):
    """What happened to a report."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class News:
    """One change of one report. ``told`` names the shops that were told of it already."""

    shop_id: int
    news_id: int
    report_id: int
    world: World
    happened: Happened
    on: date
    identifier_ids: tuple[int, ...]
    before: Mapping[str, Any]
    told: frozenset[int]
    looked: bool


def new_row(
    row: Report | Mapping[str, Any], happened: Happened, on: date, before: Mapping[str, Any]
) -> dict[str, Any]:
    """A change as it is written down."""
    said = row if isinstance(row, Mapping) else acts.facts_of(row)
    return {
        "shop_id": said["shop_id"],
        "id": new_id(),
        "report_id": said["id"],
        "world": said["world"],
        "happened": happened,
        "noted_on": on,
        "identifier_ids": list(said["identifier_ids"]),
        "before": dict(before),
        "told": [],
        "looked": False,
    }


def remembered(row: Report) -> dict[str, Any]:
    """What a row says now, to be kept beside a change that is about to be made."""
    return acts.facts_before(row) | {
        "filed_on": row.filed_on.isoformat(),
        "revision": row.revision,
    }


def register(app: Flask, *, also: Sequence[Follow]) -> None:
    """Say which rooms above hold something that rests on reports and must change with them."""
    app.extensions[_EXTENSION] = tuple(also)


def save(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write changes down in the transaction that made them, and let the rooms above follow."""
    insert_all(session, ReportNews, rows)
    follow_changes(session, rows)


def follow_changes(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the rooms above follow changes that are written down."""
    changed = [row for row in rows if row["happened"] is Happened.CHANGED]
    ids = {each for row in changed for each in row["identifier_ids"]}
    if ids:
        for follow in current_app.extensions.get(_EXTENSION, ()):
            follow(session, World(changed[0]["world"]), ids)


def waiting(session: Session, *, after: tuple[int, int] | None, limit: int) -> list[News]:
    """Changes that were not ended yet, in the order of their keys."""
    wanted = select(ReportNews).order_by(ReportNews.shop_id, ReportNews.id).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(ReportNews.shop_id, ReportNews.id) > after)
    return [_news(row) for row in session.scalars(wanted)]


def note_told(session: Session, news: News, shop_ids: Collection[int]) -> None:
    """Remember that a change was looked at before its day was over, and who was told."""
    mine = (ReportNews.shop_id == news.shop_id, ReportNews.id == news.news_id)
    told = sorted(news.told | frozenset(shop_ids))
    session.execute(update(ReportNews).where(*mine).values(told=told, looked=True))


def end(session: Session, news: News) -> None:
    """Everybody was told."""
    mine = (ReportNews.shop_id == news.shop_id, ReportNews.id == news.news_id)
    session.execute(delete(ReportNews).where(*mine))


def oldest_of(changes: Iterable[News]) -> dict[int, News]:
    """Report → the first of its changes: what it said before all of them."""
    found: dict[int, News] = {}
    for each in sorted(changes, key=_turn, reverse=True):
        found[each.report_id] = each
    return found


def _turn(news: News) -> tuple[date, int, bool]:
    """Changes of one report in the order in which they happened; a dispute adds no revision."""
    disputed = news.before["state"] == ReportState.DISPUTED
    return news.on, int(news.before["revision"]), disputed


def rows_before(news: News) -> dict[int, Fact]:
    """Identifier → the report as it was known by it before the change; none when it was not."""
    if not news.before or news.before["state"] in _GONE:
        return {}
    return dict.fromkeys(news.identifier_ids, _fact_before(news))


def _fact_before(news: News) -> Fact:
    said, day = news.before, date.fromisoformat
    return Fact(
        report_id=news.report_id,
        shop_id=news.shop_id,
        outcome=Outcome(said["outcome"]),
        fault=Fault(said["fault"]),
        evidence=Evidence(said["evidence"]),
        payment=said["payment"],
        state=ReportState(said["state"]),
        occurred_on=day(said["occurred_on"]),
        filed_on=day(said["pending_since"] or said["filed_on"]),
        counts_on=said["counts_on"] and day(said["counts_on"]),
        elsewhere=said["elsewhere"],
        imported=said["imported"],
    )


def _news(row: ReportNews) -> News:
    return News(
        shop_id=row.shop_id,
        news_id=row.id,
        report_id=row.report_id,
        world=World(row.world),
        happened=Happened(row.happened),
        on=row.noted_on,
        identifier_ids=tuple(row.identifier_ids),
        before=row.before,
        told=frozenset(row.told),
        looked=row.looked,
    )
