"""The golden vectors as clients in other languages are given them."""

import json
from importlib import resources
from typing import Any

Case = dict[str, Any]


def _file(name: str) -> Any:
    folder = resources.files("bonafide.protocol.vectors")
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def identifiers() -> list[Case]:
    """Phones that need no tables, and addresses."""
    phones = [case | {"kind": "phone"} for case in _file("canonical_e164")["cases"]]
    return phones + [case | {"kind": "email"} for case in _file("canonical_email")["cases"]]


def blinding() -> list[Case]:
    """From the digest to the element."""
    found: list[Case] = _file("blinding")["cases"]
    return found


def points() -> dict[str, list[Case]]:
    """Points to accept and to refuse."""
    found: dict[str, list[Case]] = _file("points")
    return found


def is_within_reach(case: Case) -> bool:
    """Without tables for domains beyond ASCII a client refuses those; it never guesses."""
    domain = case["raw"].rpartition("@")[2].lower()
    return case["kind"] == "phone" or (domain.isascii() and "xn--" not in domain)
