"""The contacts that are linked to a customer: which, since when, and away with one."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import Kind
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.format import day
from registry.portal import holding
from registry.portal.inside import cabinet_pages, holder, surroundings
from registry.portal.texts import pick
from registry.portal.texts.cabinet import HOME
from registry.portal.texts.data import CONFIRM, DATA
from registry.portal.texts.links import LINKS
from registry.portal.texts.words import KINDS
from registry.whitelist import service as whitelist
from registry.whitelist.service import Linked

blp = cabinet_pages("links", __name__)


def listed() -> list[tuple[str, Linked, str]]:
    """Every link: its kind and day in words, and the page that removes it.

    How many there are stands in the address, so that a list which changed meanwhile removes none.
    """
    found = whitelist.linked(db.session(), holder())
    return [
        (_named(each), each, f"/me/data/links/{len(found)}/{place}")
        for place, each in enumerate(found)
    ]


@blp.route("/me/data/links/<int:many>/<int:place>", methods=["GET", "POST"])
def remove(many: int, place: int) -> ResponseReturnValue:
    """What removing a link does, and the button that does it."""
    found = whitelist.linked(db.session(), holder())
    if len(found) != many:
        flash(pick(LINKS)["changed"], "warning")
        return redirect("/me/data", 303)
    if place >= many or not found[place].removable:
        abort(404)
    if request.method == "GET":
        return render_template(
            "portal/confirm.html",
            text=pick(CONFIRM),
            act=pick(LINKS)["act"],
            action=request.path,
            about=_named(found[place]),
        )
    left = whitelist.remove_link(
        db.session(),
        holder(),
        found[place].identifier_id,
        around=surroundings(),
        now=context.now(),
    )
    flash(pick(LINKS)["removed"])
    answer = redirect("/me/data", 303)
    holding.remember(answer, left)
    return answer


def _named(each: Linked) -> str:
    since = pick(HOME)["since"].format(day=day(each.linked_on))
    return pick(DATA)["one_of"].format(kind=pick(KINDS)[Kind(each.kind)], since=since)
