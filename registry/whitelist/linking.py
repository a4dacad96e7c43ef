"""What is linked to a customer, as he sees it, and taking one of it away again.

A link is a way in: whoever holds the contact signs in as the customer. So a stranger's has to go,
and must not be able to throw out the ones that were there before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.trust.responding import Surroundings
from registry.whitelist.enrolling import lock_customer, settle_place
from registry.whitelist.errors import NothingProvenError
from registry.whitelist.holders import Holder, Link, links_of_customer, unlink
from registry.whitelist.models import WhitePass


@dataclass(frozen=True, slots=True)
class Linked:
    """One contact of a customer: its kind and the day, never what it is.

    ``here``: it was proven in this visit. ``removable``: it is no older than one that was.
    """

    identifier_id: int
    kind: str
    linked_on: date
    here: bool
    removable: bool


def linked(session: Session, holder: Holder) -> list[Linked]:
    """Everything linked to who is signed in, the oldest first; nothing for who is no customer."""
    links = _links(session, holder)
    mine = [each.proven_on for each in links if each.identifier_id in holder.identifier_ids]
    states = identifiers.states(session, [each.identifier_id for each in links])
    oldest = min(mine, default=date.max)
    return [
        Linked(
            each.identifier_id,
            states[each.identifier_id].kind,
            each.proven_on,
            here=each.identifier_id in holder.identifier_ids,
            removable=each.identifier_id in holder.identifier_ids or each.proven_on >= oldest,
        )
        for each in links
        if each.identifier_id in states
    ]


def linked_ids(session: Session, holder: Holder) -> frozenset[int]:
    """The same, by their rows alone."""
    return frozenset(each.identifier_id for each in _links(session, holder))


def remove_link(
    session: Session, holder: Holder, identifier_id: int, *, around: Surroundings, now: datetime
) -> Holder:
    """Take a contact away from the customer, with all that it earned; returns who is still in.

    What was paid under it counts for the customer's white no more, passes that are not spent end,
    and so does every other visit with a contact of the customer's. Raises NothingProvenError for
    what is not linked, or was before all that this visit proved.
    """
    row = None if holder.customer_id is None else lock_customer(session, holder.customer_id)
    found = {each.identifier_id for each in linked(session, holder) if each.removable}
    if row is None or identifier_id not in found:
        raise NothingProvenError
    all_ids = linked_ids(session, holder) | set(holder.identifier_ids)
    unspent = (WhitePass.customer_id == row.id, WhitePass.spent_shop_id.is_(None))
    session.execute(update(WhitePass).where(*unspent).values(withdrawn=True))
    unlink(session, [identifier_id])
    marking.set_white(session, [identifier_id], enrolled_on=None, since=None, until=None)
    marking.end_visits(session, all_ids)
    left = linked_ids(session, holder)
    if left:
        settle_place(session, row, around=around, now=now)
    return _still_in(session, holder, identifier_id, left)


def _still_in(session: Session, holder: Holder, gone: int, left: frozenset[int]) -> Holder:
    """Who is signed in after it; the contact itself only where nothing else was proven."""
    ids = tuple(each for each in holder.identifier_ids if each != gone) or holder.identifier_ids
    states = identifiers.states(session, ids)
    return replace(
        holder,
        customer_id=None if left.isdisjoint(ids) else holder.customer_id,
        identifier_ids=ids,
        sign_outs={each: state.sign_outs for each, state in states.items()},
    )


def _links(session: Session, holder: Holder) -> Sequence[Link]:
    return [] if holder.customer_id is None else links_of_customer(session, holder.customer_id)
