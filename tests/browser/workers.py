"""People who work here, at their browsers: a shop's staff and admins, already signed in."""

import re

import pyotp
from playwright.sync_api import expect

from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.kernel.web.pages.sessions import cookie_name
from registry.staff import service
from registry.staff.roles import Role
from registry.staff.service import Account
from registry.staff.texts import TEXTS
from tests.browser.guests import Guest
from tests.browser.house import House

PASSWORD = "a long enough sentence"


def hire(house: House, login: str, role: Role, shop_id: int | None = None) -> Account:
    """An account made the way everybody's is, second factor and all."""
    now = house.clock.now()
    with house.app.app_context(), transaction() as session:
        ring = context.keyring()
        token = service.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
        account = service.accept(session, ring, token, login=login, password=PASSWORD, now=now)
        setup = service.totp_setup(session, ring, account.account_id)
        code = pyotp.TOTP(setup.secret).at(now)
        service.confirm_totp(session, ring, account.account_id, code, sealed=setup.sealed, now=now)
        return service.get_account(session, account.account_id, shop_id=shop_id)


def comes_in(guest: Guest, link: str, login: str, word: str = "") -> str:
    """Make the account of an invitation and its second factor; the secret for the app."""
    words = TEXTS[Language(guest.language)]
    guest.open(link.removeprefix(guest.house.url))
    guest.page.locator("#login").fill(login)
    guest.page.locator("#password").fill(PASSWORD)
    if word:
        guest.page.locator("#word").fill(word)
    guest.press(words["make_account"])
    secret = guest.page.locator("main p code").first.inner_text()
    guest.page.locator("#code").fill(pyotp.TOTP(secret).at(guest.house.clock.now()))
    guest.press(words["totp_confirm"])
    expect(guest.page.locator("ul.codes li")).to_have_count(8)
    guest.press(words["go_on"])
    guest.page.wait_for_url(re.compile(r"/(?:admin|desk)$"))
    return secret


def let_sit_down(guest: Guest, account: Account) -> Guest:
    """Give a browser a living session of this account."""
    house = guest.house
    with house.app.app_context(), transaction() as session:
        token = service.begin(
            session,
            context.keyring(),
            account_id=account.account_id,
            browser="Chromium",
            now=house.clock.now(),
        )
    name = cookie_name("bonafide-staff", secure=house.app.config["SESSION_COOKIE_SECURE"])
    guest.context.add_cookies([{"name": name, "value": token, "url": house.url}])
    return guest
