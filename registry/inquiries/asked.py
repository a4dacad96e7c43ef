"""What was asked, read back: for a shop's explanation of one lookup and for coverage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.inquiries import runs
from registry.inquiries.contacts import Via
from registry.inquiries.log import packed, unpacked
from registry.inquiries.models import FirstContact, Inquiry, Lookup
from registry.kernel.db import in_parts

_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class PastLookup:
    """One question as the log keeps it: no amount, and the order only as a MAC."""

    shop_id: int
    lookup_id: int
    asked_on: date
    purpose: str
    payment: str
    segment: str | None
    identifier_ids: tuple[int, ...]


def find_lookup(
    session: Session, *, shop_id: int, world: World, lookup_id: int
) -> PastLookup | None:
    """One question of a shop in a world, or None."""
    wanted = select(Lookup).where(
        Lookup.shop_id == shop_id, Lookup.id == lookup_id, Lookup.world == world
    )
    row = session.scalar(wanted)
    return None if row is None else _past(row)


def lookups_of_day(session: Session, *, world: World, day: date) -> Iterator[Sequence[PastLookup]]:
    """All questions of a world on one day, up to a thousand at a time."""
    wanted = select(Lookup).where(Lookup.world == world, Lookup.asked_on == day)
    rows = session.scalars(wanted, execution_options={"yield_per": _CHUNK})
    for part in rows.partitions():
        yield [_past(row) for row in part]


def own_lookups(
    session: Session,
    *,
    shop_id: int,
    world: World,
    day: date,
    purpose: str = "",
    after: int,
    limit: int,
) -> list[PastLookup]:
    """One page of a shop's questions of one day, in the order of their ids behind ``after``."""
    mine = (Lookup.shop_id == shop_id, Lookup.world == world, Lookup.asked_on == day)
    wanted = select(Lookup).where(*mine, Lookup.id > after)
    wanted = wanted.where(Lookup.purpose == purpose) if purpose else wanted
    return [_past(row) for row in session.scalars(wanted.order_by(Lookup.id).limit(limit))]


def count_lookups(
    session: Session, *, shop_id: int, world: World, since: date
) -> dict[date, dict[str, int]]:
    """Day → purpose → how many questions the shop asked, from ``since`` on."""
    mine = (Lookup.shop_id == shop_id, Lookup.world == world, Lookup.asked_on >= since)
    wanted = select(Lookup.asked_on, Lookup.purpose, func.count()).where(*mine)
    found: dict[date, dict[str, int]] = {}
    for day, purpose, number in session.execute(
        wanted.group_by(Lookup.asked_on, Lookup.purpose).order_by(Lookup.asked_on)
    ):
        found.setdefault(day, {})[purpose] = number
    return found


def first_day(session: Session, *, world: World) -> date | None:
    """The day of the oldest question that is kept."""
    return session.scalar(select(func.min(Lookup.asked_on)).where(Lookup.world == world))


@dataclass(frozen=True, slots=True)
class Asking:
    """One question as the person asked about sees it."""

    identifier_id: int
    lookup_id: int
    shop_id: int
    asked_on: date
    purpose: str


def asked_about(session: Session, ids: Sequence[int], *, limit: int = _CHUNK) -> list[Asking]:
    """Who asked about some identifiers of one person, newest first, each question once."""
    newest = runs.about(ids, Inquiry).order_by(Inquiry.asked_on.desc(), Inquiry.lookup_id)
    found: dict[int, Asking] = {}
    for row in session.scalars(newest.limit(limit * len(ids))) if ids else ():
        said = (row.identifier_id, row.lookup_id, row.shop_id, row.asked_on, row.purpose)
        found.setdefault(row.lookup_id, Asking(*said))
    return list(found.values())[:limit]


def met_by_import(session: Session, *, shop_id: int, ids: Sequence[int]) -> frozenset[int]:
    """Those of some identifiers that the shop brought in by import and never paid a contact for."""
    wanted = select(FirstContact.identifier_id).where(
        FirstContact.shop_id == shop_id,
        FirstContact.identifier_id.in_(ids),
        FirstContact.via == Via.IMPORT,
    )
    return frozenset(session.scalars(wanted)) if ids else frozenset()


def forget(session: Session, ids: Sequence[int]) -> None:
    """Take identifiers out of the log, as an erasure demands; what was asked stays counted."""
    gone = frozenset(ids)
    columns = (Inquiry.run, Inquiry.identifier_id, Inquiry.lookup_id, Inquiry.shop_id)
    mine = session.execute(runs.about(gone, *columns)).all()
    for part in in_parts({(row.shop_id, row.lookup_id) for row in mine}):
        wanted = select(Lookup).where(tuple_(Lookup.shop_id, Lookup.id).in_(part))
        for row in session.scalars(wanted):
            left = [each for each in unpacked(row.asked_about or b"") if each not in gone]
            row.asked_about = packed(left)
    runs.remove(session, [(row.run, row.identifier_id, row.lookup_id) for row in mine])


def _past(row: Lookup) -> PastLookup:
    return PastLookup(
        shop_id=row.shop_id,
        lookup_id=row.id,
        asked_on=row.asked_on,
        purpose=row.purpose,
        payment=row.payment,
        segment=row.segment,
        identifier_ids=unpacked(row.asked_about or b""),
    )


def readers_of(session: Session, ids: Sequence[int], *, since: date) -> dict[int, int]:
    """Shop → its newest question about any of some identifiers, asked on or after a day."""
    wanted = runs.about(ids, Inquiry.shop_id, Inquiry.lookup_id, since=since)
    rows = session.execute(wanted.order_by(Inquiry.asked_on, Inquiry.lookup_id)) if ids else ()
    return {row.shop_id: row.lookup_id for row in rows}
