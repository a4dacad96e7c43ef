"""For whom the desk acts: the shop of the account that is signed in, in the live world."""

from flask import g

from bonafide.protocol.words import World
from registry.kernel.db import aside
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.errors import ShopSuspendedError
from registry.shops.rules import Scope, Standing
from registry.staff.errors import ForbiddenRoleError
from registry.staff.guards import current_account

DESK = "desk"
"""Stands where the id of an API key would."""


def current_shop() -> Caller:
    """The shop, asked once a request; raises ForbiddenRoleError for an account without one."""
    if "desk_shop" not in g:
        g.desk_shop = _read()
    shop: Caller = g.desk_shop
    return shop


def acting_shop() -> Caller:
    """The same for what changes something: a suspended shop only reads. ShopSuspendedError."""
    shop = current_shop()
    if shop.standing in (Standing.SUSPENDED, Standing.LEFT):
        raise ShopSuspendedError
    return shop


def _read() -> Caller:
    account = current_account()
    if account.shop_id is None:
        raise ForbiddenRoleError
    with aside(reads=True) as session:
        member = shops.get_shop(session, account.shop_id)
    return Caller(
        shop_id=member.shop_id,
        world=World.LIVE,
        scopes=frozenset(Scope),
        key_id=DESK,
        direct_tier=member.direct_tier,
        standing=member.standing,
        shop_name=member.name,
    )
