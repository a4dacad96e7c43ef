"""Planted people: numbers that belong to nobody, so that whoever asks about them is trying numbers.

An admin plants numbers that the operator holds and gives to no shop. No order can come from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.inquiries import runs
from registry.inquiries.models import Inquiry, Planted
from registry.kernel.db import insert_new


@dataclass(frozen=True, slots=True)
class Met:
    """A shop that asked about planted people: about how many, and when last."""

    shop_id: int
    people: int
    last_on: date


def plant(session: Session, identifier_id: int, *, today: date) -> bool:
    """Watch over an identifier; False when it was planted before."""
    row = {"identifier_id": identifier_id, "planted_on": today}
    return bool(insert_new(session, Planted, [row], Planted.identifier_id))


def count(session: Session) -> int:
    """How many are planted."""
    return len(session.scalars(select(Planted.identifier_id)).all())


def among(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of some identifiers that are planted: their rows stay."""
    wanted = select(Planted.identifier_id).where(Planted.identifier_id.in_(identifier_ids))
    return set(session.scalars(wanted))


def days(session: Session) -> dict[int, date]:
    """Planted identifier → the day since when it is watched over."""
    return dict(session.execute(select(Planted.identifier_id, Planted.planted_on)).all())


def met(session: Session) -> list[Met]:
    """Who asked about planted people since they were planted."""
    planted = days(session)
    if not planted:
        return []
    asked: dict[int, dict[int, date]] = {}
    columns = (Inquiry.shop_id, Inquiry.identifier_id, Inquiry.asked_on)
    wanted = runs.about(planted, *columns, since=min(planted.values()))
    for shop_id, identifier_id, asked_on in session.execute(wanted):
        if asked_on >= planted[identifier_id]:
            mine = asked.setdefault(shop_id, {})
            mine[identifier_id] = max(asked_on, mine.get(identifier_id, asked_on))
    return [Met(shop_id, len(each), max(each.values())) for shop_id, each in asked.items()]
