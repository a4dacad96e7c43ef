"""Opening reports by the number of their order: who knows it was there when it was placed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.kernel.db import insert_new
from registry.kernel.keys import Keyring
from registry.reports import persons
from registry.whitelist import records
from registry.whitelist.errors import TooManyGuessesError
from registry.whitelist.holders import Holder
from registry.whitelist.models import OrderGuess

WRONG_A_DAY: Final = 10
"""Order numbers are short and often count up, so a guesser gets few tries."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Who is signed in from here on, and how many reports the number opened."""

    holder: Holder
    found: int


def open_by_order(
    session: Session, ring: Keyring, holder: Holder, *, order_ref: str, now: datetime
) -> Opened:
    """Show shop and day of the reports about this order, for the rest of the session.

    Commit when nothing was found, too: a wrong number is counted. Raises TooManyGuessesError.
    """
    today = now.date()
    _check_guesses(session, holder, today)
    rows = records.read_all(session, holder.identifier_ids).rows()
    found = persons.of_order(
        session,
        ring,
        holder.world,
        order_ref=order_ref.strip(),
        keys={(row.shop_id, row.report_id) for row in rows},
    )
    if not found:
        mine = OrderGuess.identifier_id.in_(holder.identifier_ids), OrderGuess.on == today
        session.execute(update(OrderGuess).where(*mine).values(tried=OrderGuess.tried + 1))
    return Opened(replace(holder, opened=holder.opened | found), len(found))


def _check_guesses(session: Session, holder: Holder, today: date) -> None:
    ids = sorted(holder.identifier_ids)
    rows = [{"identifier_id": each, "on": today, "tried": 0} for each in ids]
    insert_new(session, OrderGuess, rows, OrderGuess.tried)
    mine = select(OrderGuess.tried).where(OrderGuess.identifier_id.in_(ids), OrderGuess.on == today)
    held = session.scalars(mine.order_by(OrderGuess.identifier_id).with_for_update())
    if max(held, default=0) >= WRONG_A_DAY:
        raise TooManyGuessesError
