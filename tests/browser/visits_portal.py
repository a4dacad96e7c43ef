"""The customer's pages and their states."""

from registry.kernel.web.language import Language
from tests.browser.customers import ADDRESS, ANNA, WRONG, Customer, pays_three
from tests.browser.guests import Guest
from tests.browser.visits import Visit, to


def customer(guest: Guest) -> Customer:
    """The guest as a customer who reads what the browser asks for."""
    return Customer(guest, Language(guest.language))


def me_malformed(guest: Guest) -> None:
    customer(guest).asks_for_code("12")


def code(guest: Guest) -> None:
    customer(guest).asks_for_code()


def code_wrong(guest: Guest) -> None:
    customer(guest).asks_for_code()
    right = guest.house.code_for(ANNA)
    customer(guest).types(WRONG if right != WRONG else "111111")


def code_over(guest: Guest) -> None:
    guest.open("/me/code")


def inside(path: str) -> Visit:
    """A page for somebody about whom nothing is known."""

    def visit(guest: Guest) -> None:
        customer(guest).signs_in()
        guest.open(path)

    return visit


def known(path: str) -> Visit:
    """A page for somebody with a history: paid, failed, asked about."""

    def visit(guest: Guest) -> None:
        pays_three(guest)
        north, south = guest.house.shop(), guest.house.shop("Южный двор")
        assert north.failed("F-1", ANNA, outcome="not_collected").status_code == 201
        assert south.failed("F-2", ANNA, fault="courier").status_code == 201
        north.ask(ANNA)
        south.ask(ANNA, purpose="discount")
        customer(guest).signs_in()
        guest.open(path)

    return visit


def white(path: str) -> Visit:
    """A page for somebody on the white list with two contacts."""

    def visit(guest: Guest) -> None:
        pays_three(guest)
        customer(guest).signs_in()
        customer(guest).joins()
        customer(guest).signs_in(ADDRESS)
        guest.open(path)

    return visit


def consent_unticked(guest: Guest) -> None:
    customer(guest).signs_in()
    guest.open("/me/white")
    guest.page.locator("form[action='/me/white'] button").click()


PORTAL: dict[str, Visit] = {
    "first": to("/"),
    "me": to("/me"),
    "me-in": to("/me/in"),
    "me-in-malformed": me_malformed,
    "me-code": code,
    "me-code-wrong": code_wrong,
    "me-code-over": code_over,
    "me-home": inside("/me/home"),
    "me-home-known": known("/me/home"),
    "me-home-white": white("/me/home"),
    "me-orders": inside("/me/orders"),
    "me-orders-known": known("/me/orders"),
    "me-orders-none-against": inside("/me/orders?which=against"),
    "me-asked": inside("/me/asked"),
    "me-asked-known": known("/me/asked"),
    "me-white": inside("/me/white"),
    "me-white-known": known("/me/white"),
    "me-white-joined": white("/me/white"),
    "me-white-unticked": consent_unticked,
}
