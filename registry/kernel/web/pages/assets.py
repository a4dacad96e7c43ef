"""Addresses of files under ``static``: they carry a digest, so a browser keeps them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

_YEAR = 365 * 24 * 3600


def asset(name: str) -> str:
    """The address of a file under ``static``."""
    return url_for("static", filename=name, v=_digest(Path(current_app.static_folder or ""), name))


@cache
def _digest(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]


def keep(response: Response) -> Response:
    """Let a browser keep a file whose address changes with its content."""
    if request.endpoint == "static" and request.args.get("v") and response.status_code < 400:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def register(app: Flask) -> None:
    """Offer ``asset`` to templates."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(keep)
