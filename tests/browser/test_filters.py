"""A filter exchanges its list only; meanwhile the list is busy, and what goes wrong is said."""

from playwright.sync_api import Route, expect

from registry.kernel.db import transaction
from registry.kernel.web.language import Language
from registry.kernel.web.pages.texts import FRAME
from registry.shops import service as shops
from registry.staff.roles import Role
from tests.browser.guests import DESK, Guest, Hall
from tests.browser.workers import hire, let_sit_down

WORDS = FRAME[Language.EN]
MANY = 7


def at_a_long_list(hall: Hall, *, javascript: bool = True) -> Guest:
    """An admin who looks at seven shops."""
    house = hall.house
    with house.app.app_context(), transaction() as session:
        for number in range(MANY):
            shops.add_shop(session, f"Лавка {number}", now=house.clock.now())
    guest = hall.let_in("en", DESK, javascript=javascript)
    admin = let_sit_down(guest, hire(house, "ada", Role.ADMIN))
    admin.open("/admin/shops")
    expect(admin.page.locator("#list tbody tr")).to_have_count(MANY)
    return admin


def asks_for(admin: Guest, words: str) -> None:
    admin.page.locator("#q").fill(words)
    admin.page.get_by_role("button", name=WORDS["filter"], exact=True).click()


def test_a_list_is_narrowed_busy_meanwhile_and_the_address_says_so(hall: Hall) -> None:
    admin = at_a_long_list(hall)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    admin.page.route("**/admin/shops?*", hold)
    asks_for(admin, "Лавка 3")
    expect(admin.page.locator("#list")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    admin.page.unroute("**/admin/shops?*")
    expect(admin.page.locator("#list tbody tr")).to_have_count(1)
    assert "q=" in admin.path()
    expect(admin.page.locator("#list[aria-busy]")).to_have_count(0)
    asks_for(admin, "nobody")
    expect(admin.page.get_by_text(WORDS["nothing_found"])).to_be_visible()
    admin.follow(WORDS["clear"])
    expect(admin.page.locator("#list tbody tr")).to_have_count(MANY)


def test_without_a_connection_the_list_stays_and_says_so(hall: Hall) -> None:
    admin = at_a_long_list(hall)
    admin.page.route("**/admin/shops?*", lambda route: route.abort())
    asks_for(admin, "Лавка 3")
    expect(admin.page.get_by_text(WORDS["offline"])).to_be_visible()
    expect(admin.page.locator("#list tbody tr")).to_have_count(MANY)


def test_a_refusal_is_shown_as_the_page_that_explains_it(hall: Hall) -> None:
    admin = at_a_long_list(hall)
    admin.context.clear_cookies()
    asks_for(admin, "Лавка 3")
    expect(admin.page.locator("#login")).to_be_visible()
    assert admin.path().startswith("/staff/sign-in")


def test_a_filter_works_without_javascript(hall: Hall) -> None:
    admin = at_a_long_list(hall, javascript=False)
    asks_for(admin, "Лавка 3")
    expect(admin.page.locator("#list tbody tr")).to_have_count(1)
