"""The pages of people who work here, as a browser without JavaScript sees them."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.staff import service
from registry.staff.roles import Role
from tests.rooms.conftest import Actor
from tests.rooms.visitor import Visitor

PASSWORD = "a long enough sentence"


@pytest.fixture
def browser(app: Flask) -> Visitor:
    return Visitor(app)


def invitation(clock: FixedClock, role: Role = Role.OWNER, shop_id: int | None = None) -> str:
    with transaction() as session:
        token = service.invite(
            session, context.keyring(), role=role, shop_id=shop_id, by=None, now=clock.now()
        )
    return f"/staff/invitation/{token}"


@pytest.fixture
def owner(browser: Visitor, clock: FixedClock, north: Actor) -> Visitor:
    """The owner of the shop that behaves, signed in."""
    page = invitation(clock, shop_id=north.shop_id)
    assert browser.send(page, login="olga", password=PASSWORD).status_code == 303
    return browser


def test_an_invited_owner_is_signed_in_by_making_the_account(
    browser: Visitor, clock: FixedClock, north: Actor
) -> None:
    page = invitation(clock, shop_id=north.shop_id)
    assert "Северная лавка" in browser.open(page).get_data(as_text=True)
    wrong = browser.send(page, login="Ольга", password="short")
    assert wrong.status_code == 422
    for said in ("a letter or digit first", "At least 12 characters, not all alike"):
        assert said in wrong.get_data(as_text=True), "both mistakes in one go"
    made = browser.send(page, login="olga", password=PASSWORD)
    assert made.status_code == 303
    assert "olga" in browser.open("/staff/account").get_data(as_text=True)
    assert browser.open(page).status_code == 410


def shown_setup(shown: str) -> tuple[str, str]:
    """The key that a page shows for the app, and what it sends back of it."""
    key = re.search(r"<code>([A-Z2-7]{32})</code>", shown)
    setup = re.search(r'name="setup" value="([0-9a-f]+)"', shown)
    assert key
    assert setup
    return key[1], setup[1]


@pytest.mark.parametrize("signs_in_again", [True, False])
def test_a_second_factor_is_set_up_by_who_knows_the_password(
    owner: Visitor, clock: FixedClock, *, signs_in_again: bool
) -> None:
    if signs_in_again:
        owner.send("/staff/account", to="/staff/sign-out")
        clock.advance(timedelta(minutes=1))
        owner.send("/staff/sign-in", login="olga", password=PASSWORD)
    else:
        clock.advance(timedelta(minutes=10))
    there = "/staff/second-factor"
    key, setup = shown_setup(owner.read(there))
    said = {"code": pyotp.TOTP(key).at(clock.now()), "setup": setup}
    for password in ("", "a wrong sentence"):
        refused = owner.send(there, **said, password=password)
        assert refused.status_code == 422
        assert "not your present password" in refused.get_data(as_text=True)
    assert "The second factor is off" in owner.read("/staff/account")
    assert owner.send(there, **said, password=PASSWORD).status_code == 200
    assert "The second factor is on" in owner.read("/staff/account")


def test_a_key_that_was_scanned_is_still_the_one_when_the_page_is_loaded_again(
    owner: Visitor, app: Flask, clock: FixedClock
) -> None:
    there = "/staff/second-factor"
    shown = owner.read(there)
    key, _ = shown_setup(shown)
    assert "You may do without" in shown
    assert shown_setup(owner.read(there))[0] == key
    other = Visitor(app, "198.51.100.7")
    assert other.send("/staff/sign-in", login="olga", password=PASSWORD).status_code == 303
    cookie = owner.client.get_cookie("bonafide-setup")
    assert cookie is not None
    other.client.set_cookie("bonafide-setup", cookie.value)
    assert shown_setup(other.read(there))[0] != key, "another session is shown another key"
    clock.advance(timedelta(minutes=9))
    key_again, setup = shown_setup(owner.read(there))
    assert key_again == key
    code = pyotp.TOTP(key).at(clock.now())
    assert owner.send(there, code=code, setup=setup).status_code == 200
    assert owner.client.get_cookie("bonafide-setup") is None


def test_a_key_is_shown_again_for_ten_minutes_only(owner: Visitor, clock: FixedClock) -> None:
    there = "/staff/second-factor"
    key, _ = shown_setup(owner.read(there))
    clock.advance(timedelta(minutes=6))
    assert shown_setup(owner.read(there))[0] == key
    clock.advance(timedelta(minutes=5))
    assert shown_setup(owner.read(there))[0] != key


def test_a_stolen_cookie_gives_five_guesses_of_the_password_from_all_addresses_together(
    owner: Visitor, app: Flask, clock: FixedClock
) -> None:
    clock.advance(timedelta(minutes=10))
    cookie = owner.client.get_cookie("bonafide-staff")
    assert cookie is not None
    answers = []
    for number in range(6):
        thief = Visitor(app, f"198.51.100.{number}")
        thief.client.set_cookie("bonafide-staff", cookie.value)
        said = {"old": f"wrong guess {number}", "new": "another long sentence"}
        answers.append(thief.send("/staff/account", "/staff/account/password", **said))
    assert [each.status_code for each in answers] == [422] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "15"
    said = {"code": "000000", "password": "wrong guess 7"}
    assert owner.send("/staff/second-factor", **said).status_code == 429
    elsewhere = Visitor(app)
    assert elsewhere.send("/staff/sign-in", login="olga", password=PASSWORD).status_code == 303


def test_an_admin_sees_nothing_before_the_second_factor(
    browser: Visitor, clock: FixedClock
) -> None:
    browser.send(invitation(clock, Role.ADMIN), login="anna", password=PASSWORD)
    shown = browser.open("/staff/second-factor").get_data(as_text=True)
    key, setup = shown_setup(shown)
    assert 'name="password"' not in shown
    wrong = browser.send("/staff/second-factor", code="000000", setup=setup)
    assert wrong.status_code == 422
    assert key in wrong.get_data(as_text=True)
    code = pyotp.TOTP(key).at(clock.now())
    right = browser.send("/staff/second-factor", code=code, setup=setup)
    text = right.get_data(as_text=True)
    assert len(re.findall(r"<li><code>[a-z2-9]{10}</code>", text)) == 8
    assert right.headers["Cache-Control"] == "no-store"


def test_signing_in_leads_back_to_where_one_wanted_to_go(owner: Visitor) -> None:
    owner.send("/staff/account", to="/staff/sign-out")
    asked = owner.open("/staff/account")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/staff/sign-in?next=%2Fstaff%2Faccount"
    back = owner.send(asked.headers["Location"], login="olga", password=PASSWORD, code="")
    assert back.headers["Location"] == "/staff/account"


def test_signing_in_leads_to_no_other_host(owner: Visitor) -> None:
    page = "/staff/sign-in?next=https://evil.example/desk"
    assert owner.send(page, login="olga", password=PASSWORD).headers["Location"] == "/desk"


@pytest.mark.parametrize("said", [{"login": "olga"}, {"login": "nobody"}])
def test_a_refusal_does_not_tell_whether_the_name_is_known(
    owner: Visitor, app: Flask, said: dict[str, str]
) -> None:
    stranger = Visitor(app, "198.51.100.7")
    refused = stranger.send("/staff/sign-in", **said, password="wrong wrong wrong")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Name, password or code is wrong" in text
    assert "wrong wrong wrong" not in text


def test_the_sixth_try_waits_and_says_how_long(browser: Visitor, clock: FixedClock) -> None:
    for _ in range(5):
        browser.send("/staff/sign-in", login="olga", password=PASSWORD)
    refused = browser.send("/staff/sign-in", login="olga", password=PASSWORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "15")
    assert "Wait 15 s" in refused.get_data(as_text=True)


def test_a_form_without_its_token_changes_nothing(owner: Visitor) -> None:
    assert owner.post("/staff/sign-out", {}).status_code == 400
    assert owner.open("/staff/account").status_code == 200


def test_signing_out_ends_the_session_on_the_server(owner: Visitor, app: Flask) -> None:
    cookie = owner.client.get_cookie("bonafide-staff")
    assert cookie is not None
    owner.send("/staff/account", to="/staff/sign-out")
    thief = Visitor(app)
    thief.client.set_cookie("bonafide-staff", cookie.value)
    assert thief.open("/staff/account").status_code == 303


def test_a_session_that_idles_leads_to_the_sign_in_page(owner: Visitor, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=30))
    assert owner.open("/staff/account").headers["Location"].startswith("/staff/sign-in")


def test_a_password_is_changed_with_the_old_one_only(owner: Visitor, app: Flask) -> None:
    change = "/staff/account/password"
    new = "another long sentence"
    assert owner.send("/staff/account", change, old="nonsense", new=new).status_code == 422
    assert owner.send("/staff/account", change, old=PASSWORD, new="short").status_code == 422
    assert owner.send("/staff/account", change, old=PASSWORD, new=new).status_code == 303
    elsewhere = Visitor(app, "198.51.100.7")
    assert elsewhere.send("/staff/sign-in", login="olga", password=new).status_code == 303


def test_every_page_speaks_russian(browser: Visitor, clock: FixedClock, north: Actor) -> None:
    page = invitation(clock, shop_id=north.shop_id)
    for path, words in (("/staff/sign-in", "Вход"), (page, "Ваша учётная запись")):
        answer = browser.open(path, headers={"Accept-Language": "ru"})
        assert f"<h1>{words}</h1>" in answer.get_data(as_text=True)
