"""Command lines that work when pasted while the demo serves."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bonafide.protocol import canonical, digest
from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind
from registry.identifiers.magic import Magic, phone_of
from registry.ops.demo.texts import Texts


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lines are made of.

    ``live_ref`` is what the shop calls the buyer of the story, ``entry`` the log's of one order.
    """

    url: str
    test_key: str = field(repr=False)
    live_key: str = field(repr=False)
    live_ref: str
    entry: str
    today: date


def lines(facts: Facts, texts: Texts) -> Iterator[tuple[str, str]]:
    """A sentence and a curl line, one pair after the other."""
    person = {"kind": "phone", "digest": _digest(phone_of(Magic.GOOD))}
    yield texts.lines["params"], _curl("GET", f"{facts.url}/v1/params", facts.test_key)
    yield (
        texts.lines["digest"],
        _curl("POST", f"{facts.url}/v1/lookups", facts.test_key, _question(person)),
    )
    yield (
        texts.lines["ref"],
        _curl(
            "POST", f"{facts.url}/v1/lookups", facts.live_key, _question({"ref": facts.live_ref})
        ),
    )
    report = {
        "order_ref": "D-1001",
        "identifiers": [person],
        "outcome": "paid",
        "fault": "unknown",
        "evidence": "payment_record",
        "payment": "cod",
        "occurred_on": facts.today.isoformat(),
        "amount_band": "3000-4999",
        "revision": 1,
    }
    yield texts.lines["report"], _curl("PUT", f"{facts.url}/v1/reports", facts.test_key, report)
    yield texts.lines["proof"], _curl("GET", f"{facts.url}/v1/log/inclusion?leaf={facts.entry}")


def _question(person: dict[str, str]) -> dict[str, Any]:
    item = {"identifiers": [person], "order_ref": "A-1001", "purpose": "dispatch"}
    return {"items": [item | {"payment": "cod", "amount": "3490.00", "currency": "RUB"}]}


def _digest(phone: str) -> str:
    return pack(digest(Kind.PHONE, canonical(Kind.PHONE, phone)))


def _curl(method: str, url: str, key: str = "", body: dict[str, Any] | None = None) -> str:
    words = ["curl", "-sS", url]
    if key:
        words += ["-H", f"Authorization: Bearer {key}"]
    if body is not None:
        document = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        words += ["-X", method, "-H", "Content-Type: application/json", "-d", document]
    return shlex.join(words)
