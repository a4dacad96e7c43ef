"""What is not left until an admin looks: a shop that asks about planted numbers is suspended.

One may be a slip of the keyboard; two are none. Two admins lift it; the same day's questions then
freeze it no more.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from registry.admin import journal
from registry.admin.journal import Verb
from registry.inquiries import planted
from registry.shops import service as shops
from registry.shops.rules import Standing

ENOUGH: Final = 2
_FROZEN: Final = frozenset({Standing.SUSPENDED, Standing.LEFT})


def freeze(session: Session, *, now: datetime) -> int:
    """Suspend every shop that asked about planted numbers; returns how many."""
    frozen = 0
    for each in planted.met(session):
        member = shops.get_shop(session, each.shop_id)
        lifted = f"unsuspend {member.public_id}"
        if each.people < ENOUGH or member.standing in _FROZEN:
            continue
        if journal.was_done_since(session, Verb.CONFIRM, lifted, since=each.last_on):
            continue
        shops.set_standing(session, member.shop_id, Standing.SUSPENDED, now=now)
        journal.write(session, by=None, verb=Verb.FREEZE, subject=member.public_id, now=now)
        frozen += 1
    return frozen
