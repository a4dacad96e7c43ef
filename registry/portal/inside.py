"""What every page behind the code has in common: its guard and its menu."""

from collections.abc import Sequence

from flask import flash, g, redirect, request
from flask import session as kept
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import World
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.blueprint import Link, PageBlueprint
from registry.portal import holding
from registry.portal.entering import AFTER
from registry.portal.texts import pick
from registry.portal.texts.cabinet import MENU
from registry.portal.texts.front import DOOR
from registry.trust.answering import current_answering
from registry.trust.responding import Surroundings
from registry.whitelist import service as whitelist
from registry.whitelist.errors import NothingProvenError
from registry.whitelist.service import Cabinet, Holder

_PAGES = ("home", "orders", "asked", "white", "data")


def only_holders() -> ResponseReturnValue | None:
    """Who has proven nothing, or nothing that still exists, is asked for a code."""
    held = holding.find_held()
    if held is None:
        return _to_the_door()
    try:
        g.holder = whitelist.current(db.session(), held.holder)
    except NothingProvenError:
        return _to_the_door()
    return None


def _to_the_door() -> ResponseReturnValue:
    flash(pick(DOOR)["ended" if holding.was_in() else "first"])
    if request.method == "GET":
        kept[AFTER] = request.path
    answer = redirect("/me/in", 303)
    holding.forget(answer)
    return answer


def menu() -> Sequence[Link]:
    """The pages of the cabinet."""
    words, path = pick(MENU), request.path
    return [
        Link(f"/me/{name}", words[name], here=path.startswith(f"/me/{name}")) for name in _PAGES
    ]


def cabinet_pages(name: str, import_name: str, *, largest_form: int | None = None) -> PageBlueprint:
    """A blueprint of pages behind the code."""
    made = PageBlueprint(
        name, import_name, guard=only_holders, menu=menu, largest_form=largest_form
    )
    made.after_request(holding.refresh)
    return made


def holder() -> Holder:
    """Who is signed in."""
    found: Holder = g.holder
    return found


def surroundings() -> Surroundings:
    """What the formula needs besides the person."""
    return current_answering().around_world(db.session(), World.LIVE, context.now())


def read_cabinet() -> Cabinet:
    """Everything that is known about who is signed in."""
    return whitelist.cabinet(db.session(), holder(), around=surroundings(), now=context.now())
