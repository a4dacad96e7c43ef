"""One blueprint for each page of the desk, all behind one guard and under one menu."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from registry.desk import waiting
from registry.desk.texts import pick
from registry.desk.texts.frame import MENU
from registry.kernel.web.pages.blueprint import Link, PageBlueprint
from registry.staff.guards import guard_of
from registry.staff.roles import Role

ADDRESSES = (
    "/desk",
    "/desk/checks",
    "/desk/figures",
    "/desk/disputes",
    "/desk/import",
    "/desk/terms",
    "/desk/keys",
    "/desk/webhooks",
    "/desk/staff",
    "/staff/account",
)
_shopkeepers = guard_of(Role.OWNER, Role.STAFF)


def guard() -> ResponseReturnValue | None:
    """Lets the people of a shop in, and counts what waits for them."""
    refused = _shopkeepers()
    if refused is None and request.method == "GET":
        waiting.look()
    return refused


def menu() -> Sequence[Link]:
    """The same for everybody at the desk; what a role may not change says so on its page."""
    words = pick(MENU)
    return [Link(each, _label(each, words[each]), here=_is_here(each)) for each in ADDRESSES]


def _label(address: str, word: str) -> str:
    """With the number of disputes that wait, where there are any."""
    number = waiting.current().number if address == "/desk/disputes" else 0
    return f"{word} ({number})" if number else word


def _is_here(address: str) -> bool:
    path = (
        "/desk/disputes"
        if request.path.startswith(("/desk/mail", "/desk/ticket"))
        else request.path
    )
    return path == address or (address != "/desk" and path.startswith(address))


def desk_blueprint(name: str, import_name: str, **options: Any) -> PageBlueprint:
    """Pages for owners and staff of a shop."""
    return partial(PageBlueprint, guard=guard, menu=menu)(name, import_name, **options)
