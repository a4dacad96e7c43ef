"""What everybody may open: the first page and ``/me``, to which every notice leads."""

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.portal.forms import ContactForm
from registry.portal.holding import find_held
from registry.portal.texts import pick
from registry.portal.texts.front import DOOR, FIRST, ME
from registry.settings import Settings

blp = PageBlueprint("portal", __name__, guard=NO_AUTH)


def settings() -> Settings:
    """What this service was told."""
    told: Settings = current_app.extensions["bonafide-settings"]
    return told


@blp.get("/")
def first() -> str:
    """Two doors: for those who buy and for those who sell."""
    return render_template("portal/first.html", text=pick(FIRST))


@blp.get("/me")
def me() -> ResponseReturnValue:
    """Who is signed in goes on to the cabinet; everybody else reads what this is."""
    if find_held() is not None:
        return redirect("/me/home", 303)
    return render_template(
        "portal/me.html",
        text=pick(ME),
        door=pick(DOOR),
        form=ContactForm(),
        contact=settings().contact,
    )
