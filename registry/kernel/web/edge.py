"""One transaction a request: committed before the answer leaves, rolled back on any refusal.

A view never commits. An answer of 400 or above rolls back, so a refused request changes nothing;
a commit that fails becomes an error answer, for nothing has been sent yet.
"""

from flask import Flask, Response, request

from registry.kernel.db import db, mark_reading

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Attach to ``app``. Call it last: after-request functions run in reverse order."""
    app.before_request(_start)
    app.after_request(_finish)
    app.teardown_request(_forget)


def _start() -> None:
    mark_reading(only=request.method in READING_METHODS)


def _finish(response: Response) -> Response:
    session = db.session()
    if session.in_transaction():
        if response.status_code < 400:
            session.commit()
        else:
            session.rollback()
    return response


def _forget(_error: BaseException | None) -> None:
    """What comes after a request in the same thread may write again."""
    mark_reading(only=False)
