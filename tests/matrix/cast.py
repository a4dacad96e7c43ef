"""Everybody who may knock, each with what they would really show: a key or a cookie."""

import secrets
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bonafide.protocol.words import World
from registry.identifiers import service as identifiers
from registry.identifiers.vault import current_vault
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.web import context
from registry.portal import holding
from registry.portal.holding import Held
from registry.shops import service as shops
from registry.shops.rules import Scope
from registry.staff import service as staff
from registry.staff.roles import ADMINS, Role
from registry.staff.service import Account
from registry.whitelist.service import Holder
from tests.matrix.table import Actor
from tests.rooms.conftest import Actor as Shopkeeper
from tests.rooms.conftest import admit
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.visitor import TOKEN, Visitor

ROLES = {
    Actor.OWNER: ("olga", Role.OWNER),
    Actor.STAFF: ("stas", Role.STAFF),
    Actor.OTHER_OWNER: ("vlad", Role.OWNER),
    Actor.ADMIN: ("ada", Role.ADMIN),
    Actor.SECOND_ADMIN: ("boris", Role.ADMIN),
    Actor.AUDITOR: ("audrey", Role.AUDITOR),
}
PASSWORD = "a long enough sentence"


@dataclass
class Cast:
    """Who they are in one application."""

    app: Flask
    clock: FixedClock
    keys: dict[Actor, str] = field(default_factory=dict)
    accounts: dict[Actor, Account] = field(default_factory=dict)
    holders: dict[Actor, Holder] = field(default_factory=dict)
    keepers: dict[Actor, Keeper] = field(default_factory=dict)

    def knock(
        self, actor: Actor, method: str, path: str, said: dict[str, Any] | None = None
    ) -> TestResponse:
        """One request as this actor, with the token of a form where one is needed."""
        visitor = Visitor(self.app)
        headers = {}
        if actor in self.keys:
            headers = {"Authorization": f"Bearer {self.keys[actor]}"}
            headers["Idempotency-Key"] = secrets.token_hex(8)
        self._let_in(visitor, actor)
        if path.startswith("/v1"):
            return visitor.open(path, method, headers=headers, json=said or {})
        if method == "GET":
            return visitor.open(path, method, headers=headers)
        found = TOKEN.search(visitor.open("/staff/sign-in").get_data(as_text=True))
        assert found
        data = {"csrf_token": found[1]} | (said or {})
        return visitor.open(path, method, headers=headers, data=data)

    def seat(self, actor: Actor) -> Visitor:
        """A browser of this actor's that stays open."""
        visitor = Visitor(self.app)
        self._let_in(visitor, actor)
        return visitor

    def _let_in(self, visitor: Visitor, actor: Actor) -> None:
        """A session of its own for every knock: signing out spoils nothing."""
        with self.app.app_context(), transaction() as session:
            ring, now = context.keyring(), self.clock.now()
            if actor in self.accounts:
                account_id = self.accounts[actor].account_id
                token = staff.begin(session, ring, account_id=account_id, browser="?", now=now)
                visitor.client.set_cookie("bonafide-staff", token)
            elif actor in self.holders:
                held = Held(_signed_in(session, self.holders[actor]), now, now)
                visitor.client.set_cookie(CUSTOMERS_COOKIE, holding.write(ring, held))
        db.session.remove()


CUSTOMERS_COOKIE = "bonafide-me"


def _signed_in(session: Session, holder: Holder) -> Holder:
    """Somebody who has just come in, however often they signed out everywhere before."""
    rows = identifiers.states(session, holder.identifier_ids)
    return replace(holder, sign_outs={each: rows[each].sign_outs for each in rows})


def gather(app: Flask, clock: FixedClock) -> Cast:
    """Two shops, two customers, everybody who works here."""
    cast = Cast(app, clock)
    first, second = admit(app, clock, "Северная лавка"), admit(app, clock, "Южный двор")
    with app.app_context(), transaction() as session:
        for each in (first, second):
            shops.set_direct_tier(session, each.shop_id, allowed=True)
    cast.keys = {Actor.KEY: first.key, Actor.OTHER_KEY: second.key}
    cast.keys |= _keys(app, clock, first)
    for actor, each in ((Actor.KEY, first), (Actor.OTHER_KEY, second)):
        cast.keepers[actor] = Keeper(partial(_call, app), each.shop_id, each.key)
    for actor, phone in ((Actor.CUSTOMER, ANNA), (Actor.OTHER_CUSTOMER, BORIS)):
        cast.holders[actor] = Holder(None, (_met(app, cast.keepers[Actor.KEY], phone),))
    for actor, (login, role) in ROLES.items():
        shop_id = None if role in ADMINS else first.shop_id
        shop_id = second.shop_id if actor is Actor.OTHER_OWNER else shop_id
        cast.accounts[actor] = _hire(app, clock, login, role, shop_id)
    db.session.remove()
    return cast


def _keys(app: Flask, clock: FixedClock, shop: Shopkeeper) -> dict[Actor, str]:
    """One more key of the live world, and one of the test world, each with one scope."""
    wanted = {
        Actor.LOOKUP_KEY: (Scope.LOOKUP, World.LIVE),
        Actor.REPORT_KEY: (Scope.REPORT, World.TEST),
    }
    with app.app_context(), transaction() as session:
        return {
            actor: shops.issue_key(
                session,
                shop.shop_id,
                world=world,
                scopes=[scope],
                keyring=context.keyring(),
                now=clock.now(),
            ).text
            for actor, (scope, world) in wanted.items()
        }


def _met(app: Flask, shop: Keeper, phone: str) -> int:
    """The row of somebody about whom the shop has asked."""
    ref = shop.ref(phone)["ref"]
    with app.app_context():
        return identifiers.id_of_ref(current_vault(), ref, shop_id=shop.shop_id, world=World.LIVE)


def _call(app: Flask, method: str, path: str, key: str, **options: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}", **options.pop("headers", {})}
    return Visitor(app).open(path, method, headers=headers, **options)


def _hire(app: Flask, clock: FixedClock, login: str, role: Role, shop_id: int | None) -> Account:
    """An account made the way everybody's is, second factor and all."""
    with app.app_context(), transaction() as session:
        ring, now = context.keyring(), clock.now()
        link = staff.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
        account = staff.accept(session, ring, link, login=login, password=PASSWORD, now=now)
        setup = staff.totp_setup(session, ring, account.account_id)
        code = pyotp.TOTP(setup.secret).at(now)
        staff.confirm_totp(session, ring, account.account_id, code, sealed=setup.sealed, now=now)
        return staff.get_account(session, account.account_id, shop_id=shop_id)
