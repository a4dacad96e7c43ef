"""``/me``: the page that every notice to a customer links to."""

from flask import current_app, render_template

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.portal.texts import ME
from registry.settings import Settings

blp = PageBlueprint("portal", __name__, guard=NO_AUTH)


@blp.get("/me")
def me() -> str:
    """What is kept about a person and how to see, contest and erase it."""
    settings: Settings = current_app.extensions["bonafide-settings"]
    text = ME[requested_language()]
    return render_template("portal/me.html", text=text, contact=settings.contact)
