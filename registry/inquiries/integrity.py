"""Questions as their two tables stand: what a shop asked, and what the person asked about sees."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.audit.verify import Fault
from registry.inquiries import runs
from registry.inquiries.log import unpacked
from registry.inquiries.models import Inquiry, Lookup
from registry.kernel.ids import public_id

AT_ONCE: Final = 1_000
Told = Mapping[runs.Key, tuple[Any, ...]]


def faults(session: Session) -> Iterator[Fault]:
    """Questions that a person sees otherwise than the shop asked them, or not at all.

    What was asked is held against the log by a day's digest; of whom, by this.
    """
    counted = 0
    for rows in _lookups(session):
        wanted = [_wanted(row) for row in rows]
        held = _held(session, wanted)
        for row, told in zip(rows, wanted, strict=True):
            if told is None or any(held.get(key) != said for key, said in told.items()):
                name = public_id("lkp_", row.shop_id, row.id)
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
    """Key → what that row of ``inquiry`` must say; None where that cannot be read."""
    try:
        ids, day = unpacked(row.asked_about or b""), runs.day_of(row.run)
    except (struct.error, ValueError, OverflowError):
        return None
    if day != row.asked_on:
        return None
    said = (row.shop_id, row.asked_on, row.purpose)
    return {(row.run, each, row.id): said for each in ids}


def _held(session: Session, told: Iterable[Told | None]) -> Told:
    """What is there under the keys that must be."""
    keys = [key for each in told for key in each or ()]
    columns = (Inquiry.shop_id, Inquiry.asked_on, Inquiry.purpose)
    found: dict[runs.Key, tuple[Any, ...]] = {}
    for wanted in runs.at(keys, Inquiry.run, Inquiry.identifier_id, Inquiry.lookup_id, *columns):
        for run, identifier_id, lookup_id, *said in session.execute(wanted):
            found[run, identifier_id, lookup_id] = tuple(said)
    return found
