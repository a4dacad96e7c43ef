"""Addresses of files under ``static``: they carry a digest, so a browser keeps them for a year."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, make_response, request, url_for
from flask.typing import RouteCallable

_YEAR = 365 * 24 * 3600


def asset(name: str) -> str:
    """The address of a file under ``static``."""
    return url_for("static", filename=name, v=_digest(Path(current_app.static_folder or ""), name))


@cache
def _digest(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]


def register(app: Flask) -> None:
    """Offer ``asset`` to templates, and let browsers keep what it leads to."""
    app.jinja_env.globals["asset"] = asset
    if "static" in app.view_functions:
        app.view_functions["static"] = _kept(app.view_functions["static"])


def _kept(send: RouteCallable) -> Callable[..., Response]:
    """A browser keeps a file whose address changes with its content."""

    def sent(**names: str) -> Response:
        response = make_response(send(**names))
        if request.args.get("v") and response.status_code < 400:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response

    return sent
