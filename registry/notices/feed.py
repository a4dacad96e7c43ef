"""A shop's feed of changes, and the deliveries that it makes.

A number is taken while the shop's ``change_head`` is held, and that is held until the commit. So
whoever has read up to a number has read everything before it: nothing can appear behind a reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, World
from registry.kernel.db import insert_all, insert_new
from registry.kernel.ids import new_id, public_id
from registry.notices.models import Change, ChangeHead, Delivery, Webhook
from registry.notices.rules import DeliveryState, HookState

PREFIX = "chg_"


@dataclass(frozen=True, slots=True)
class Told:
    """One change as a shop reads it. ``names`` holds ids of its own: report, dispute, lookup."""

    public_id: str
    number: int
    kind: str
    names: Mapping[str, str]
    on: date

    def as_json(self) -> dict[str, str]:
        """The same in the feed and in a webhook."""
        return {"id": self.public_id, "kind": self.kind, **self.names, "on": self.on.isoformat()}


def write(
    session: Session,
    *,
    shop_id: int,
    world: World,
    kind: ChangeKind,
    names: Mapping[str, str],
    now: datetime,
) -> None:
    """Put a change at the end of a shop's feed, and on its way to the shop's webhooks."""
    change_id = new_id()
    row = {"shop_id": shop_id, "id": change_id, "world": world, "kind": kind, "names": dict(names)}
    row |= {"number": _next_number(session, shop_id, world), "changed_on": now.date()}
    insert_all(session, Change, [row])
    mine = (Webhook.shop_id == shop_id, Webhook.world == world, Webhook.state == HookState.ACTIVE)
    hooks = session.scalars(select(Webhook.id).where(*mine))
    insert_all(session, Delivery, [_delivery(row, hook, now) for hook in hooks])


def read(session: Session, *, shop_id: int, world: World, after: int, limit: int) -> Sequence[Told]:
    """Changes behind a number, oldest first."""
    wanted = select(Change).where(
        Change.shop_id == shop_id, Change.world == world, Change.number > after
    )
    return [told_of(row) for row in session.scalars(wanted.order_by(Change.number).limit(limit))]


def told_of(row: Change) -> Told:
    """A row as it is told."""
    named = public_id(PREFIX, row.shop_id, row.id)
    return Told(named, row.number, row.kind, row.names, row.changed_on)


def forget(session: Session, *, before: date, limit: int) -> int:
    """Delete up to ``limit`` changes of before a day; returns how many."""
    wanted = select(Change.shop_id, Change.id).where(Change.changed_on < before).limit(limit)
    keys = session.execute(wanted).all()
    for shop_id, change_id in keys:
        session.execute(delete(Change).where(Change.shop_id == shop_id, Change.id == change_id))
    return len(keys)


def _next_number(session: Session, shop_id: int, world: World) -> int:
    key = {"shop_id": shop_id, "world": world}
    insert_new(session, ChangeHead, [key | {"number": 0}], ChangeHead.number)
    mine = (ChangeHead.shop_id == shop_id, ChangeHead.world == world)
    raised = update(ChangeHead).where(*mine).values(number=ChangeHead.number + 1)
    number: int = session.execute(raised.returning(ChangeHead.number)).scalar_one()
    return number


def _delivery(change: Mapping[str, object], webhook_id: int, now: datetime) -> dict[str, object]:
    return {
        "shop_id": change["shop_id"],
        "id": new_id(),
        "world": change["world"],
        "webhook_id": webhook_id,
        "change_id": change["id"],
        "state": DeliveryState.WAITING,
        "tries": 0,
        "made_at": now,
        "due_at": now,
        "held_until": None,
        "tried_at": None,
        "outcome": None,
    }
