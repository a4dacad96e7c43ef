"""API keys: issue, revoke, list, and find out who is calling.

A key is stored as an HMAC under ``K_api`` only: who steals the table can neither call nor test
guesses. It is shown once, when it is issued.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.keys import Keyring
from registry.kernel.sealing import mac, same
from registry.shops.acts import commit_key
from registry.shops.errors import (
    KeyLimitError,
    KeyNotFoundError,
    NotAuthenticatedError,
    ShopNotFoundError,
)
from registry.shops.keys_format import format_key, generate, parse_key
from registry.shops.models import ApiKey, Shop
from registry.shops.rules import LIVE_KEYS, Scope, Standing

_NOBODY: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a shop, through one of its keys."""

    shop_id: int
    world: World
    scopes: frozenset[Scope]
    key_id: str
    direct_tier: bool
    standing: Standing
    shop_name: str


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A key as its shop may see it afterwards."""

    key_id: str
    world: World
    scopes: tuple[Scope, ...]
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its text, which exists here and in the shop's hands only."""

    info: KeyInfo
    text: str = field(repr=False)


def issue_key(
    session: Session,
    shop_id: int,
    *,
    world: World,
    scopes: Collection[Scope],
    keyring: Keyring,
    now: datetime,
) -> IssuedKey:
    """A new key; raises KeyLimitError when two are live, ShopNotFoundError when nobody may call."""
    _lock_member(session, shop_id)
    live = [k for k in list_keys(session, shop_id, world=world) if k.revoked_at is None]
    if len(live) >= LIVE_KEYS:
        raise KeyLimitError(limit=LIVE_KEYS)
    key = generate(world)
    mac_key_id, mac_key = keyring.newest("shared", "api")
    text = format_key(key)
    row = ApiKey(
        id=key.key_id,
        shop_id=shop_id,
        world=world,
        scopes=" ".join(scope for scope in Scope if scope in scopes),
        mac=mac(mac_key, text.encode("ascii")),
        mac_key_id=mac_key_id,
        created_at=now,
        revoked_at=None,
    )
    session.add(row)
    session.flush()
    _commit_event(session, row, now=now)
    return IssuedKey(_info(row), text)


def revoke_key(
    session: Session, shop_id: int, key_id: str, *, world: World | None = None, now: datetime
) -> None:
    """End a key for good; again is no error. Raises KeyNotFoundError for another shop's or world's.

    Every worker refuses it at the latest 3 seconds after the commit (registry/shops/auth.py).
    """
    wanted = select(ApiKey).where(ApiKey.id == key_id, ApiKey.shop_id == shop_id)
    row = session.scalar(wanted if world is None else wanted.where(ApiKey.world == world))
    if row is None:
        raise KeyNotFoundError
    if row.revoked_at is None:
        row.revoked_at = now
        session.flush()
        _commit_event(session, row, now=now)


def revoke_all(session: Session, shop_id: int, *, now: datetime) -> None:
    """End every key of a shop."""
    live = select(ApiKey).where(ApiKey.shop_id == shop_id, ApiKey.revoked_at.is_(None))
    for row in session.scalars(live).all():
        row.revoked_at = now
        _commit_event(session, row, now=now)
    session.flush()


def list_keys(session: Session, shop_id: int, *, world: World | None = None) -> Sequence[KeyInfo]:
    """The shop's keys, oldest first, revoked ones too."""
    wanted = select(ApiKey).where(ApiKey.shop_id == shop_id)
    if world is not None:
        wanted = wanted.where(ApiKey.world == world)
    return [_info(row) for row in session.scalars(wanted.order_by(ApiKey.created_at, ApiKey.id))]


def authenticate(session: Session, token: str, *, keyring: Keyring) -> Caller:
    """Who holds this key; raises NotAuthenticatedError without saying why.

    An id that does not exist costs the same query, the same HMAC and the same comparison.
    A suspended shop is still recognised: what it may do is decided by the guard.
    """
    key = parse_key(token)
    if key is None:
        raise NotAuthenticatedError
    found = session.execute(
        select(ApiKey, Shop).join(Shop, Shop.id == ApiKey.shop_id).where(ApiKey.id == key.key_id)
    ).first()
    row, shop = found if found is not None else (None, None)
    held = keyring.find("shared", "api", row.mac_key_id) if row is not None else None
    made = mac(held or keyring.newest("shared", "api")[1], token.encode("ascii"))
    fits = same(made, row.mac if row is not None else _NOBODY)
    if not fits or row is None or shop is None or held is None or row.revoked_at is not None:
        raise NotAuthenticatedError
    return Caller(
        shop_id=shop.id,
        world=World(row.world),
        scopes=frozenset(Scope(scope) for scope in row.scopes.split()),
        key_id=row.id,
        direct_tier=shop.direct_tier,
        standing=Standing(shop.standing),
        shop_name=shop.name,
    )


def _commit_event(session: Session, row: ApiKey, *, now: datetime) -> None:
    """Say to the log that a key began or ended."""
    commit_key(session, row, on=now.date())
    session.flush()


def _lock_member(session: Session, shop_id: int) -> None:
    """Hold the shop's row, so that two requests cannot both issue the last key allowed."""
    standing = session.scalar(select(Shop.standing).where(Shop.id == shop_id).with_for_update())
    if standing is None or standing == Standing.LEFT:
        raise ShopNotFoundError


def _info(row: ApiKey) -> KeyInfo:
    scopes = tuple(Scope(scope) for scope in row.scopes.split())
    return KeyInfo(row.id, World(row.world), scopes, row.created_at, row.revoked_at)
