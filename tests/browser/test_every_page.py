"""Every page, in both languages, on a phone and at a desk, in the light and in the dark.

``BONAFIDE_SCREENSHOTS=DIR`` keeps a picture of each (``make screenshots``).
"""

import os
from pathlib import Path

import pytest

from tests.browser.guests import DESK, PHONE, Guest, Hall
from tests.browser.visits import EVERYBODYS, NOT_OURS
from tests.browser.visits_admin import ADMIN
from tests.browser.visits_desk import WORK
from tests.browser.visits_disputes import DISPUTES
from tests.browser.visits_portal import PORTAL

VISITS = {**EVERYBODYS, **PORTAL, **DISPUTES, **ADMIN, **WORK}
NOTHING = "#no-such-piece"
PICTURES = os.environ.get("BONAFIDE_SCREENSHOTS", "")


def keep_picture(guest: Guest, name: str) -> None:
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        guest.page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", sorted(VISITS))
def test_a_page_is_fit_for_everybody(hall: Hall, name: str, language: str) -> None:
    guest = hall.let_in(language)
    VISITS[name](guest)
    assert guest.page.get_attribute("html", "lang") == language
    found = {}
    looks = [(PHONE, False), (DESK, False), *([(PHONE, True)] if language == "ru" else [])]
    for width, dark in looks:
        guest.widen(width)
        guest.page.emulate_media(color_scheme="dark" if dark else "light")
        keep_picture(guest, f"{name}-{language}-{width}{'-dark' if dark else ''}")
        found[width, dark] = (guest.violations(NOT_OURS.get(name, NOTHING)), guest.overflow())
    assert found == dict.fromkeys(found, ([], 0))


@pytest.mark.parametrize("name", sorted(VISITS))
def test_a_page_is_whole_without_javascript(hall: Hall, name: str) -> None:
    guest = hall.let_in("ru", javascript=False)
    VISITS[name](guest)
    assert guest.page.locator("h1").count() == 1


def test_the_check_itself_finds_a_page_that_is_not_fit(guest: Guest) -> None:
    guest.open("/policy")
    guest.page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/x\"><p>x</p>'")
    assert any(each.startswith("image-alt") for each in guest.violations())


def test_the_check_itself_notices_a_request_that_leaves(hall: Hall) -> None:
    guest = hall.let_in()
    guest.page.route("http://127.0.0.2/**", lambda route: route.abort())
    guest.page.set_content('<img src="http://127.0.0.2/pixel.gif" alt="">')
    guest.page.wait_for_function("document.images[0].complete")
    assert hall.asked_outside == ["http://127.0.0.2/pixel.gif"]
    hall.asked_outside.clear()
