"""Who is signed in: what was proven in this session, and whose customer that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.identifiers import service as identifiers
from registry.kernel.db import insert_new
from registry.kernel.ids import new_id
from registry.whitelist.errors import NothingProvenError
from registry.whitelist.models import Consent, Customer, CustomerLink, NoticeAddress, WhitePass

NOBODY: Final = 0
"""Whose the passes are of a customer who is forgotten."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who proved to hold identifiers with a code, enrolled or not.

    ``identifier_ids`` are those proven in this session: a code proves control today, so what hangs
    on a customer's other identifiers stays closed until they are proven too. ``opened`` are the
    reports whose shop and day the holder has earned to see by naming their orders. ``sign_outs``:
    how often each had been signed out everywhere when it was proven; never where nothing is said.
    """

    customer_id: int | None
    identifier_ids: tuple[int, ...]
    world: World = World.LIVE
    opened: frozenset[int] = frozenset()
    sign_outs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """One identifier of a customer."""

    identifier_id: int
    customer_id: int
    proven_on: date
    proven_again_on: date


def current(session: Session, holder: Holder) -> Holder:
    """The same without what is gone or was signed out since.

    Raises NothingProvenError when nothing is left.
    """
    found = find_current(session, holder)
    if found is None:
        raise NothingProvenError
    return found


def find_current(session: Session, holder: Holder) -> Holder | None:
    """The same, or None when nothing is left."""
    rows = identifiers.states(session, holder.identifier_ids)
    known = holder.sign_outs
    left = tuple(
        each
        for each in holder.identifier_ids
        if each in rows and rows[each].sign_outs == known.get(each, 0)
    )
    if not left:
        return None
    owners = {each.customer_id for each in links_of(session, left).values()}
    customer_id = holder.customer_id if holder.customer_id in owners else None
    return replace(holder, identifier_ids=left, customer_id=customer_id)


def ensure_customer(session: Session, holder: Holder, *, today: date) -> Holder:
    """The holder as a customer, to whom something can be attached; linked to all that was proven.

    Two requests of one person at once end with one customer.
    """
    if holder.customer_id is not None:
        link(session, holder, today=today)
        return holder
    known = links_of(session, holder.identifier_ids)
    customer_id = min((each.customer_id for each in known.values()), default=None)
    if customer_id is None:
        customer_id = _make(session, holder, today)
    found = replace(holder, customer_id=customer_id)
    link(session, found, today=today)
    return found


def link(session: Session, holder: Holder, *, today: date) -> None:
    """Link everything proven in this session to the holder's customer."""
    if holder.customer_id is None:
        raise NothingProvenError
    known = links_of(session, holder.identifier_ids)
    fresh = [each for each in holder.identifier_ids if each not in known]
    _write(session, holder.customer_id, fresh, today)
    for each in known.values():
        moved = each.customer_id != holder.customer_id
        said = {"customer_id": holder.customer_id, "proven_again_on": today}
        said |= {"proven_on": today} if moved else {}
        mine = update(CustomerLink).where(CustomerLink.identifier_id == each.identifier_id)
        session.execute(mine.values(said))
    drop_empty(session, {each.customer_id for each in known.values()} - {holder.customer_id})


def links_of(session: Session, identifier_ids: Iterable[int]) -> Mapping[int, Link]:
    """The links of identifiers, by identifier."""
    wanted = select(CustomerLink).where(CustomerLink.identifier_id.in_(list(identifier_ids)))
    return {row.identifier_id: _link(row) for row in session.scalars(wanted)}


def links_of_customer(session: Session, customer_id: int) -> list[Link]:
    """Everything that a customer proved, oldest proof first."""
    wanted = select(CustomerLink).where(CustomerLink.customer_id == customer_id)
    rows = session.scalars(wanted.order_by(CustomerLink.proven_on, CustomerLink.identifier_id))
    return [_link(row) for row in rows]


def unlink(session: Session, identifier_ids: Iterable[int]) -> None:
    """Take identifiers away from their customers; one who has none left is forgotten."""
    gone = links_of(session, identifier_ids)
    session.execute(delete(CustomerLink).where(CustomerLink.identifier_id.in_(list(gone))))
    drop_empty(session, {each.customer_id for each in gone.values()})


def drop_empty(session: Session, customer_ids: Iterable[int]) -> None:
    """Forget customers to whom no identifier is linked any more, and all that they left."""
    ids = set(customer_ids)
    if not ids:
        return
    counted = select(CustomerLink.customer_id, func.count()).group_by(CustomerLink.customer_id)
    left = {row[0] for row in session.execute(counted.where(CustomerLink.customer_id.in_(ids)))}
    for table in (Consent, NoticeAddress):
        session.execute(delete(table).where(table.customer_id.in_(ids - left)))
    passes = update(WhitePass).where(WhitePass.customer_id.in_(ids - left))
    session.execute(passes.values(customer_id=NOBODY, withdrawn=True, bound_id=None))
    session.execute(delete(Customer).where(Customer.id.in_(ids - left)))


def _make(session: Session, holder: Holder, today: date) -> int:
    """A new customer, unless another request of the same person was first."""
    made = Customer(id=new_id(), world=holder.world, created_on=today)
    session.add(made)
    session.flush()
    _write(session, made.id, holder.identifier_ids, today)
    owners = {each.customer_id for each in links_of(session, holder.identifier_ids).values()}
    drop_empty(session, {made.id} - owners)
    return made.id if made.id in owners else min(owners)


def _write(session: Session, customer_id: int, ids: Iterable[int], today: date) -> None:
    days = {"proven_on": today, "proven_again_on": today}
    rows = [{"identifier_id": each, "customer_id": customer_id} | days for each in sorted(ids)]
    insert_new(session, CustomerLink, rows, CustomerLink.identifier_id)


def _link(row: CustomerLink) -> Link:
    return Link(row.identifier_id, row.customer_id, row.proven_on, row.proven_again_on)
