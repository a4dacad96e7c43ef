"""Erasing, and "this number is new to me": the rows go at once, and neither washes a record.

After either one the level stays at most ``unknown`` for 60 days and white needs orders after it
(``registry.trust.levels``). A second one within a year is not done but asked of an admin; until
then the identifier is frozen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from flask import Flask, current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from registry.audit import service as audit
from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.identifiers.magic import IDS
from registry.inquiries import asked
from registry.inquiries import retention as inquiries
from registry.kernel.db import insert_new
from registry.kernel.ids import new_id
from registry.reports import persons
from registry.shops import retention as shops
from registry.trust.responding import Surroundings
from registry.whitelist import ends
from registry.whitelist.enrolling import lock_customer
from registry.whitelist.errors import NothingProvenError
from registry.whitelist.holders import Holder, links_of_customer, unlink
from registry.whitelist.models import Erasure, OrderGuess, Review, WhitePass
from registry.whitelist.rules import Washing, is_washed_again

Forget = Callable[[Session, int, datetime], None]
"""What a room above does before an identifier's rows go: session, the row number, now."""

_EXTENSION: Final = "bonafide-forget"


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it. ``holder`` names what is left to be signed in with.

    ``done``: how many identifiers were erased; ``asked``: how many wait for an admin. ``proofs``:
    the entries of the public log that tell of it.
    """

    holder: Holder
    done: int
    asked: int
    proofs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """The number of the new row, and the entry of the log that tells of the erasure."""

    row_id: int
    proof: bytes


def register(app: Flask, *, also: Sequence[Forget]) -> None:
    """Say which rooms above hold rows on a person, too."""
    app.extensions[_EXTENSION] = tuple(also)


def erase(
    session: Session,
    holder: Holder,
    *,
    around: Surroundings,
    now: datetime,
    only: int | None = None,
) -> Erased:
    """Erase everything proven in this session, or ``only`` one of it.

    Raises NothingProvenError, UnderReviewError while an earlier wish waits for an admin.
    """
    ids = holder.identifier_ids if only is None else (only,)
    return _wash(session, holder, ids, Washing.ERASURE, around=around, now=now)


def new_number(
    session: Session, holder: Holder, identifier_id: int, *, around: Surroundings, now: datetime
) -> Erased:
    """Say that what is on file under this identifier is about somebody who had it before.

    It goes as in an erasure, and what the earlier holder decided (to take no part) goes with it.
    """
    ids = (identifier_id,)
    return _wash(session, holder, ids, Washing.NEW_NUMBER, around=around, now=now)


def carry_out(session: Session, identifier_id: int, kind: Washing, *, now: datetime) -> Carried:
    """Do it, whoever asked."""
    today = now.date()
    for forget in current_app.extensions.get(_EXTENSION, ()):
        forget(session, identifier_id, now)
    told = persons.forget_person(session, identifier_id, today=today)
    asked.forget(session, [identifier_id])
    inquiries.forget_people(session, [identifier_id])
    shops.forget_people(session, [identifier_id])
    unlink(session, [identifier_id])
    bound = update(WhitePass).where(WhitePass.bound_id == identifier_id)
    session.execute(bound.values(bound_id=None))
    session.execute(delete(OrderGuess).where(OrderGuess.identifier_id == identifier_id))
    insert_new(
        session,
        Erasure,
        [{"identifier_id": identifier_id, "erased_on": today}],
        Erasure.identifier_id,
    )
    keeps_out = kind is Washing.ERASURE
    anew = marking.start_anew(session, identifier_id, on=today, opted_out=keeps_out)
    return Carried(anew, told[0] if told else audit.forget(session, [], on=today))


def sweep(session: Session, *, today: date) -> int:
    """Take away what was written about erased rows by requests that had begun before.

    Rows erased before today are forgotten for good; returns how many there were.
    """
    ids = list(session.scalars(select(Erasure.identifier_id)))
    for each in ids:
        persons.forget_person(session, each, today=today)
        asked.forget(session, [each])
    if ids:
        persons.forget_tombstones(session, ids, today=today)
        inquiries.forget_people(session, ids)
        shops.forget_people(session, ids)
    session.execute(delete(Erasure).where(Erasure.erased_on < today))
    return len(ids)


def _wash(
    session: Session,
    holder: Holder,
    ids: Sequence[int],
    kind: Washing,
    *,
    around: Surroundings,
    now: datetime,
) -> Erased:
    for each in ids:
        ends.check_proven(holder, each)
    if holder.customer_id is not None:
        lock_customer(session, holder.customer_id)  # first, as whoever verifies a pass does
    marking.lock(session, ids)
    ends.check_free(session, ids)
    states = identifiers.states(session, ids)
    if set(states) != set(ids) or not IDS.isdisjoint(ids):
        raise NothingProvenError
    today, renamed, waiting = now.date(), dict[int, int](), 0
    proofs: list[bytes] = []
    for each in ids:
        if is_washed_again(states[each].erased_on, today=today):
            _ask_admin(session, each, kind, was_frozen=states[each].frozen, today=today)
            waiting += 1
        else:
            done = carry_out(session, each, kind, now=now)
            renamed[each] = done.row_id
            proofs.append(done.proof)
    left = _left(session, holder, renamed)
    ends.settle(session, left, around=around, now=now)
    return Erased(left, len(renamed), waiting, tuple(proofs))


def _left(session: Session, holder: Holder, renamed: dict[int, int]) -> Holder:
    """The holder under the new row numbers; a customer only while something is linked."""
    ids = tuple(renamed.get(each, each) for each in holder.identifier_ids)
    customer_id = holder.customer_id
    if customer_id is not None and not links_of_customer(session, customer_id):
        customer_id = None
    return replace(holder, customer_id=customer_id, identifier_ids=ids)


def _ask_admin(
    session: Session, identifier_id: int, kind: Washing, *, was_frozen: bool, today: date
) -> None:
    session.add(
        Review(
            identifier_id=identifier_id,
            id=new_id(),
            kind=kind,
            asked_on=today,
            was_frozen=was_frozen,
        )
    )
    marking.set_frozen(session, [identifier_id], frozen=True)
    session.flush()
