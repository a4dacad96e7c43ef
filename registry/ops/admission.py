"""Admitting a shop: the member and its first key of each world, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.keys import Keyring
from registry.shops import service as shops
from registry.shops.rules import Scope, Standing
from registry.shops.service import Member


@dataclass(frozen=True, slots=True)
class Admitted:
    """A new member with the keys that are shown once."""

    member: Member
    live_key: str = field(repr=False)
    test_key: str = field(repr=False)


def admit(
    session: Session, name: str, *, standing: Standing, keyring: Keyring, now: datetime
) -> Admitted:
    """A new shop with a key of every scope in both worlds; raises BadShopNameError."""
    member = shops.add_shop(session, name, now=now, standing=standing)
    live, test = (
        shops.issue_key(
            session, member.shop_id, world=world, scopes=list(Scope), keyring=keyring, now=now
        )
        for world in (World.LIVE, World.TEST)
    )
    return Admitted(member, live.text, test.text)
