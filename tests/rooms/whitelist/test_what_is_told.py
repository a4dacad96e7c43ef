"""What a customer reads of what is to come, and of a record that is paused."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.whitelist import service
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.saying import say
from tests.rooms.visitor import Visitor
from tests.rooms.whitelist.conftest import ADDRESS, Person
from tests.rooms.whitelist.test_signing_out import browser


def test_the_overview_names_what_will_count_and_from_when_after_a_ruling_too(
    app: Flask, shop: Keeper, anna: Person, clock: FixedClock
) -> None:
    shop.failed("A-1", ANNA)
    counts_on = clock.now().date() + timedelta(days=8)
    here = browser(app, anna)
    said = f"From {counts_on.day} {counts_on:%B %Y} a report counts against you"

    def stands(page: str) -> str:
        return here.read(page).replace("\xa0", " ")

    for _ in range(2):  # as filed, and as it stands once an admin upheld it
        assert said in stands("/me/home")
        assert "nothing changes" not in stands("/me/home")
        assert "Counts from" in stands("/me/orders")
        with transaction() as session:
            say(session, state="upheld")
    assert "and it was confirmed" in stands("/me/home")
    clock.advance(timedelta(days=8))
    here = browser(app, anna)
    assert said not in stands("/me/home")
    assert "Counts from" not in stands("/me/orders")


@pytest.mark.usefixtures("paid")
def test_the_overview_says_until_when_a_place_on_the_white_list_lasts(
    app: Flask, anna: Person, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    anna.enrols()
    place = anna.sees().place
    assert place is not None
    home = browser(app, anna).read("/me/home")
    assert f"lasts until {place.until.day} {place.until:%B %Y}" in home.replace("\xa0", " ")
    assert "nothing changes" not in home


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("act", "heard"),
    [(service.freeze, "word for word as of a new customer"), (service.opt_out, "takes no part")],
    ids=["frozen", "opted out"],
)
def test_a_paused_record_is_shown_as_it_is_and_as_paused(
    app: Flask, anna: Person, clock: FixedClock, act: object, heard: str
) -> None:
    clock.advance(timedelta(days=1))
    weights = [each.weight for each in anna.sees().statements]
    assert callable(act)
    anna.does(act)
    here = browser(app, anna)

    def stands(page: str) -> str:
        return here.read(page)

    assert [each.weight for each in anna.sees().statements] == weights != [0, 0, 0]
    home = stands("/me/home")
    assert (heard in home, "“good” today" in home) == (True, True)
    assert "speaks for you." not in home
    white = stands("/me/white")
    assert ("frozen or opted out" in white, "Paid orders: 0" in white) == (True, False)
    assert "white list: 3; shops where you paid: 2" in white
    orders = stands("/me/orders")
    assert (orders.count("paused, since"), orders.count("for you</dd>")) == (3, 3)
    assert "Not enough counts" not in stands("/me/export")
    document: dict[str, Any] = json.loads(here.read("/me/export.json"))
    assert (document["level"]["level"], document["paused"]) == ("unknown", True)
    assert document["level_if_lifted"]["level"] == "good"
    assert document["white_list"]["record"]["paid_orders"] == 3


def test_who_was_never_told_of_a_failure_reads_why_it_does_not_count(
    app: Flask, shop: Keeper, anna: Person, clock: FixedClock
) -> None:
    shop.failed("A-1", ANNA, customer_told_on=None)
    orders = browser(app, anna).read("/me/orders")
    assert "does not count: the shop has not said that it told you of it" in orders
    assert ("does not count yet" in orders, "it does not count in others" in orders) == (False,) * 2
    shop.failed("A-2", ANNA, evidence="statement")
    orders = browser(app, anna).read("/me/orders")
    assert "it does not count in others" in orders
    assert "does not count yet" not in orders


@pytest.mark.usefixtures("paid")
def test_the_overview_counts_objections_and_invites_to_the_white_list_only_who_can_join(
    app: Flask, shop: Keeper, anna: Person, boris: Person, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    button = '<a href="/me/white" role="button">'
    assert button in browser(app, anna).read("/me/home")
    stranger = browser(app, boris).read("/me/home")
    assert (button in stranger, "What the white list asks for" in stranger) == (False, True)
    shop.failed("A-1", ANNA)
    here, report = browser(app, anna), next(s.report_id for s in anna.sees().statements if s.bad)
    here.send(f"/me/orders/{report}/contest", reason="paid", text="I paid")
    home = here.read("/me/home")
    assert "(open: 1)" in home
    assert "An e-mail alone" not in home
    anna.enrols()
    anna.proves(ADDRESS)
    assert "An e-mail alone does not carry" in browser(app, anna).read("/me/home")


def test_naming_an_order_keeps_what_was_chosen_and_opens_its_case_too(
    app: Flask, shop: Keeper, anna: Person
) -> None:
    shop.failed("A-1", ANNA)
    here, report = browser(app, anna), anna.sees().statements[0].report_id
    contest = f"/me/orders/{report}/contest"
    assert "Shop and day are hidden" in here.read(contest)
    only = "/me/orders?which=against"
    for number in ("", "A-0", "A-1"):
        answer = here.send(only, "/me/orders/open?which=against", reference=number)
        assert answer.location == only
    assert shop_of(here.read(contest))
    letter = io.BytesIO(b"a letter"), "letter.txt"
    case = here.send(contest, reason="paid", text="I paid", files=letter).location
    assert case is not None
    shown = here.read(case)
    assert shop_of(shown)
    assert "File: TXT, 1 KB" in shown
    assert shop_of(here.read("/me/cases"))


def shop_of(page: str) -> bool:
    """Whether a page names the shop and the day of the order."""
    return ", order of " in page


def test_who_was_never_signed_in_reads_of_no_session_that_ended(app: Flask, anna: Person) -> None:
    anybody, gone = Visitor(app), browser(app, anna)
    for who in (anybody, gone):
        if who is gone:
            who.client.set_cookie("bonafide-me", "of-another-day")
        assert who.open("/me/home").location == "/me/in"
    assert "sign in with a code to see it" in anybody.read("/me/in")
    assert "the last visit has ended" in gone.read("/me/in")


def test_the_text_for_a_checkout_is_true_for_the_way_in_which_the_shop_asks(app: Flask) -> None:
    page = "/tell-your-customers?shop=North&back=https://north.example/checkout"
    for way, handed in (("", False), ("&way=blinded", False), ("&way=handed", True)):
        shown = Visitor(app).read(page + way)
        assert ("are not handed over" in shown, "Телефон и почта не передаются" in shown) == (
            not handed,
            not handed,
        )
        assert ("the registry receives your phone" in shown) is handed
        assert ("реестр получает ваш телефон" in shown) is handed
    assert "<section" not in Visitor(app).read(page + "&way=another")


def test_only_who_waits_for_a_letter_is_sent_to_the_unwanted_mail(app: Flask) -> None:
    for contact, said in ((ADDRESS, True), (ANNA, False)):
        here = Visitor(app)
        assert here.send("/me/in", contact=contact).location == "/me/code"
        assert ("unwanted mail" in here.read("/me/code")) is said


def test_a_second_erasure_of_two_contacts_is_spoken_of_once(
    app: Flask, anna: Person, clock: FixedClock
) -> None:
    anna.proves(ADDRESS)
    anna.does(service.erase)
    clock.advance(timedelta(days=30))
    anna.proves(ANNA).proves(ADDRESS)
    assert anna.does(service.erase).asked
    assert len(anna.sees().under_review) == 2
    assert browser(app, anna).read("/me/home").count("for the second time within a year") == 1
