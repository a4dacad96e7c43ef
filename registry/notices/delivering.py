"""Deliveries: taken, sent, settled. Nothing is sent inside a transaction.

A delivery that is taken is held for a minute: a second deliverer leaves it alone, and a crashed one
lets it go. A crash between sending and settling sends it once more; ``webhook-id`` tells the shop.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from standardwebhooks import Webhook as Signer

from registry.kernel.keys import Keyring
from registry.notices import feed, webhooks
from registry.notices.models import Change, Delivery, Webhook
from registry.notices.rules import DeliveryState, HookState, after

HELD: Final = timedelta(minutes=1)
AT_ONCE: Final = 16
_FINE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent where: bytes and headers, ready."""

    shop_id: int
    delivery_id: int
    url: str
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False)


def take(session: Session, ring: Keyring, *, now: datetime, limit: int = AT_ONCE) -> list[Parcel]:
    """Hold up to ``limit`` deliveries that are due; what cannot be sent any more is ended."""
    free = or_(Delivery.held_until.is_(None), Delivery.held_until <= now)
    wanted = select(Delivery).where(Delivery.due_at <= now, free).order_by(Delivery.due_at)
    locked = wanted.limit(limit).with_for_update(skip_locked=True)
    rows = session.scalars(locked.execution_options(populate_existing=True)).all()
    hooks = webhooks.hooks_by_id(session, [(row.shop_id, row.webhook_id) for row in rows])
    parcels = []
    for row in rows:
        hook = hooks.get((row.shop_id, row.webhook_id))
        change = session.get(Change, (row.shop_id, row.change_id))
        if hook is None or change is None or hook.state != HookState.ACTIVE:
            row.state, row.due_at = DeliveryState.FAILED, None
            continue
        row.held_until = now + HELD
        parcels.append(_parcel(ring, row, hook, change, now))
    session.flush()
    return parcels


def settle(session: Session, parcel: Parcel, outcome: str, *, now: datetime) -> None:
    """Write down what became of a try."""
    mine = (Delivery.shop_id == parcel.shop_id, Delivery.id == parcel.delivery_id)
    row = session.scalar(select(Delivery).where(*mine).with_for_update())
    if row is None:
        return
    row.tries, row.tried_at, row.outcome, row.held_until = row.tries + 1, now, outcome, None
    chance = secrets.randbelow(_FINE) / _FINE
    follows = after(outcome, tries=row.tries, chance=chance)
    row.state = follows.state
    row.due_at = None if follows.pause is None else now + follows.pause
    if follows.disable:
        _disable(session, row)
    session.flush()


def forget(session: Session, *, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` ended deliveries made before a moment; returns how many."""
    wanted = select(Delivery).where(Delivery.made_at < before, Delivery.due_at.is_(None))
    rows: Sequence[Delivery] = session.scalars(wanted.limit(limit)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def _disable(session: Session, row: Delivery) -> None:
    """410: the shop wants no more of it, until it gives the webhook a new secret."""
    hook = session.get(Webhook, (row.shop_id, row.webhook_id), with_for_update=True)
    if hook is not None:
        hook.state = HookState.DISABLED


def _parcel(ring: Keyring, row: Delivery, hook: Webhook, change: Change, now: datetime) -> Parcel:
    """The event as Standard Webhooks has it: a type, a time, the change, and its id in a header."""
    told = feed.told_of(change)
    event = {"type": told.kind, "timestamp": now.isoformat(), "data": told.as_json()}
    body = json.dumps(event, separators=(",", ":"))
    signatures = [
        Signer(each).sign(told.public_id, now, body)
        for each in webhooks.secrets_of(ring, hook, now=now)
    ]
    headers = {
        "content-type": "application/json",
        "user-agent": "bonafide-webhooks/1",
        "webhook-id": told.public_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Parcel(row.shop_id, row.id, hook.url, body.encode(), headers)
