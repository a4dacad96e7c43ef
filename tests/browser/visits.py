"""Every page and every state of it that is worth looking at: a name, and how to get there.

A visit uses links, fields and buttons only, so it works without JavaScript too. A room adds its
own in a module beside this one.
"""

from collections.abc import Callable

from tests.browser.guests import Guest

Visit = Callable[[Guest], None]


def to(path: str) -> Visit:
    """A page that can simply be opened."""
    return lambda guest: guest.open(path)


def docs(guest: Guest) -> None:
    """Swagger UI draws the page by itself, a moment after it was loaded."""
    guest.open("/docs")
    for landmark in ("main", "h1"):
        guest.page.wait_for_selector(landmark)


EVERYBODYS: dict[str, Visit] = {
    "policy": to("/policy"),
    "docs": docs,
    "docs-problems": to("/docs/problems"),
    "nowhere": to("/no-such-page"),
}
NOT_OURS = {"docs": "#swagger-ui"}
"""Vendored pieces inside a page, which axe is not asked about."""
