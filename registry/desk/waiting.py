"""What waits for the shop's answer: counted in the menu of every page, and told on the first one.

Silence removes a report, so nobody should have to open the list of disputes to learn of one.
"""

from dataclasses import dataclass
from datetime import date

from flask import g
from sqlalchemy.orm import Session

from registry.desk.caller import current_shop
from registry.disputes import answering
from registry.disputes.answering import Member
from registry.kernel.db import aside
from registry.kernel.web import context

MOST = 100
"""More are not counted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many disputes wait for an answer, and the days that are left for the nearest."""

    number: int
    days_left: int


NOTHING = Waiting(0, 0)


def count(session: Session, *, shop: Member, today: date) -> Waiting:
    """One query when there is none, two when there are some."""
    found = answering.list_cases(session, shop=shop, limit=MOST, only_due=True, today=today)
    left = [each.days_left for each in found if each.days_left is not None]
    return Waiting(len(found), min(left, default=0))


def look() -> None:
    """Count for this page, before its own transaction begins."""
    shop = current_shop()
    member = Member(shop.shop_id, shop.world)
    with aside(reads=True) as session:
        g.desk_waiting = count(session, shop=member, today=context.now().date())


def current() -> Waiting:
    """What was counted; nothing on a refusal, where nothing was."""
    found: Waiting = g.get("desk_waiting", NOTHING)
    return found
