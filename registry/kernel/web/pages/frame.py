"""Joins the frame to an application: sessions, tokens, language, filters, words for templates."""

from typing import Any

from flask import Blueprint, Flask
from jinja2 import StrictUndefined

from registry.kernel.web.language import requested_language
from registry.kernel.web.pages import assets, languages, sessions
from registry.kernel.web.pages.blueprint import current_menu, protection
from registry.kernel.web.pages.format import register as register_filters
from registry.kernel.web.pages.tables import register as register_tables
from registry.kernel.web.pages.texts import FRAME


def register(app: Flask, *, secrets: sessions.Secrets, public_url: str) -> None:
    """Make ``app`` able to show pages. Call it before rooms register theirs."""
    sessions.register(app, secrets=secrets, public_url=public_url)
    protection.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    assets.register(app)
    register_filters(app)
    register_tables(app)
    languages.register(app)
    app.context_processor(_words)
    app.after_request(languages.say_language)
    # Templates only; it serves no address, so it needs no guard.
    app.register_blueprint(Blueprint("pages", __name__, template_folder="templates"))


def _words() -> dict[str, Any]:
    language = requested_language()
    return {
        "language": language,
        "words": FRAME[language],
        "menu": current_menu(),
        "switches": languages.switches(),
    }
