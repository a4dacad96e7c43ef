"""The log of questions: what the shop asked, and the same as the person asked about sees it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol.words import Purpose, World
from registry.inquiries import runs
from registry.inquiries.models import FirstContact, Inquiry, Lookup
from registry.kernel.ids import NearIds
from registry.kernel.prepared import Inserted
from registry.kernel.together import Logged

Question = tuple[int | None, frozenset[int]]
"""A lookup id and the identifiers that a report names beside it."""


@dataclass(slots=True)
class Asked:
    """One question, ready to be logged. Never changed."""

    lookup_id: int
    purpose: Purpose
    payment: str
    order_mac: bytes
    identifier_ids: tuple[int, ...]
    segment: str | None = None


new_ids = NearIds().draw
"""Of a shop's id and how many: ids for its questions."""
LOG_LOOKUP = Inserted(Lookup, "shop_id", "world", "asked_on", "run")
LOG_INQUIRY = Inserted(Inquiry, "run", "shop_id", "asked_on")


def steps(asked: Sequence[Asked], *, shop_id: int, world: World, today: date) -> tuple[Logged, ...]:
    """What logs some questions, to be run together with what answers them."""
    lookups, inquiries = _rows(asked, shop_id=shop_id, world=world, today=today)
    return (LOG_LOOKUP, lookups), (LOG_INQUIRY, inquiries)


def via_of(identifier_id: InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """How the shop (``shop_id``) met an identifier, beside its row; NULL where it never did."""
    mine = FirstContact.shop_id == bindparam("shop_id")
    met = select(FirstContact.via).where(mine, FirstContact.identifier_id == identifier_id)
    return met.scalar_subquery()


def packed(ids: Sequence[int]) -> bytes:
    """Row ids as they lie in ``lookup.asked_about``."""
    return struct.pack(f">{len(ids)}q", *ids)


def unpacked(asked_about: bytes) -> tuple[int, ...]:
    """The inverse."""
    return struct.unpack(f">{len(asked_about) // 8}q", asked_about)


def _rows(
    asked: Sequence[Asked], *, shop_id: int, world: World, today: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of ``lookup`` and of ``inquiry`` for some questions."""
    run = runs.current.take(sum([len(each.identifier_ids) for each in asked]), today=today)
    lookups = [
        {
            "shop_id": shop_id,
            "id": each.lookup_id,
            "world": world,
            "asked_on": today,
            "purpose": each.purpose,
            "payment": each.payment,
            "order_mac": each.order_mac,
            "segment": each.segment,
            "asked_about": packed(each.identifier_ids),
            "run": run,
        }
        for each in asked
    ]
    inquiries = [
        {
            "run": run,
            "identifier_id": identifier_id,
            "lookup_id": each.lookup_id,
            "shop_id": shop_id,
            "asked_on": today,
            "purpose": each.purpose,
        }
        for each in asked
        for identifier_id in each.identifier_ids
    ]
    return lookups, inquiries


def asked_days(
    session: Session, *, shop_id: int, questions: Sequence[Question]
) -> dict[Question, date]:
    """The day on which the shop asked about any of the identifiers in the lookup it names.

    A question is absent when the lookup is another's, another person's, or none.
    """
    wanted_ids = {lookup_id for lookup_id, _ in questions if lookup_id is not None}
    if not wanted_ids:
        return {}
    wanted = select(Lookup.id, Lookup.asked_on, Lookup.asked_about).where(
        Lookup.shop_id == shop_id, Lookup.id.in_(wanted_ids)
    )
    asked = {row.id: (row.asked_on, row.asked_about) for row in session.execute(wanted)}
    found: dict[Question, date] = {}
    for lookup_id, ids in questions:
        day, about = asked.get(lookup_id, (None, None))
        if day is not None and not ids.isdisjoint(unpacked(about or b"")):
            found[lookup_id, ids] = day
    return found
