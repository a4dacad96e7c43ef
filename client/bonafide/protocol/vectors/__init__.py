"""The golden vectors of ``bf1``, as data that a client in any language can test against.

The format is told in the README beside them. A vector that has been published never changes: it
would mean that a person's row has moved.
"""

import json
from importlib import resources
from typing import Any


def load(name: str) -> dict[str, Any]:
    """One file by its name without the ending, for example ``blinding``."""
    text = (resources.files(__name__) / f"{name}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
