"""No address holds a NUL: nothing of ours is called so, and PostgreSQL refuses it as text.

One check for every parameter of every path and query, so that no view has to think of it.
"""

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.exceptions import BadRequest, NotFound

from registry.kernel.web import arrival

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def register(app: Flask) -> None:
    """Refuse such addresses in ``app`` before any guard asks the database."""
    arrival.add(app, _refuse_nul)


def _refuse_nul(sent: "WSGIEnvironment") -> None:
    if "\x00" in sent.get("PATH_INFO", ""):
        raise NotFound
    query = sent.get("QUERY_STRING", "")
    if query and ("%00" in query or "\x00" in query):
        raise BadRequest
