"""First contacts: the row that says a shop has met an identifier, and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.inquiries import meters
from registry.inquiries.budgets import DEFAULT_BUDGETS, Budgets, Counted
from registry.inquiries.meters import Asker
from registry.inquiries.models import FirstContact
from registry.kernel.db import insert_new


class Via(StrEnum):
    """How a shop named an identifier."""

    LOOKUP = "lookup"
    REPORT = "report"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Contacts:
    """What became of the identifiers named: each is in exactly one of the four.

    ``known``: met before, cost nothing. ``granted``: met now and paid for. ``own_only``: brought in
    by an import, and today's budget is used up, so only the shop's own history may be answered.
    ``refused``: strangers for whom no budget is left.
    """

    known: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()
    own_only: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()


def contact(
    session: Session,
    *,
    caller: Asker,
    identifier_ids: Sequence[int],
    via: Via,
    today: date,
    budgets: Budgets = DEFAULT_BUDGETS,
) -> Contacts:
    """Meet identifiers; who comes first in the list is granted when the budget is short.

    Nothing is locked or written when all are known. A lookup or a report of a stranger costs one
    first contact of the day, an import one person of its allowance; the first lookup of somebody
    known by import only costs one as well. Call it once in a transaction, with everybody.
    """
    ids = list(dict.fromkeys(identifier_ids))
    if not _costly(ids, _met(session, caller, ids), via):
        return Contacts(known=frozenset(ids))
    left = _left(session, caller, via, budgets, today)
    met = _met(session, caller, ids)
    costly = _costly(ids, met, via)
    paid, unpaid = costly[:left], costly[left:]
    strangers = [each for each in paid if each not in met]
    written = _write(session, caller, strangers, via, today)
    granted = written | _promote(session, caller, [each for each in paid if each in met])
    _pay(session, caller, via, len(granted), today)
    overtaken = set(strangers) - written
    own_only = {each for each in unpaid if each in met}
    if via is Via.LOOKUP:
        own_only |= overtaken
    refused = set(unpaid) - own_only
    known = set(ids) - granted - own_only - refused
    return Contacts(*(frozenset(part) for part in (known, granted, own_only, refused)))


def _costly(ids: Sequence[int], met: dict[int, str], via: Via) -> list[int]:
    """Those that must be paid for, in the order given."""
    return [
        each for each in ids if each not in met or (via is Via.LOOKUP and met[each] == Via.IMPORT)
    ]


def _met(session: Session, caller: Asker, ids: Sequence[int]) -> dict[int, str]:
    wanted = select(FirstContact.identifier_id, FirstContact.via).where(
        FirstContact.shop_id == caller.shop_id, FirstContact.identifier_id.in_(ids)
    )
    return {row.identifier_id: row.via for row in session.execute(wanted)}


def _left(session: Session, caller: Asker, via: Via, budgets: Budgets, today: date) -> int:
    """Units that this transaction may use; the meter is held from here on."""
    if via is Via.IMPORT:
        return meters.lock_people(session, caller, today=today)
    return meters.lock_meter(session, caller, Counted.CONTACTS, budgets=budgets, today=today).left


def _write(session: Session, caller: Asker, ids: Sequence[int], via: Via, today: date) -> set[int]:
    """The strangers that are met now; one whom another transaction met meanwhile is left out.

    In the order of their ids, so that an import and a lookup never wait for each other in a circle.
    """
    if not ids:
        return set()
    rows = [
        {"shop_id": caller.shop_id, "identifier_id": each, "first_on": today, "via": via}
        for each in sorted(ids)
    ]
    return {row[0] for row in insert_new(session, FirstContact, rows, FirstContact.identifier_id)}


def _promote(session: Session, caller: Asker, ids: Sequence[int]) -> set[int]:
    """People known by import only become known."""
    if not ids:
        return set()
    mine = (FirstContact.shop_id == caller.shop_id, FirstContact.identifier_id.in_(ids))
    promoted = update(FirstContact).where(*mine, FirstContact.via == Via.IMPORT)
    changed = promoted.values(via=Via.LOOKUP).returning(FirstContact.identifier_id)
    return set(session.scalars(changed, execution_options={"synchronize_session": False}))


def _pay(session: Session, caller: Asker, via: Via, units: int, today: date) -> None:
    if units and via is Via.IMPORT:
        meters.take_people(session, caller, units, today=today)
    elif units:
        meters.raise_meter(session, caller, Counted.CONTACTS, units, today=today)
