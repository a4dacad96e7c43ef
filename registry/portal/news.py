"""Where news go, if somebody wants them; a new address is proven as every other, by a code."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from registry.kernel.db import db
from registry.portal.forms import NEWS, ContactForm
from registry.portal.inside import cabinet_pages, holder, read_cabinet
from registry.portal.texts import pick
from registry.portal.texts.front import DOOR
from registry.portal.texts.news import NEWS as TOLD
from registry.whitelist import service as whitelist

blp = cabinet_pages("news", __name__)


@blp.get("/me/news")
def news() -> str:
    """Whether there is an address, and the form for another one."""
    return render_template(
        "portal/news.html",
        text=pick(TOLD),
        door=pick(DOOR),
        has=read_cabinet().has_address,
        form=ContactForm(MultiDict({"purpose": NEWS})),
    )


@blp.post("/me/news/drop")
def drop() -> ResponseReturnValue:
    """Write no more."""
    whitelist.drop_address(db.session(), holder())
    flash(pick(TOLD)["dropped"])
    return redirect("/me/news", 303)
