"""What happened to cases, written in the same transaction, for those who are to be told.

Another room tells (webhooks, mail, the shop's desk) and marks what it told; see ``untold``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from registry.disputes.models import DisputeEvent
from registry.disputes.words import Event
from registry.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of one case."""

    shop_id: int
    event_id: int
    dispute_id: int
    event: Event
    made_at: datetime


def note(session: Session, shop_id: int, dispute_id: int, event: Event, *, now: datetime) -> None:
    """Write an event down, to be told within the hour."""
    session.add(
        DisputeEvent(
            shop_id=shop_id,
            id=new_id(),
            dispute_id=dispute_id,
            event=event,
            made_at=now,
        )
    )


def untold(session: Session, *, limit: int) -> list[Happened]:
    """Events that nobody was told of yet, oldest first."""
    wanted = select(DisputeEvent).where(DisputeEvent.told_at.is_(None))
    rows = session.scalars(wanted.order_by(DisputeEvent.made_at, DisputeEvent.id).limit(limit))
    return [
        Happened(row.shop_id, row.id, row.dispute_id, Event(row.event), row.made_at) for row in rows
    ]


def mark_told(session: Session, happened: Collection[Happened], *, now: datetime) -> None:
    """Everybody concerned was told of these."""
    keys = [(each.shop_id, each.event_id) for each in happened]
    if keys:
        mine = tuple_(DisputeEvent.shop_id, DisputeEvent.id).in_(keys)
        session.execute(update(DisputeEvent).where(mine).values(told_at=now))


def forget(session: Session, *, before: datetime) -> None:
    """Delete events made before a moment, told or not: they say when somebody did something."""
    session.execute(delete(DisputeEvent).where(DisputeEvent.made_at < before))
