"""Anna and Boris at their phones: codes are taken as proven, everything else is the service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.identifiers.vault import current_vault
from registry.kernel.clock import FixedClock
from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.trust.answering import current_answering
from registry.trust.responding import Surroundings
from registry.whitelist import consent, service
from registry.whitelist.service import Cabinet, Enrolled, Erased, Holder
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import ANNA, BORIS, Keeper, hashed

ADDRESS = "anna@example.org"


@dataclass
class Person:
    """Somebody at ``/me``: every step is a transaction of its own, as a request is."""

    clock: FixedClock
    holder: Holder = field(default_factory=lambda: Holder(None, ()))

    def around(self) -> Surroundings:
        with reading(), transaction() as session:
            return current_answering().around_world(session, World.LIVE, self.clock.now())

    def proves(self, value: str) -> "Person":
        """Enter the right code for a phone or an address."""
        kind, digest = hashed(value)
        around = self.around()
        with transaction() as session:
            self.holder = service.sign_in(
                session,
                current_vault(),
                kind=kind,
                digest=digest,
                around=around,
                now=self.clock.now(),
                holder=self.holder if self.holder.identifier_ids else None,
            )
        return self

    def enrols(self, version: str = consent.CURRENT.version) -> Enrolled:
        around = self.around()
        with transaction() as session:
            done = service.enrol(
                session,
                self.holder,
                version=version,
                language=Language.RU,
                around=around,
                now=self.clock.now(),
            )
        self.holder = done.holder
        return done

    def withdraws(self) -> None:
        with transaction() as session:
            service.withdraw(session, self.holder, now=self.clock.now())

    def does(self, act: Callable[..., Any], *args: Any, **said: Any) -> Any:
        """One of the service's acts that judge the place on the list anew."""
        around = self.around()
        with transaction() as session:
            done = act(session, self.holder, *args, around=around, now=self.clock.now(), **said)
        if isinstance(done, Erased):
            self.holder = done.holder
        return done

    def shows_a_pass(self) -> service.Issued:
        """A fresh white pass on the phone."""
        issued = self.does(
            lambda session, holder, **said: service.issue_pass(
                session, context.keyring(), holder, issuer="http://127.0.0.1:8080", **said
            )
        )
        assert isinstance(issued, service.Issued)
        return issued

    def sees(self) -> Cabinet:
        around = self.around()
        with reading(), transaction() as session:
            return service.cabinet(session, self.holder, around=around, now=self.clock.now())


@pytest.fixture
def anna(app: Flask, clock: FixedClock) -> Person:
    """A customer with a phone in her hand."""
    return Person(clock).proves(ANNA)


@pytest.fixture
def boris(app: Flask, clock: FixedClock) -> Person:
    """Another one."""
    return Person(clock).proves(BORIS)


@pytest.fixture
def third(app: Flask, call: Call, clock: FixedClock) -> Keeper:
    """One shop more."""
    actor = admit(app, clock, "Третья")
    return Keeper(call, actor.shop_id, actor.key)


@pytest.fixture
def paid(shop: Keeper, third: Keeper, clock: FixedClock) -> None:
    """Anna has paid for three orders at two shops, and they count."""
    for keeper, order in ((shop, "P-1"), (shop, "P-2"), (third, "P-3")):
        assert keeper.put(order, ANNA).status_code == 201
    clock.advance(timedelta(days=1))
