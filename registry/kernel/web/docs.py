"""``/docs``: the API page (Swagger UI, vendored) and the list of problems. Nothing is loaded from
elsewhere, and no script or style stands inside the page."""

from typing import Final

from flask import Flask, render_template

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.problems import PROBLEMS, Occurrence

_TEXTS: Final = {
    Language.EN: {
        "api": "API",
        "problems": "Problems",
        "intro": "Every refusal carries one of these codes; this is what to do about each.",
        "no_script": "This page needs JavaScript. The description itself is here:",
    },
    Language.RU: {
        "api": "API",
        "problems": "Ошибки",
        "intro": "Каждый отказ несёт один из этих кодов; вот что делать с каждым.",
        "no_script": "Этой странице нужен JavaScript. Само описание здесь:",
    },
}

docs = PageBlueprint("docs", __name__, guard=NO_AUTH)


def register(app: Flask) -> None:
    """Serve ``/docs`` and ``/docs/problems``; static files come from the application's folder."""
    app.register_blueprint(docs)


@docs.get("/docs")
def api_page() -> str:
    """Swagger UI on ``/openapi.json``."""
    return render_template("docs/api.html", text=_TEXTS[requested_language()])


@docs.get("/docs/problems")
def problems_page() -> str:
    """Every code with its status, its meaning and its remedy."""
    language = requested_language()
    rows = [
        (code, seen.problem.status, seen.title(language), seen.todo(language))
        for code, seen in ((code, Occurrence(code)) for code in sorted(PROBLEMS))
    ]
    return render_template("docs/problems.html", text=_TEXTS[language], rows=rows)
