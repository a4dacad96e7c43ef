"""What everybody may open: the first page and ``/me``, to which every notice leads."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.portal.at_hand import settings
from registry.portal.forms import ContactForm
from registry.portal.holding import find_held
from registry.portal.notice import from_shop, remember_shop
from registry.portal.texts import pick
from registry.portal.texts.front import DOOR, FIRST, ME
from registry.portal.texts.notice import FROM_SHOP

blp = PageBlueprint("portal", __name__, guard=NO_AUTH)


@blp.get("/")
def first() -> str:
    """Two doors: for those who buy and for those who sell."""
    return render_template("portal/first.html", text=pick(FIRST))


@blp.get("/me")
def me() -> ResponseReturnValue:
    """Who is signed in goes on to the cabinet; everybody else reads what this is."""
    remember_shop()
    if find_held() is not None:
        return redirect("/me/home", 303)
    return render_template(
        "portal/me.html",
        text=pick(ME),
        door=pick(DOOR),
        form=ContactForm(),
        contact=settings().contact,
        shop=from_shop(),
        come=pick(FROM_SHOP),
    )
