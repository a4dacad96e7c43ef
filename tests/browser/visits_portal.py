"""The customer's pages and their states."""

from registry.kernel.web.language import Language
from registry.ops import jobs
from tests.browser.customers import ADDRESS, ANNA, WRONG, Customer, fails_once, pays_three
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


def shared(guest: Guest) -> None:
    """A phone that orders of two shops name with five addresses each, after the night."""
    for name in ("Северная лавка", "Южный двор"):
        shop = guest.house.shop(name)
        for first in (0, 3):
            mails = [f"u{first + each}.{len(name)}@example.org" for each in range(3)]
            assert shop.put(f"C-{first}", shop.elements(ANNA, *mails)).status_code == 201
    with guest.house.app.app_context():
        assert jobs.run("white-renew")["shared"] == 1
    customer(guest).signs_in()


def consent_unticked(guest: Guest) -> None:
    customer(guest).signs_in()
    guest.open("/me/white")
    guest.click(guest.page.locator("form[action='/me/white'] button"))


def posted(path: str) -> Visit:
    """A page of somebody white after a press on its button."""

    def visit(guest: Guest) -> None:
        white(path)(guest)
        guest.click(guest.page.locator(f"form[action='{path}'] button"))

    return visit


def contest_form(guest: Guest) -> None:
    fails_once(guest)
    customer(guest).signs_in()
    guest.open("/me/orders")
    guest.click(guest.page.locator("a[href$='/contest']").first)


def contest_empty(guest: Guest) -> None:
    contest_form(guest)
    guest.click(guest.page.locator("form[action$='/contest'] button"))


def case(guest: Guest) -> None:
    contest_form(guest)
    guest.page.locator("input[name='reason']").first.check()
    guest.page.locator("#text").fill("Я заплатил картой.\nЕсть чек.")
    guest.click(guest.page.locator("form[action$='/contest'] button"))


def cases(guest: Guest) -> None:
    case(guest)
    guest.open("/me/cases")


def ticket_wrong(guest: Guest) -> None:
    guest.open("/me/ticket")
    guest.page.locator("#ticket").fill("AAAA")
    guest.click(guest.page.locator("form[action='/me/ticket'] button"))


def ticket_form(guest: Guest) -> None:
    shop = guest.house.shop()
    report = shop.failed("F-1", ANNA, outcome="not_collected").get_json()["id"]
    made = shop.send("POST", f"/v1/reports/{report}/ticket").get_json()
    guest.open("/me/ticket")
    guest.page.locator("#ticket").fill(made["code"])
    guest.click(guest.page.locator("form[action='/me/ticket'] button"))


def frozen(guest: Guest) -> None:
    customer(guest).signs_in()
    guest.open("/me/data/freeze")
    guest.click(guest.page.locator("form[action='/me/data/freeze'] button"))


TELL = "/tell-your-customers"

PORTAL: dict[str, Visit] = {
    "first": to("/"),
    "me": to("/me"),
    "me-from-shop": to("/me?shop=Северная лавка&back=https://shop.example/checkout"),
    "me-rights": to("/me/rights"),
    "me-in": to("/me/in"),
    "me-in-adding": inside("/me/in"),
    "me-in-malformed": me_malformed,
    "me-code": code,
    "me-code-wrong": code_wrong,
    "me-code-over": code_over,
    "me-home": inside("/me/home"),
    "me-home-known": known("/me/home"),
    "me-home-white": white("/me/home"),
    "me-home-frozen": frozen,
    "me-home-shared": shared,
    "me-orders": inside("/me/orders"),
    "me-orders-known": known("/me/orders"),
    "me-orders-none-against": inside("/me/orders?which=against"),
    "me-contest": contest_form,
    "me-contest-empty": contest_empty,
    "me-case": case,
    "me-cases": cases,
    "me-cases-none": inside("/me/cases"),
    "me-asked": inside("/me/asked"),
    "me-asked-known": known("/me/asked"),
    "me-white": inside("/me/white"),
    "me-white-known": known("/me/white"),
    "me-white-joined": white("/me/white"),
    "me-white-unticked": consent_unticked,
    "me-pass": posted("/me/pass"),
    "me-pass-none": white("/me/pass"),
    "me-data": white("/me/data"),
    "me-data-new-number": inside("/me/data/new-number/0"),
    "me-data-links": white("/me/data/links/2/0"),
    "me-data-withdraw": white("/me/data/withdraw"),
    "me-data-freeze": inside("/me/data/freeze"),
    "me-data-opt-out": inside("/me/data/opt-out"),
    "me-data-erase": inside("/me/data/erase"),
    "me-news": inside("/me/news"),
    "me-export": known("/me/export"),
    "me-ticket": to("/me/ticket"),
    "me-ticket-wrong": ticket_wrong,
    "me-ticket-contest": ticket_form,
    "tell": to(TELL),
    "tell-wrong": to(f"{TELL}?shop=&back=http://x"),
    "tell-made": to(f"{TELL}?shop=Северная лавка&back=https://shop.example/checkout"),
}
