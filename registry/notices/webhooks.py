"""A shop's webhooks: named, listed, taken away, given new secrets; the log of what was sent."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.ids import find_row_id, new_id, public_id
from registry.kernel.keys import Keyring
from registry.kernel.sealing import derive, find_sealed, seal
from registry.kernel.web.paging import moment_of, ticks_of
from registry.notices import feed
from registry.notices.addresses import BadUrlError, check_url
from registry.notices.errors import BadWebhookUrlError, NoticeNotFoundError, WebhookLimitError
from registry.notices.models import Change, Delivery, Webhook
from registry.notices.rules import MOST_WEBHOOKS, OLD_SECRET_LIVES, DeliveryState, HookState

PREFIX = "whk_"
DELIVERY_PREFIX = "dlv_"
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as its shop sees it; ``secret`` only right after it was made."""

    public_id: str
    url: str
    state: str
    made_at: datetime
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery as its shop sees it in the log."""

    public_id: str
    webhook: str
    change: str | None
    state: str
    tries: int
    made_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    outcome: str | None
    row_id: int

    @property
    def place(self) -> tuple[int, int]:
        """Where a page of the log ends: microseconds since 1970, and the row."""
        return ticks_of(self.made_at), self.row_id


def add(
    session: Session,
    ring: Keyring,
    *,
    shop_id: int,
    world: World,
    url: str,
    loopback: bool,
    now: datetime,
) -> Hook:
    """A new webhook with its secret; raises BadWebhookUrlError, WebhookLimitError."""
    try:
        check_url(url, loopback=loopback)
    except BadUrlError:
        raise BadWebhookUrlError(pointer="/url") from None
    mine = (Webhook.shop_id == shop_id, Webhook.world == world)
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_WEBHOOKS:
        raise WebhookLimitError(limit=MOST_WEBHOOKS)
    text, hook_id = _new_secret(), new_id()
    key_id, sealed = _seal(ring, shop_id, hook_id, text)
    row = Webhook(shop_id=shop_id, id=hook_id, world=world, url=url, state=HookState.ACTIVE)
    row.made_at, row.notify_key_id, row.secret = now, key_id, sealed
    session.add(row)
    session.flush()
    return _hook(row, text)


def list_hooks(session: Session, *, shop_id: int, world: World) -> list[Hook]:
    """All of a shop's, oldest first."""
    wanted = select(Webhook).where(Webhook.shop_id == shop_id, Webhook.world == world)
    return [_hook(row) for row in session.scalars(wanted.order_by(Webhook.made_at, Webhook.id))]


def remove(session: Session, *, shop_id: int, world: World, hook_id: str) -> None:
    """Take a webhook away, and what was on its way to it; raises NoticeNotFoundError."""
    row = _held(session, shop_id, world, hook_id)
    mine = (Delivery.shop_id == shop_id, Delivery.webhook_id == row.id)
    session.execute(delete(Delivery).where(*mine))
    session.delete(row)
    session.flush()


def rotate(
    session: Session, ring: Keyring, *, shop_id: int, world: World, hook_id: str, now: datetime
) -> Hook:
    """A new secret; for a day everything is signed with the old one, too.

    It also wakes a webhook that was disabled. Raises NoticeNotFoundError.
    """
    row = _held(session, shop_id, world, hook_id)
    text = _new_secret()
    row.old_key_id, row.old_secret = row.notify_key_id, row.secret
    row.old_until = now + OLD_SECRET_LIVES
    row.notify_key_id, row.secret = _seal(ring, shop_id, row.id, text)
    row.state = HookState.ACTIVE
    session.flush()
    return _hook(row, text)


def list_sent(
    session: Session,
    *,
    shop_id: int,
    world: World,
    after: tuple[int, ...] | None,
    limit: int,
    state: str = "",
) -> list[Sent]:
    """The log, newest first, from behind a ``place``; only what stands so, if a state is named.

    Raises BadCursorError for a place that no log could have.
    """
    wanted = select(Delivery, Change.id).outerjoin(
        Change, (Change.shop_id == Delivery.shop_id) & (Change.id == Delivery.change_id)
    )
    wanted = wanted.where(Delivery.shop_id == shop_id, Delivery.world == world)
    if state:
        wanted = wanted.where(Delivery.state == state)
    if after is not None:
        place = (moment_of(after[0]), after[1])
        wanted = wanted.where(tuple_(Delivery.made_at, Delivery.id) < place)
    newest = wanted.order_by(Delivery.made_at.desc(), Delivery.id.desc()).limit(limit)
    return [_sent(row, change_id) for row, change_id in session.execute(newest)]


def resend(
    session: Session, *, shop_id: int, world: World, delivery_id: str, now: datetime
) -> Sent:
    """Send it again at once, with all tries before it; raises NoticeNotFoundError."""
    row_id = find_row_id(DELIVERY_PREFIX, shop_id, delivery_id)
    mine = (Delivery.shop_id == shop_id, Delivery.id == row_id, Delivery.world == world)
    row = session.scalar(select(Delivery).where(*mine).with_for_update())
    hook = None if row is None else session.get(Webhook, (shop_id, row.webhook_id))
    change = None if row is None else session.get(Change, (shop_id, row.change_id))
    if row is None or hook is None or change is None or hook.state != HookState.ACTIVE:
        raise NoticeNotFoundError
    row.state, row.tries, row.due_at, row.held_until = DeliveryState.WAITING, 0, now, None
    session.flush()
    return _sent(row, change.id)


def secrets_of(ring: Keyring, row: Webhook, *, now: datetime) -> list[str]:
    """The secrets that sign now: the new one first, and the old one for a day."""
    found = [_open(ring, row, row.notify_key_id, row.secret)]
    if row.old_until is not None and now < row.old_until and row.old_secret is not None:
        found.append(_open(ring, row, row.old_key_id or 0, row.old_secret))
    return [each for each in found if each is not None]


def _held(session: Session, shop_id: int, world: World, hook_id: str) -> Webhook:
    row_id = find_row_id(PREFIX, shop_id, hook_id)
    mine = (Webhook.shop_id == shop_id, Webhook.id == row_id, Webhook.world == world)
    row = session.scalar(select(Webhook).where(*mine).with_for_update())
    if row is None:
        raise NoticeNotFoundError
    return row


def _hook(row: Webhook, secret: str | None = None) -> Hook:
    return Hook(public_id(PREFIX, row.shop_id, row.id), row.url, row.state, row.made_at, secret)


def _sent(row: Delivery, change_id: int | None) -> Sent:
    return Sent(
        public_id=public_id(DELIVERY_PREFIX, row.shop_id, row.id),
        webhook=public_id(PREFIX, row.shop_id, row.webhook_id),
        change=None if change_id is None else public_id(feed.PREFIX, row.shop_id, change_id),
        state=row.state,
        tries=row.tries,
        made_at=row.made_at,
        tried_at=row.tried_at,
        due_at=row.due_at,
        outcome=row.outcome,
        row_id=row.id,
    )


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def _seal(ring: Keyring, shop_id: int, hook_id: int, secret: str) -> tuple[int, bytes]:
    key_id, key = ring.newest("shared", "notify")
    return key_id, seal(_sealing_key(key), secret.encode(), context=_context(shop_id, hook_id))


def _open(ring: Keyring, row: Webhook, key_id: int, sealed: bytes) -> str | None:
    key = ring.find("shared", "notify", key_id)
    context = _context(row.shop_id, row.id)
    plain = key and find_sealed(_sealing_key(key), bytes(sealed), context=context)
    return plain.decode() if plain else None


def _sealing_key(key: bytes) -> bytes:
    return derive(key, b"webhook-secret", length=64)


def _context(shop_id: int, hook_id: int) -> bytes:
    return b"webhook" + shop_id.to_bytes(8, "big") + hook_id.to_bytes(8, "big")


def hooks_by_id(
    session: Session, keys: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Webhook]:
    """Webhooks by shop and id."""
    wanted = select(Webhook).where(tuple_(Webhook.shop_id, Webhook.id).in_(keys))
    return {(row.shop_id, row.id): row for row in session.scalars(wanted)} if keys else {}
