"""The shop's desk and the doors of people who work here, in every state worth looking at."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from bonafide.protocol.words import World
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.shops import service as shops
from registry.staff import service as staff
from registry.staff.roles import Role
from tests.browser.guests import Guest
from tests.browser.visits import Visit, to
from tests.browser.workers import PASSWORD, hire, let_sit_down
from tests.rooms.keeper import ANNA, BORIS

ORDERS = Path(__file__).with_name("orders.csv")


def owner(guest: Guest) -> Guest:
    """The owner of a shop sits down."""
    return let_sit_down(guest, hire(guest.house, "olga", Role.OWNER, guest.house.shop().shop_id))


def busy(guest: Guest) -> str:
    """A shop with a few weeks behind it; the id of its last lookup."""
    house, shop = guest.house, guest.house.shop()
    for number, day in enumerate(("2026-10-05", "2026-10-21", "2026-11-03", "2026-11-20")):
        shop.put(f"B-{number}", ANNA, occurred_on=day, segment="msk")
    shop.failed("B-9", BORIS, occurred_on="2026-11-12", courier="cdek")
    house.clock.advance(timedelta(days=1))
    return str(shop.ask(ANNA)[0]["id"])


def at(path: str) -> Visit:
    """A page of a shop that has nothing yet."""
    return lambda guest: owner(guest).open(path)


def busy_at(path: str) -> Visit:
    """The same page with something on it."""

    def visit(guest: Guest) -> None:
        lookup = busy(guest)
        owner(guest).open(path.format(lookup=lookup))

    return visit


def uploading(guest: Guest) -> None:
    """A shop of the direct tier with leave to bring people in."""
    house, shop_id = guest.house, guest.house.shop().shop_id
    with house.app.app_context(), transaction() as session:
        shops.set_direct_tier(session, shop_id, allowed=True)
        account = Account(shop_id, World.LIVE)
        today = house.clock.now().date()
        inquiries.grant_import(session, caller=account, people=100, today=today)
    owner(guest).open("/desk/import")


def dry_run(guest: Guest) -> None:
    uploading(guest)
    guest.page.set_input_files("#file", ORDERS)
    guest.click(guest.page.locator("form[enctype] button[type=submit]"))


def brought_in(guest: Guest) -> None:
    dry_run(guest)
    guest.click(guest.page.locator("form[action='/desk/import/step'] button"))
    guest.page.wait_for_selector("progress")


def no_table(guest: Guest) -> None:
    uploading(guest)
    guest.page.set_input_files(
        "#file", {"name": "orders.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    guest.click(guest.page.locator("form[enctype] button[type=submit]"))


def terms_wrong(guest: Guest) -> None:
    owner(guest).open("/desk/terms")
    guest.page.locator("#prepay_times").fill("много")
    guest.click(guest.page.locator("form[action='/desk/terms'] button").first)


def new_key(guest: Guest) -> None:
    owner(guest).open("/desk/keys")
    guest.click(guest.page.locator("form[method=post][action='/desk/keys'] button"))


def ending_a_key(guest: Guest) -> None:
    """The first of two presses, which scripts have no part in."""
    owner(guest).open("/desk/keys")
    guest.page.locator(".weighed > summary").click()
    expect(guest.page.locator("form[action$='/end'] button")).to_be_visible()


def new_link(guest: Guest) -> None:
    owner(guest).open("/desk/staff")
    guest.click(guest.page.locator("form[method=post][action='/desk/staff'] button"))


def mail_code(guest: Guest) -> None:
    owner(guest).open("/desk/mail")
    guest.page.locator("#address").fill("disputes@shop.example")
    guest.click(guest.page.locator("form[action='/desk/mail'] button"))


def refused(guest: Guest) -> None:
    guest.open("/staff/sign-in")
    guest.page.locator("#login").fill("nobody")
    guest.page.locator("#password").fill("nothing that fits")
    guest.click(guest.page.locator("main form button"))


def invitation(guest: Guest) -> str:
    """The address of one."""
    house, shop_id = guest.house, guest.house.shop().shop_id
    with house.app.app_context(), transaction() as session:
        ring, now = context.keyring(), house.clock.now()
        token = staff.invite(session, ring, role=Role.OWNER, shop_id=shop_id, by=None, now=now)
    return f"/staff/invitation/{token}"


def invited(guest: Guest) -> None:
    guest.open(invitation(guest))


def second_factor(guest: Guest) -> None:
    guest.open(invitation(guest))
    guest.page.locator("#login").fill("olga")
    guest.page.locator("#password").fill(PASSWORD)
    guest.click(guest.page.locator("main form button"))


WORK: dict[str, Visit] = {
    "staff-sign-in": to("/staff/sign-in"),
    "staff-sign-in-refused": refused,
    "staff-invitation": invited,
    "staff-invitation-gone": to("/staff/invitation/used"),
    "staff-second-factor": second_factor,
    "staff-account": at("/staff/account"),
    "desk-new": at("/desk"),
    "desk-busy": busy_at("/desk"),
    "desk-checks-empty": at("/desk/checks"),
    "desk-checks": busy_at("/desk/checks"),
    "desk-check": busy_at("/desk/checks/{lookup}"),
    "desk-figures-empty": at("/desk/figures"),
    "desk-figures": busy_at("/desk/figures"),
    "desk-import": at("/desk/import"),
    "desk-import-direct": uploading,
    "desk-import-no-table": no_table,
    "desk-import-dry-run": dry_run,
    "desk-import-done": brought_in,
    "desk-terms": at("/desk/terms"),
    "desk-terms-wrong": terms_wrong,
    "desk-keys": at("/desk/keys"),
    "desk-keys-ending": ending_a_key,
    "desk-new-key": new_key,
    "desk-webhooks": at("/desk/webhooks"),
    "desk-mail": at("/desk/mail"),
    "desk-mail-code": mail_code,
    "desk-staff": at("/desk/staff"),
    "desk-new-link": new_link,
}
