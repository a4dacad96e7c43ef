"""What rooms keep with an application, each under a name of its own."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app

Kept = MutableMapping[str, Any]


def kept() -> Kept:
    """All that is kept with the application at hand.

    Flask finds out at every question which application that is. Who needs several things asks once
    and hands this on.
    """
    itself: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
    return itself.extensions
