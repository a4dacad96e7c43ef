"""Own data: shared contacts, a new number, and the ends, each with a page that explains it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.format import day
from registry.portal import holding
from registry.portal.at_hand import settings
from registry.portal.inside import cabinet_pages, holder, read_cabinet, surroundings
from registry.portal.links import listed
from registry.portal.texts import pick
from registry.portal.texts.cabinet import HOME
from registry.portal.texts.data import ACTS, CONFIRM, DATA
from registry.portal.texts.links import LINKS
from registry.portal.texts.marks import SHARED
from registry.portal.texts.words import KINDS
from registry.whitelist import service as whitelist
from registry.whitelist.errors import NotEnrolledError, SharedByOthersError, UnderReviewError
from registry.whitelist.service import Cabinet, Erased, Holder, Proven

blp = cabinet_pages("data", __name__)


@dataclass(frozen=True, slots=True)
class Done:
    """Who is signed in after an act, and which of its sentences says what came of it."""

    holder: Holder
    said: str = "done"
    proofs: tuple[bytes, ...] = ()


Act = Callable[[], Done]


def _withdraw() -> Done:
    whitelist.withdraw(db.session(), holder(), now=context.now())
    return Done(holder())


def _marked(verb: Callable[..., None]) -> Act:
    def act() -> Done:
        verb(db.session(), holder(), around=surroundings(), now=context.now())
        return Done(holder())

    return act


def _erase() -> Done:
    return _washed(
        whitelist.erase(db.session(), holder(), around=surroundings(), now=context.now())
    )


def _washed(erased: Erased) -> Done:
    return Done(erased.holder, "asked" if erased.asked else "done", erased.proofs)


_ACTS: Final[Mapping[str, Act]] = {
    "withdraw": _withdraw,
    "freeze": _marked(whitelist.freeze),
    "unfreeze": _marked(whitelist.unfreeze),
    "opt-out": _marked(whitelist.opt_out),
    "opt-in": _marked(whitelist.opt_in),
    "erase": _erase,
}


@blp.get("/me/data")
def data() -> str:
    """Every contact and every way out."""
    seen = read_cabinet()
    return render_template(
        "portal/data.html",
        text=pick(DATA),
        acts=[(name, pick(ACTS)[name]) for name in offered(seen)],
        contacts=[(place, each, named(each)) for place, each in enumerate(seen.proven)],
        shared=pick(SHARED),
        links=listed(),
        link_text=pick(LINKS),
        contact=settings().contact,
    )


def offered(seen: Cabinet) -> list[str]:
    """The acts that change something as things stand."""
    frozen = any(each.frozen for each in seen.proven)
    opted_out = any(each.opted_out for each in seen.proven)
    return [
        *(["withdraw"] if seen.enrolled_on else []),
        "unfreeze" if frozen else "freeze",
        "opt-in" if opted_out else "opt-out",
        "erase",
    ]


def named(each: Proven) -> str:
    """A contact, as far as we know it: the kind, and since when it is linked."""
    text = pick(HOME)
    since = text["not_linked"]
    if each.linked_on:
        since = text["since"].format(day=day(each.linked_on))
    return pick(DATA)["one_of"].format(kind=pick(KINDS)[Kind(each.kind)], since=since)


@blp.route("/me/data/<name>", methods=["GET", "POST"])
def act(name: str) -> ResponseReturnValue:
    """What an end does, and the button that does it."""
    if name not in _ACTS:
        abort(404)
    if request.method == "GET":
        return _confirm_page(name, f"/me/data/{name}", "")
    return _done(name, _ACTS[name])


@blp.route("/me/data/new-number/<int:place>", methods=["GET", "POST"])
def new_number(place: int) -> ResponseReturnValue:
    """What is on file is about somebody who had this number before."""
    each = _proven(place)
    if request.method == "GET":
        return _confirm_page("new-number", f"/me/data/new-number/{place}", named(each))
    return _done(
        "new-number",
        lambda: _washed(
            whitelist.new_number(
                db.session(),
                holder(),
                each.identifier_id,
                around=surroundings(),
                now=context.now(),
            )
        ),
    )


@blp.post("/me/data/shared/<int:place>")
def shared(place: int) -> ResponseReturnValue:
    """Say that others use a contact too, or that they do not."""
    each = _proven(place)
    try:
        whitelist.mark_shared(
            db.session(),
            holder(),
            each.identifier_id,
            shared=not each.shared,
            around=surroundings(),
            now=context.now(),
        )
    except SharedByOthersError:
        return _refused("shared_by_others")
    flash(pick(CONFIRM)["unshared" if each.shared else "shared"])
    return redirect("/me/data", 303)


@blp.post("/me/out/everywhere")
def leave_everywhere() -> ResponseReturnValue:
    """End every visit with these contacts, on whatever phone or computer; this one too."""
    whitelist.sign_out_everywhere(db.session(), holder())
    flash(pick(DATA)["left_everywhere"])
    answer = redirect("/me", 303)
    holding.forget(answer)
    return answer


def _proven(place: int) -> Proven:
    seen = read_cabinet().proven
    if place >= len(seen):
        abort(404)
    return seen[place]


def _confirm_page(name: str, action: str, about: str) -> str:
    return render_template(
        "portal/confirm.html", text=pick(CONFIRM), act=pick(ACTS)[name], action=action, about=about
    )


def _done(name: str, verb: Act) -> ResponseReturnValue:
    try:
        done = verb()
    except UnderReviewError:
        return _refused("review")
    except NotEnrolledError:
        return _refused("not_now")
    flash(str(pick(ACTS)[name][done.said]))
    for each in done.proofs:
        flash(pick(CONFIRM)["proof"].format(entry=pack(each)))
    answer = redirect("/me/home", 303)
    holding.remember(answer, done.holder)
    return answer


def _refused(why: str) -> ResponseReturnValue:
    db.session().rollback()
    flash(pick(CONFIRM)[why], "warning")
    return redirect("/me/data", 303)
