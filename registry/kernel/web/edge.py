"""One transaction a request: committed before the answer leaves, rolled back on any refusal.

A view never commits. An answer of 400 or above rolls back, so a refused request changes nothing;
a commit that fails becomes an error answer, for nothing has been sent yet.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, has_request_context
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from registry.kernel.db import aside, db, mark_reading
from registry.kernel.web import arrival

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = structlog.get_logger(__name__)

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Attach to ``app``. Call it last: after-request functions run in reverse order."""
    arrival.add(app, _start)
    app.after_request(_finish)
    app.teardown_request(_forget)


def keep_when_refused(again: Callable[[Session], None]) -> None:
    """Have something done once more, by itself, if this request is rolled back.

    For what is used up even by a refusal: else a request that is bound to be refused asks for free.
    Outside a request it does nothing, for there nothing is rolled back for being refused.
    """
    if has_request_context():
        g.setdefault("kept_when_refused", []).append(again)


def _start(sent: "WSGIEnvironment") -> None:
    mark_reading(only=sent["REQUEST_METHOD"].upper() in READING_METHODS)


def _finish(response: Response) -> Response:
    if not db.session.registry.has():
        return response
    session = db.session()
    if session.in_transaction():
        if response.status_code < 400:
            session.commit()
        else:
            session.rollback()
            _keep()
    return response


def _keep() -> None:
    """A database that is away keeps nothing, and has nothing to give either."""
    kept: list[Callable[[Session], None]] = g.pop("kept_when_refused", [])
    if not kept:
        return
    try:
        with aside() as session:
            for again in kept:
                again(session)
    except SQLAlchemyError as error:
        log.error("not_kept", error=type(error).__qualname__)


def _forget(_error: BaseException | None) -> None:
    """What comes after a request in the same thread may write again."""
    mark_reading(only=False)
