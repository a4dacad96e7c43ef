"""The door of the room: members, their standing, terms and overrides (keys: access.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bonafide.protocol.words import Advice, World
from registry.kernel.db import insert_new
from registry.kernel.ids import new_id
from registry.shops import believed_terms
from registry.shops.access import (
    Caller,
    IssuedKey,
    KeyInfo,
    authenticate,
    issue_key,
    list_keys,
    revoke_all,
    revoke_key,
)
from registry.shops.errors import BadShopNameError, BadTermsError, ShopNotFoundError
from registry.shops.models import Shop, ShopOverride, ShopTerms
from registry.shops.rules import OVERRIDES, Standing, clean_name, is_silenced, public_shop_id
from registry.shops.terms import Terms, from_document, mistakes, to_document

__all__ = [
    "Caller",
    "IssuedKey",
    "KeyInfo",
    "Member",
    "add_shop",
    "authenticate",
    "delete_override",
    "find_overrides",
    "find_shop",
    "get_shop",
    "get_terms",
    "issue_key",
    "list_keys",
    "list_shops",
    "override_of",
    "put_override",
    "put_terms",
    "revoke_key",
    "set_direct_tier",
    "set_muted",
    "set_standing",
    "silenced_shops",
]


@dataclass(frozen=True, slots=True)
class Member:
    """A shop as other rooms see it."""

    shop_id: int
    name: str
    standing: Standing
    direct_tier: bool
    created_at: datetime
    left_on: date | None
    muted_on: date | None = None

    @property
    def public_id(self) -> str:
        """The text that stands for it outside."""
        return public_shop_id(self.shop_id)


def add_shop(
    session: Session, name: str, *, now: datetime, standing: Standing = Standing.PROBATION
) -> Member:
    """Admit a shop; raises BadShopNameError. It has no key yet."""
    cleaned = clean_name(name)
    if cleaned is None:
        raise BadShopNameError("a name is one line of 1 to 80 printable characters")
    row = Shop(id=new_id(), name=cleaned, standing=standing, direct_tier=False, created_at=now)
    session.add(row)
    session.flush()
    return _member(row)


def find_shop(session: Session, shop_id: int) -> Member | None:
    """One shop, or None."""
    row = session.get(Shop, shop_id)
    return None if row is None else _member(row)


def get_shop(session: Session, shop_id: int) -> Member:
    """One shop; raises ShopNotFoundError."""
    member = find_shop(session, shop_id)
    if member is None:
        raise ShopNotFoundError
    return member


def list_shops(session: Session) -> Sequence[Member]:
    """Every shop that ever was a member, oldest first."""
    return [_member(row) for row in session.scalars(select(Shop).order_by(Shop.created_at))]


def set_standing(session: Session, shop_id: int, standing: Standing, *, now: datetime) -> Member:
    """Move a shop; leaving ends all its keys, and coming back needs new ones."""
    row = _row(session, shop_id)
    if standing is not Standing.LEFT:
        row.left_on = None
    elif row.standing != Standing.LEFT:
        row.left_on = now.date()
        revoke_all(session, shop_id, now=now)
    row.standing = standing
    session.flush()
    return _member(row)


def set_direct_tier(session: Session, shop_id: int, *, allowed: bool) -> Member:
    """Say whether the shop may send digests instead of blinding."""
    row = _row(session, shop_id)
    row.direct_tier = allowed
    session.flush()
    return _member(row)


def set_muted(session: Session, shop_id: int, *, muted: bool, now: datetime) -> Member:
    """Let what the shop reports count for nobody else, or count again. It may go on asking."""
    row = _row(session, shop_id)
    row.muted_on = (row.muted_on or now.date()) if muted else None
    session.flush()
    return _member(row)


def silenced_shops(session: Session, *, today: date) -> frozenset[int]:
    """The shops whose reports count for nobody: suspended, muted, or left more than 90 days ago."""
    quiet = Shop.standing.in_((Standing.SUSPENDED, Standing.LEFT))
    rows = session.execute(
        select(Shop.id, Shop.standing, Shop.left_on, Shop.muted_on).where(
            or_(quiet, Shop.muted_on.is_not(None))
        )
    )
    return frozenset(
        shop_id
        for shop_id, standing, left_on, muted_on in rows
        if muted_on is not None or is_silenced(Standing(standing), left_on, today)
    )


def get_terms(session: Session, shop_id: int, *, world: World) -> Terms:
    """The shop's terms, the defaults when it set none."""
    row = session.get(ShopTerms, (shop_id, world))
    return Terms() if row is None else from_document(row.document)


def put_terms(session: Session, shop_id: int, *, world: World, terms: Terms, now: datetime) -> None:
    """Replace the shop's terms; raises BadTermsError."""
    if found := mistakes(terms):
        raise BadTermsError(found)
    key = {"shop_id": shop_id, "world": world}
    said = {"document": to_document(terms), "updated_at": now}
    if not insert_new(session, ShopTerms, [key | said], ShopTerms.shop_id):
        mine = (ShopTerms.shop_id == shop_id, ShopTerms.world == world)
        session.execute(update(ShopTerms).where(*mine).values(said))
    believed_terms.forget(session, shop_id, world)


def put_override(
    session: Session, shop_id: int, identifier_id: int, *, advice: Advice, now: datetime
) -> None:
    """The shop's own last word on one person; ``advice`` is one of rules.OVERRIDES."""
    if advice not in OVERRIDES:
        raise ValueError(f"{advice} is not for a shop to decide beforehand")
    key = {"shop_id": shop_id, "identifier_id": identifier_id}
    said = {"advice": advice, "updated_at": now}
    if not insert_new(session, ShopOverride, [key | said], ShopOverride.shop_id):
        mine = _overrides(shop_id, [identifier_id])
        session.execute(update(ShopOverride).where(*mine).values(said))


def delete_override(session: Session, shop_id: int, identifier_id: int) -> None:
    """Take the shop's word back; nothing happens when there is none."""
    session.execute(delete(ShopOverride).where(*_overrides(shop_id, [identifier_id])))


def find_overrides(
    session: Session, shop_id: int, identifier_ids: Sequence[int]
) -> dict[int, Advice]:
    """The shop's overrides among these identifiers, by identifier."""
    if not identifier_ids:
        return {}
    wanted = select(ShopOverride.identifier_id, ShopOverride.advice)
    rows = session.execute(wanted.where(*_overrides(shop_id, identifier_ids)))
    return {identifier_id: Advice(advice) for identifier_id, advice in rows}


def override_of(identifier_id: InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """The advice of the shop's (``shop_id``) override, beside a row; NULL where there is none."""
    mine = ShopOverride.shop_id == bindparam("shop_id")
    said = select(ShopOverride.advice).where(mine, ShopOverride.identifier_id == identifier_id)
    return said.scalar_subquery()


def _overrides(shop_id: int, identifier_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return ShopOverride.shop_id == shop_id, ShopOverride.identifier_id.in_(identifier_ids)


def _row(session: Session, shop_id: int) -> Shop:
    row = session.get(Shop, shop_id, with_for_update=True)
    if row is None:
        raise ShopNotFoundError
    return row


def _member(row: Shop) -> Member:
    return Member(
        shop_id=row.id,
        name=row.name,
        standing=Standing(row.standing),
        direct_tier=row.direct_tier,
        created_at=row.created_at,
        left_on=row.left_on,
        muted_on=row.muted_on,
    )
