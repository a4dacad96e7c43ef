"""What every request of an application passes before its blueprint's guard, whatever it asks.

Each step is handed what the server sent, for to ask Flask which request it is about costs as much
as most of these steps do. They are taken in the order in which they were added.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Flask, Request, request
from flask.typing import ResponseReturnValue

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Step = Callable[["WSGIEnvironment"], ResponseReturnValue | None]
"""May raise to refuse, or give the answer itself; None lets the request go on."""

_EXTENSION: Final = "bonafide-arrival"


def add(app: Flask, step: Step) -> None:
    """Have every request of ``app`` pass ``step`` too."""
    steps: list[Step] | None = app.extensions.get(_EXTENSION)
    if steps is None:
        steps = app.extensions[_EXTENSION] = []
        app.before_request(partial(_pass, steps))
    steps.append(step)


def sent() -> "WSGIEnvironment":
    """What the server sent of the request at hand.

    Flask's ``request`` looks for the request, and then for what is asked of it, by names; most of
    that is saved by taking the request itself.
    """
    itself: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
    return itself.environ


def _pass(steps: list[Step]) -> ResponseReturnValue | None:
    arrived = sent()
    for step in steps:
        answer = step(arrived)
        if answer is not None:
            return answer
    return None
