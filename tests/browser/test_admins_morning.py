"""An admin's morning in a real browser: from the first link to an act that took two."""

from datetime import timedelta

import pyotp
from playwright.sync_api import expect

from registry.admin.texts.desk import TEXTS
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.staff import service
from registry.staff.roles import Role
from registry.staff.texts import TEXTS as STAFF
from tests.browser.guests import Hall
from tests.browser.house import House
from tests.browser.workers import PASSWORD, comes_in
from tests.rooms.keeper import ANNA, BORIS

EN, RU = Language.EN, Language.RU


def invited(house: House) -> str:
    """The link that ``registry admin add`` prints."""
    with house.app.app_context(), transaction() as session:
        ring, now = context.keyring(), house.clock.now()
        token = service.invite(session, ring, role=Role.ADMIN, by=None, now=now)
    return f"/staff/invitation/{token}"


def test_a_first_admin_comes_in_and_two_set_an_odd_shop_right(hall: Hall) -> None:
    house, words, russian = hall.house, TEXTS[EN], TEXTS[RU]
    south = house.shop("Южный двор")
    for number in range(12):
        south.failed(f"B-{number}", ANNA if number % 2 else BORIS)
    ada, boris = hall.let_in(width=1280), hall.let_in("ru")
    comes_in(ada, invited(house), "ada")
    ada.follow(f"{words['flagged']}: 1")
    assert "Reports failures only" in ada.text()
    ada.follow("Южный двор")
    ada.press(words["suspend"])
    assert words["reason_needed"] in ada.text()
    ada.page.locator("#reason").fill("files no paid orders")
    ada.press(words["suspend"])
    expect(ada.page.get_by_text(words["done"])).to_be_visible()
    house.clock.advance(timedelta(seconds=3))
    assert south.send("GET", "/v1/shop/budgets").status_code == 403
    ada.page.locator("#reason").fill("it files both now")
    ada.press(words["unsuspend"])
    ada.open("/admin/acts")
    assert words["own_act"] in ada.text()

    comes_in(boris, invited(house), "boris")
    boris.follow(f"{russian['acts_waiting']}: 1")
    boris.press(russian["confirm"])
    assert russian["confirmed"] in boris.text()
    house.clock.advance(timedelta(seconds=3))
    assert south.send("GET", "/v1/shop/budgets").status_code == 200
    ada.open("/admin/journal")
    assert ada.page.locator("main tbody tr").count() == 3
    assert "files no paid orders" in ada.text()

    ada.open("/admin/people")
    ada.press(words["as_admin"])
    expect(ada.page.get_by_text(words["word_lead"])).to_be_visible()
    word = ada.page.locator("main code").inner_text()
    boris.open("/admin/acts")
    boris.press(russian["confirm"])
    expect(boris.page.get_by_text(russian["link_with_word"])).to_be_visible()
    comes_in(hall.let_in(), boris.page.locator("main code").inner_text(), "carl", word)


def test_a_session_ends_when_nobody_is_there_and_the_code_works_once(hall: Hall) -> None:
    house, words = hall.house, STAFF[EN]
    ada = hall.let_in()
    secret = comes_in(ada, invited(house), "ada")
    house.clock.advance(timedelta(minutes=31))
    ada.open("/admin/shops")
    assert ada.path().startswith("/staff/sign-in")
    code = pyotp.TOTP(secret).at(house.clock.now())
    for tried, there in ((code, "/admin/shops"), (code, "/staff/sign-in")):
        ada.open("/staff/sign-in?next=/admin/shops")
        ada.page.locator("#login").fill("ada")
        ada.page.locator("#password").fill(PASSWORD)
        ada.page.locator("#code").fill(tried)
        ada.press(words["sign_in"])
        assert ada.path().startswith(there)
