"""Two admins and an auditor at their desks, as browsers without JavaScript."""

import pyotp
import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.web import context
from registry.staff import service
from registry.staff.roles import Role
from tests.rooms.visitor import Visitor

PASSWORD = "a long enough sentence"


def seated(app: Flask, clock: FixedClock, login: str, role: Role) -> Visitor:
    """Somebody of the registry's own people, signed in, second factor and all."""
    with app.app_context(), transaction() as session:
        ring, now = context.keyring(), clock.now()
        link = service.invite(session, ring, role=role, by=None, now=now)
        account = service.accept(session, ring, link, login=login, password=PASSWORD, now=now)
        setup = service.totp_setup(session, ring, account.account_id)
        code = pyotp.TOTP(setup.secret).at(now)
        service.confirm_totp(session, ring, account.account_id, code, sealed=setup.sealed, now=now)
        token = service.begin(
            session, ring, account_id=account.account_id, browser="Firefox, Linux", now=now
        )
    db.session.remove()
    browser = Visitor(app)
    browser.client.set_cookie("bonafide-staff", token)
    return browser


@pytest.fixture
def ada(app: Flask, clock: FixedClock) -> Visitor:
    """An admin."""
    return seated(app, clock, "ada", Role.ADMIN)


@pytest.fixture
def boris(app: Flask, clock: FixedClock) -> Visitor:
    """A second admin."""
    return seated(app, clock, "boris", Role.ADMIN)


@pytest.fixture
def audrey(app: Flask, clock: FixedClock) -> Visitor:
    """An auditor."""
    return seated(app, clock, "audrey", Role.AUDITOR)
