"""Shops as operators name them: by the public id that ``registry shop list`` shows."""

from sqlalchemy.orm import Session

from registry.ops.output import fail
from registry.shops import service as shops
from registry.shops.rules import find_shop_id
from registry.shops.service import Member


def named(session: Session, public_id: str) -> Member:
    """The shop of that id; fails with a hint."""
    shop_id = find_shop_id(public_id)
    member = None if shop_id is None else shops.find_shop(session, shop_id)
    if member is None:
        fail(f"there is no shop {public_id}: `registry shop list` shows their ids")
    return member
