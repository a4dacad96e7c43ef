"""``/me``: the page that every notice to a customer links to."""

from flask import Blueprint, current_app, render_template

from registry.kernel.web.language import requested_language
from registry.portal.texts import ME
from registry.settings import Settings

# Everybody may read it: no guard.
blp = Blueprint("portal", __name__, template_folder="templates")


@blp.get("/me")
def me() -> str:
    """What is kept about a person and how to see, contest and erase it."""
    settings: Settings = current_app.extensions["bonafide-settings"]
    language = requested_language()
    return render_template(
        "portal/me.html", language=language, text=ME[language], contact=settings.contact
    )
