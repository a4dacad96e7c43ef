"""Questions as their two tables stand: what a shop asked, and what the person asked about sees."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.audit.verify import Fault
from registry.inquiries.log import unpacked
from registry.inquiries.models import Inquiry, Lookup
from registry.kernel.ids import public_id

AT_ONCE: Final = 1_000
Told = Mapping[int, tuple[Any, ...]]


def faults(session: Session) -> Iterator[Fault]:
    """Questions that a person sees otherwise than the shop asked them, or not at all.

    What was asked is held against the log by a day's digest; of whom, by this.
    """
    counted = 0
    for rows in _lookups(session):
        wanted = {row.id: _wanted(row) for row in rows}
        held = _held(session, [row.id for row in rows], wanted)
        for row in rows:
            name, told = public_id("lkp_", row.shop_id, row.id), wanted[row.id]
            if told is None or held.get(row.id, {}) != told:
                yield Fault(name, "is seen otherwise by whom it is about")
            counted += len(told or ())
    there = session.scalar(select(func.count()).select_from(Inquiry)) or 0
    if there != counted:
        yield Fault("inquiries", f"are {there} where lookups make {counted}")


def _lookups(session: Session) -> Iterator[Sequence[Lookup]]:
    """Batches of all questions, in the order of their key."""
    wanted = select(Lookup).order_by(Lookup.shop_id, Lookup.id)
    rows = iter(session.scalars(wanted.execution_options(yield_per=AT_ONCE)))
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _wanted(row: Lookup) -> Told | None:
    """Identifier id → what its row of ``inquiry`` must say; None where that cannot be read."""
    try:
        ids = unpacked(row.asked_about or b"")
    except struct.error:
        return None
    return dict.fromkeys(ids, (row.shop_id, row.asked_on, row.purpose))


def _held(
    session: Session, lookup_ids: Sequence[int], wanted: Mapping[int, Told | None]
) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Lookup id → identifier id → what its row says.

    The sum keeps an index out: it would be asked for each lookup of the batch with each person.
    """
    about = {each for told in wanted.values() for each in told or ()}
    columns = (Inquiry.shop_id, Inquiry.asked_on, Inquiry.purpose)
    asked = select(Inquiry.lookup_id, Inquiry.identifier_id, *columns).where(
        Inquiry.identifier_id.in_(about), (Inquiry.lookup_id + 0).in_(lookup_ids)
    )
    found: dict[int, dict[int, tuple[Any, ...]]] = {}
    for lookup_id, identifier_id, *said in session.execute(asked):
        found.setdefault(lookup_id, {})[identifier_id] = tuple(said)
    return found
