"""No address holds a NUL: nothing of ours is called so, and PostgreSQL refuses it as text.

One check for every parameter of every path and query, so that no view has to think of it.
"""

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound


def register(app: Flask) -> None:
    """Refuse such addresses in ``app`` before any guard asks the database."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    sent = request.environ
    if "\x00" in sent.get("PATH_INFO", ""):
        raise NotFound
    query = sent.get("QUERY_STRING", "")
    if query and ("%00" in query or "\x00" in query):
        raise BadRequest
