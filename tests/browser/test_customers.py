"""A customer's way through ``/me``, in a real browser, and what can go wrong on it."""

import json
import re
import threading
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from bonafide.protocol.base64url import unpack
from bonafide.protocol.log import check_inclusion
from bonafide.protocol.notes import open_note
from bonafide.protocol.words import Level
from registry.audit.api import current_signer
from registry.audit.service import newest_note
from registry.kernel.db import db
from registry.kernel.senders.message import Message
from registry.kernel.web.language import Language
from registry.ops import jobs
from registry.portal.texts.cabinet import LEVEL
from registry.portal.texts.data import ACTS
from registry.portal.texts.front import DOOR
from tests.browser.customers import (
    ADDRESS,
    ANNA,
    BORIS,
    WRONG,
    Customer,
    fails_once,
    pays_three,
)
from tests.browser.guests import Guest, Hall

EN = Language.EN
HOSTILE = "<script>document.title='owned'</script>\"'><img src=x onerror=document.title='owned'>"


@pytest.fixture
def anna(guest: Guest) -> Customer:
    return Customer(guest)


def wrong_for(guest: Guest, address: str = ANNA) -> str:
    return WRONG if guest.house.code_for(address) != WRONG else "111111"


def prove_the_erasure(guest: Guest) -> None:
    """The page names the entries of the erasure, and the log proves to anybody that it has them."""
    said = " ".join(guest.page.locator("p.notice").all_inner_texts())
    entries = set(re.findall(r"(?<![\w-])[\w-]{43}(?![\w-])", said))
    assert len(entries) == 2, "one for the phone and one for the address"
    with guest.house.app.app_context():
        jobs.run("log-sequence")
        kept = open_note(newest_note(db.session()), current_signer().keys)
        db.session.remove()
    for entry in entries:
        there = f"{guest.house.url}/v1/log/inclusion?leaf={entry}"
        proof = guest.page.request.get(there).json()
        hashes = [unpack(each, size=32) for each in proof["hashes"]]
        leaf, place = unpack(entry, size=32), proof["index"]
        check_inclusion(leaf, index=place, size=kept.size, proof=hashes, root=kept.root)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("javascript", [True, False])
def test_joining_linking_being_asked_about_leaving_and_erasing(
    hall: Hall, language: Language, javascript: bool
) -> None:
    guest = hall.let_in(language, javascript=javascript)
    anna, shop = Customer(guest, language), guest.house.shop()
    pays_three(guest)

    anna.signs_in()
    expect(guest.page.locator("h1")).to_have_text(LEVEL[language][Level.GOOD][0])
    anna.joins()
    anna.signs_in(ADDRESS)
    expect(guest.page.locator("h1")).to_have_text(LEVEL[language][Level.WHITE][0])
    assert guest.page.locator("h2 + ul > li").count() >= 2

    [answer] = shop.ask(ANNA, purpose="discount")
    assert answer["level"] == "white"
    guest.open("/me/asked")
    expect(guest.page.locator("tbody tr")).to_have_count(1)
    expect(guest.page.locator("tbody")).to_contain_text("Северная лавка")

    guest.open("/me/data/withdraw")
    guest.press(str(ACTS[language]["withdraw"]["button"]))
    expect(guest.page.locator("h1")).to_have_text(LEVEL[language][Level.GOOD][0])
    assert shop.ask(ANNA)[0]["level"] == "good"

    guest.open("/me/data/erase")
    guest.press(str(ACTS[language]["erase"]["button"]))
    expect(guest.page.locator("h1")).to_have_text(LEVEL[language][Level.UNKNOWN][0])
    prove_the_erasure(guest)
    guest.open("/me/orders")
    assert guest.page.locator("article").count() == 0
    [answer] = shop.ask(ANNA)
    assert answer["level"] == "unknown"


def test_joining_takes_no_more_than_a_keyboard(anna: Customer) -> None:
    guest = anna.guest
    pays_three(guest)
    guest.open("/me/in")
    guest.page.keyboard.press("Tab")
    assert guest.page.evaluate("document.activeElement.className") == "skip"
    tab_to(guest, "#contact")
    guest.page.keyboard.type(ANNA)
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator("#code")).to_be_visible()
    tab_to(guest, "#code")
    guest.page.keyboard.type(guest.house.code_for(ANNA))
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator("h1")).to_have_text(LEVEL[Language.EN][Level.GOOD][0])
    tab_to(guest, "a[href='/me/white']")
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator("#agreed")).not_to_be_checked()
    tab_to(guest, "#agreed")
    guest.page.keyboard.press("Space")
    tab_to(guest, "form[action='/me/white'] button")
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator("main")).to_contain_text("You have joined.")


def tab_to(guest: Guest, what: str) -> None:
    """Go on from control to control until this one is in use; each shows where one is."""
    for _ in range(40):
        guest.page.keyboard.press("Tab")
        seen = guest.page.evaluate(SHOWN)
        assert seen, "nobody sees where the keyboard is"
        if guest.page.locator(what).first.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"no way to {what} by the keyboard")


SHOWN = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement === document.body
    || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


def test_a_report_can_be_contested_from_where_it_stands(anna: Customer) -> None:
    guest = anna.guest
    fails_once(guest)
    anna.signs_in()
    guest.open("/me/orders")
    expect(guest.page.locator("article")).to_contain_text("Shop and day are hidden")
    guest.click(guest.page.get_by_role("button", name="Contest: Not collected"))
    guest.page.get_by_label("I was ill or away").check()
    guest.page.get_by_label("Tell what happened").fill("In hospital that week.")
    guest.page.get_by_label("Photos or papers").set_input_files(
        [FilePayload(name="x.txt", mimeType="text/plain", buffer=b"discharge letter")]
    )
    guest.press("Contest it")
    expect(guest.page.locator("main")).to_contain_text("The shop is to answer")
    expect(guest.page.locator("main")).to_contain_text("In hospital that week.")
    with guest.page.expect_download() as saved:
        guest.page.get_by_role("link", name="File: TXT, 1 KB").click()
    assert saved.value.path().read_bytes() == b"discharge letter"
    guest.open("/me/orders")
    expect(guest.page.locator("article")).to_contain_text("contested: counts nothing meanwhile")
    guest.open("/me/data/erase")
    guest.press("Erase everything")
    guest.open("/me/cases")
    expect(guest.page.locator("main")).to_contain_text("You have contested nothing.")
    assert guest.house.shop().send("GET", "/v1/disputes").get_json()["data"][0]["state"] == "closed"


def test_naming_the_order_opens_shop_and_day(anna: Customer) -> None:
    guest = anna.guest
    fails_once(guest, order="A-77")
    anna.signs_in()
    guest.open("/me/orders")
    guest.page.get_by_label("Number of the order").fill("A-78")
    guest.press("Show")
    expect(guest.page.locator("[role=status]").last).to_contain_text("No report on your contacts")
    guest.page.get_by_label("Number of the order").fill("A-77")
    guest.press("Show")
    expect(guest.page.locator("article")).to_contain_text("Северная лавка, order of 21 November")


def test_who_lost_the_phone_contests_with_a_code_of_the_shop(guest: Guest) -> None:
    shop = guest.house.shop()
    report = shop.failed("F-1", ANNA, outcome="not_collected").get_json()["id"]
    link = shop.send("POST", f"/v1/reports/{report}/ticket").get_json()["link"]
    guest.page.goto(link)
    expect(guest.page.get_by_label("Code from the shop")).not_to_have_value("")
    assert guest.path() == "/me/ticket"
    guest.press("Go on")
    guest.page.get_by_label("I paid for it").check()
    guest.press("Contest it")
    expect(guest.page.locator("main")).to_contain_text("The shop is to answer")
    guest.page.goto(link)
    guest.press("Go on")
    expect(guest.page.locator("#mistakes")).to_contain_text("This code does not work")


def test_a_pass_is_shown_spent_once_and_ends(anna: Customer) -> None:
    guest, shop = anna.guest, anna.guest.house.shop()
    pays_three(guest)
    anna.signs_in()
    anna.joins()
    guest.open("/me/home")
    guest.press("Show a white pass")
    code = guest.page.locator(".pass-code strong").inner_text()
    assert len(code.replace(" ", "")) == 8
    assert guest.page.locator(".pass svg path").count() > 0
    asked = {"code": code, "order_ref": "CHECKOUT-1"}
    assert shop.send("POST", "/v1/passes/verify", asked).get_json()["result"] == "white"
    asked["order_ref"] = "CHECKOUT-2"
    assert shop.send("POST", "/v1/passes/verify", asked).get_json()["result"] == "spent"
    guest.open("/me/pass")
    expect(guest.page.locator("main")).to_contain_text("Северная лавка")
    guest.house.clock.advance(timedelta(minutes=16))
    guest.open("/me/pass")
    expect(guest.page.locator("main")).to_contain_text("That pass has ended")


def test_a_pass_on_the_screen_ends_by_itself(anna: Customer) -> None:
    guest = anna.guest
    pays_three(guest)
    anna.signs_in()
    anna.joins()
    guest.page.clock.install()
    guest.open("/me/home")
    guest.press("Show a white pass")
    expect(guest.page.locator(".pass")).to_be_visible()
    guest.house.clock.advance(timedelta(minutes=16))
    guest.page.clock.fast_forward("00:31")
    expect(guest.page.locator("#pass")).to_contain_text("That pass has ended")


def test_five_wrong_codes_close_the_code_and_the_right_one_comes_too_late(anna: Customer) -> None:
    guest = anna.guest
    anna.asks_for_code()
    right, wrong = guest.house.code_for(ANNA), wrong_for(guest)
    for left in (4, 3, 2):
        anna.types(wrong)
        expect(guest.page.locator("#mistakes")).to_contain_text(f"{left} tries are left")
    anna.types("12 34")
    expect(guest.page.locator("#mistakes")).to_contain_text("Nothing was counted")
    anna.types(wrong)
    expect(guest.page.locator("#mistakes")).to_contain_text("1 try is left")
    anna.types(wrong)
    expect(guest.page.locator("#mistakes")).to_contain_text("All five tries are used")
    anna.types(right)
    expect(guest.page.locator("#mistakes")).to_contain_text("All five tries are used")
    assert guest.path() == "/me/code"


def test_a_code_older_than_ten_minutes_is_over(anna: Customer) -> None:
    guest = anna.guest
    anna.asks_for_code()
    guest.house.clock.advance(timedelta(minutes=11))
    anna.types(guest.house.code_for(ANNA))
    assert guest.path() == "/me/in"
    expect(guest.page.locator("[role=status]").last).to_contain_text("no longer valid")


def test_a_fourth_code_costs_a_sum_which_the_browser_solves_by_itself(anna: Customer) -> None:
    guest = anna.guest
    for _ in range(3):
        anna.asks_for_code()
        guest.house.code_for(ANNA)
    anna.asks_for_code()
    guest.page.wait_for_url("**/me/code")
    anna.types(guest.house.code_for(ANNA))
    assert guest.path() == "/me/home"


def test_another_code_replaces_the_first(anna: Customer) -> None:
    guest = anna.guest
    anna.asks_for_code()
    first = guest.house.code_for(ANNA)
    guest.press(DOOR[EN]["again"])
    second = guest.house.code_for(ANNA)
    if first != second:
        anna.types(first)
        expect(guest.page.locator("#mistakes")).to_contain_text("That is not the code")
    anna.types(second)
    assert guest.path() == "/me/home"


def test_lost_cookies_lead_back_to_the_door_and_then_to_where_one_wanted(anna: Customer) -> None:
    guest = anna.guest
    anna.signs_in()
    guest.context.clear_cookies()
    guest.open("/me/white")
    assert guest.path() == "/me/in"
    expect(guest.page.locator("[role=status]").last).to_contain_text("sign in with a code")
    guest.page.get_by_label(DOOR[EN]["contact"]).fill(ANNA)
    guest.press(DOOR[EN]["send"])
    anna.types(guest.house.code_for(ANNA))
    assert guest.path() == "/me/white"


def test_a_form_whose_cookie_is_gone_says_so_and_changes_nothing(anna: Customer) -> None:
    guest = anna.guest
    guest.open("/me/in")
    guest.page.get_by_label(DOOR[EN]["contact"]).fill(ANNA)
    guest.context.clear_cookies()
    guest.press(DOOR[EN]["send"])
    expect(guest.page.locator("h1")).to_have_text("This form is no longer valid")
    assert guest.house.mail.sent == []
    guest.press("Open the page again")
    assert guest.path() == "/me/in"


def test_the_back_button_leads_nowhere_bad(anna: Customer) -> None:
    guest = anna.guest
    anna.signs_in()
    guest.open("/me/data/freeze")
    guest.press("Freeze")
    expect(guest.page.locator("main")).to_contain_text("Frozen: shops now hear")
    guest.page.go_back()
    guest.press("Freeze")
    expect(guest.page.locator("main")).to_contain_text("Frozen: shops now hear")
    guest.open("/me/home")
    guest.press("Sign out")
    expect(guest.page).to_have_url(f"{guest.house.url}/me")
    guest.page.go_back()
    guest.page.reload()
    assert guest.path() == "/me/in"


def test_two_tabs_of_one_browser_do_not_hurt_each_other(anna: Customer) -> None:
    guest = anna.guest
    anna.signs_in()
    other = Guest(guest.house, guest.context.new_page(), guest.context)
    other.open("/me/data/freeze")
    guest.open("/me/white")
    guest.page.get_by_label("I agree to this text").check()
    other.press("Freeze")
    guest.press("Join")
    expect(guest.page.locator("main")).to_contain_text("You have joined")
    guest.open("/me/home")
    guest.press("Sign out")
    other.follow("Orders")
    assert other.path() == "/me/in"


def test_a_slow_gateway_holds_up_nobody(anna: Customer) -> None:
    guest, sent = anna.guest, anna.guest.house.mail.send
    held, go = [], threading.Event()

    def slow(message: Message) -> None:
        held.append(message)
        go.wait(60)
        sent(message)

    guest.house.mail.send = slow  # type: ignore[method-assign]  # a gateway that takes its time
    anna.asks_for_code()
    assert guest.path() == "/me/code"
    assert guest.house.mail.sent == []
    go.set()
    anna.types(guest.house.code_for(ANNA))
    assert guest.path() == "/me/home"
    assert len(held) == 1


def test_a_second_press_sends_nothing_twice(anna: Customer) -> None:
    guest = anna.guest
    guest.open("/me/in")
    guest.page.get_by_label(DOOR[EN]["contact"]).fill(ANNA)
    guest.page.evaluate(
        "const b = document.querySelector('main form button'); b.click(); b.click(); b.click();"
    )
    guest.page.wait_for_url("**/me/code")
    guest.house.code_for(ANNA)
    assert len(guest.house.mail.sent) == 1


def test_offline_nothing_is_lost_and_the_page_says_so(anna: Customer) -> None:
    guest = anna.guest
    guest.open("/me/in")
    guest.page.get_by_label(DOOR[EN]["contact"]).fill(ANNA)
    guest.context.set_offline(True)
    guest.page.get_by_role("button", name=DOOR[EN]["send"], exact=True).click()
    expect(guest.page.locator(".offline")).to_be_visible()
    expect(guest.page.get_by_label(DOOR[EN]["contact"])).to_have_value(ANNA)
    guest.context.set_offline(False)
    guest.press(DOOR[EN]["send"])
    assert guest.path() == "/me/code"


def test_news_go_to_an_address_proven_by_a_code(anna: Customer) -> None:
    guest = anna.guest
    anna.signs_in()
    guest.open("/me/news")
    guest.page.get_by_label(DOOR[EN]["contact"]).fill(ADDRESS)
    guest.press(DOOR[EN]["send"])
    anna.types(guest.house.code_for(ADDRESS))
    expect(guest.page.locator("main")).to_contain_text("News go there.")
    guest.press("Write to me no more")
    expect(guest.page.locator("main")).to_contain_text("nobody writes to you")


def test_the_export_has_everything_and_no_number(anna: Customer) -> None:
    guest = anna.guest
    pays_three(guest)
    fails_once(guest)
    guest.house.shop().ask(ANNA)
    anna.signs_in()
    guest.open("/me/data")
    with guest.page.expect_download() as saved:
        guest.page.get_by_role("link", name="Everything as a file (JSON)", exact=True).click()
    text = saved.value.path().read_text(encoding="utf-8")
    told = json.loads(text)
    assert [each["outcome"] for each in told["reports"]].count("paid") == 3
    assert [each["shop"] for each in told["asked"]] == ["Северная лавка"]
    assert told["level"]["level"] == "good"
    assert told["about"]["retention"]["text"]
    assert "9161234567" not in text
    assert told["disputes"] == []


def test_another_person_at_the_same_browser_sees_nothing_of_the_first(anna: Customer) -> None:
    guest = anna.guest
    pays_three(guest)
    anna.signs_in()
    anna.joins()
    guest.open("/me/home")
    guest.press("Show a white pass")
    guest.open("/me/home")
    guest.press("Sign out")
    anna.signs_in(BORIS)
    guest.open("/me/pass")
    assert guest.page.locator(".pass").count() == 0
    guest.open("/me/orders")
    assert guest.page.locator("article").count() == 0


def test_the_way_back_to_the_shop_is_a_plain_link_to_its_host(anna: Customer) -> None:
    guest = anna.guest
    guest.open("/me?shop=Лавка&back=https://shop.example/checkout?step=2")
    link = guest.page.get_by_role("link", name="Back to shop.example")
    assert link.get_attribute("href") == "https://shop.example/checkout?step=2"
    anna.signs_in()
    expect(guest.page.get_by_role("link", name="Back to shop.example")).to_be_visible()
    for bad in ("javascript:alert(1)", "http://shop.example/", "https://a@evil.example/", "//evil"):
        other = Guest(guest.house, guest.page, guest.context)
        guest.context.clear_cookies()
        other.open(f"/me?shop=Лавка&back={bad}")
        assert guest.page.get_by_role("link", name="Back to").count() == 0


def test_hostile_words_stay_words_in_every_field(hall: Hall) -> None:
    guest = hall.let_in()
    anna, shop = Customer(guest), guest.house.shop(HOSTILE[:80])
    guest.open("/me/in")
    guest.page.locator("#contact").fill(HOSTILE)
    guest.press(DOOR[EN]["send"])
    unharmed(guest)
    assert shop.failed("F-1", ANNA, outcome="not_collected").status_code == 201
    shop.ask(ANNA)
    anna.asks_for_code()
    anna.types(HOSTILE[:20])
    unharmed(guest)
    anna.types(guest.house.code_for(ANNA))
    guest.open("/me/asked")
    unharmed(guest)
    guest.open("/me/orders")
    guest.page.locator("#reference").fill(HOSTILE)
    guest.press("Show")
    unharmed(guest)
    guest.page.locator("#reference").fill("F-1")
    guest.press("Show")
    expect(guest.page.locator("article")).to_contain_text("<script>")
    unharmed(guest)
    guest.click(guest.page.locator("a[href$='/contest']"))
    guest.page.get_by_label("I paid for it").check()
    guest.page.get_by_label("Tell what happened").fill(HOSTILE)
    guest.press("Contest it")
    expect(guest.page.locator("main")).to_contain_text("onerror")
    unharmed(guest)
    for path in ("/me/ticket", "/tell-your-customers"):
        guest.open(path)
        guest.page.locator("main input:not([type=hidden])").first.fill(HOSTILE)
        guest.click(guest.page.locator("main form button").first)
        unharmed(guest)
    guest.open(f"/me?shop={HOSTILE[:60]}&back=https://shop.example/")
    unharmed(guest)
    guest.open("/me/export")
    unharmed(guest)


def unharmed(guest: Guest) -> None:
    assert guest.page.title() != "owned"
    assert guest.page.locator("img[src='x']").count() == 0
