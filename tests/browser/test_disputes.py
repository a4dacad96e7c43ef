"""A dispute from beginning to end at three browsers: the customer's, the shop's, the admin's."""

from datetime import timedelta

from playwright.sync_api import FilePayload

from registry.disputes.words import Reason, Verdict
from registry.kernel.web.language import Language
from registry.portal.texts.cases import CONTEST, REASONS, VERDICTS
from registry.portal.texts.orders import ORDERS
from registry.staff.roles import Role
from tests.browser.customers import ANNA, Customer
from tests.browser.guests import DESK, Guest, Hall
from tests.browser.workers import hire, let_sit_down
from tests.rooms.disputes.papers_of import jpeg, png
from tests.rooms.keeper import Keeper

EN = Language.EN
WORDS = "I paid the courier in cash, here is the receipt."


def shown_risk(asking: Keeper) -> float:
    """What a shop that looks Anna up is shown."""
    return float(asking.ask(ANNA)[0]["risk"]["estimate"])


def picture(name: str, content: bytes) -> FilePayload:
    """A file as a browser sends one; what it calls itself is not believed."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def contests(customer: Guest) -> None:
    """Anna says that she paid."""
    customer.open("/me/orders")
    customer.click(customer.page.get_by_text(ORDERS[EN]["contest"], exact=True))
    customer.page.get_by_label(REASONS[EN][Reason.PAID]).check()
    customer.page.locator("#text").fill(WORDS)
    customer.page.locator("#files").set_input_files([picture("receipt.bin", jpeg())])
    customer.press(CONTEST[EN]["send"])


def answers(owner: Guest) -> None:
    """The shop stands by its report."""
    owner.open("/desk/disputes")
    owner.click(owner.page.locator("table a"))
    assert WORDS in owner.text()
    owner.page.locator("#evidence").select_option("courier_event")
    owner.page.locator("#files").set_input_files([picture("track.png", png())])
    owner.page.locator("#comment").fill("The courier brought the parcel back.")
    owner.press("Send the answer")


def rules_for_the_customer(admin: Guest) -> None:
    """The admin reads both sides and rules."""
    admin.open("/admin")
    admin.click(admin.page.get_by_role("link", name="Disputes to be ruled on: 1"))
    admin.click(admin.page.locator("table a"))
    assert WORDS in admin.text()
    assert "The courier brought the parcel back." in admin.text()
    with admin.page.expect_download() as download:
        admin.page.get_by_role("link", name="Download: photo, JPG").click()
    assert download.value.suggested_filename == "evidence.jpg"
    admin.page.get_by_label("the order was paid").check()
    admin.press("Rule")


def test_a_customer_disputes_the_shop_answers_the_admin_rules_and_everybody_sees_it(
    hall: Hall,
) -> None:
    house = hall.house
    north, south = house.shop(), house.shop("Южный двор")
    usual = shown_risk(south)
    assert north.failed("A-1", ANNA).status_code == 201
    house.clock.advance(timedelta(days=9))
    raised = shown_risk(south)
    assert raised > usual

    anna = hall.let_in("en")
    Customer(anna, EN).signs_in()
    contests(anna)
    assert anna.path().startswith("/me/cases/dsp_")
    assert shown_risk(south) == usual

    owner = let_sit_down(hall.let_in("en", DESK), hire(house, "owner", Role.OWNER, north.shop_id))
    answers(owner)
    assert "An admin rules next." in owner.text()

    admin = let_sit_down(hall.let_in("en", DESK), hire(house, "olga", Role.ADMIN))
    rules_for_the_customer(admin)
    assert "Ruled: the report is gone." in admin.text()

    anna.page.reload()
    assert VERDICTS[EN][Verdict.REMOVED] in anna.text()
    owner.page.reload()
    assert "removed: the report is gone" in owner.text()
    house.clock.advance(timedelta(days=1))
    assert shown_risk(south) == usual


def test_a_shop_answers_without_javascript(hall: Hall) -> None:
    house = hall.house
    north = house.shop()
    north.failed("A-1", ANNA)
    anna = hall.let_in("en")
    Customer(anna, EN).signs_in()
    contests(anna)
    sitting = hall.let_in("en", javascript=False)
    owner = let_sit_down(sitting, hire(house, "owner", Role.OWNER, north.shop_id))
    answers(owner)
    assert "An admin rules next." in owner.text()
