"""The requests of each load as text, ready to be sent a thousand times a second."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from bonafide.protocol import points
from bonafide.protocol.group import Group
from bonafide.protocol.words import Outcome, World
from registry.identifiers.names import make_ref
from registry.kernel.keys import Keyring
from registry.ops.bench.fill import Asker, Filled
from registry.ops.bench.load import COUNTER
from registry.ops.bench.population import Order, orders

_TEMPLATES: Final = 3
"""Different batches a connection."""


class Requests:
    """Makes one list of requests for each connection, each connection being another shop."""

    def __init__(self, filled: Filled, ring: Keyring, *, connections: int, people: int) -> None:
        self._askers = [filled.askers[n % len(filled.askers)] for n in range(connections)]
        dice = random.Random(connections)  # noqa: S311 - who is asked about needs no secrecy
        self._refs = [
            [_ref(ring, dice.choice(filled.ids), asker) for _ in range(people)]
            for asker in self._askers
        ]

    def live(self) -> list[list[str]]:
        """``GET /live``: what the ceiling answers."""
        return [[_request("GET", "/live", asker, "")] for asker in self._askers]

    def lookups(self, *, batch: int = 1) -> list[list[str]]:
        """Questions about known people, named by their refs, ``batch`` in a request."""
        return [
            [
                _request("POST", "/v1/lookups", asker, {"items": [_question(ref) for ref in group]})
                for group in _groups(refs, batch)
            ]
            for asker, refs in zip(self._askers, self._refs, strict=True)
        ]

    def report(self, today: date) -> list[list[str]]:
        """Single reports on new orders of known people."""
        return [
            [_request("PUT", "/v1/reports", asker, body) for body in _bodies(refs, today)]
            for asker, refs in zip(self._askers, self._refs, strict=True)
        ]

    def reports(self, today: date, *, batch: int) -> list[list[str]]:
        """The same, many in a request."""
        return [
            [
                _request("POST", "/v1/reports", asker, {"reports": group})
                for group in _groups(list(_bodies(refs, today)), batch)[:_TEMPLATES]
            ]
            for asker, refs in zip(self._askers, self._refs, strict=True)
        ]

    def evaluations(self, group: Group, *, batch: int) -> list[list[str]]:
        """Blinded points, many in a request."""
        made = [points.encode(group.multiply_base(group.random_scalar())) for _ in range(batch)]
        return [
            [_request("POST", "/v1/evaluations", asker, {"points": made})] for asker in self._askers
        ]


def _groups(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Whole groups only; the first items come again where there are fewer than one group."""
    enough = items if len(items) >= size else [items[n % len(items)] for n in range(size)]
    return [enough[at : at + size] for at in range(0, len(enough) - size + 1, size)]


def _ref(ring: Keyring, identifier_id: int, asker: Asker) -> str:
    return make_ref(ring, World.LIVE, identifier_id=identifier_id, shop_id=asker.shop_id)


def _question(ref: str) -> dict[str, Any]:
    return {
        "identifiers": [{"ref": ref}],
        "order_ref": f"L-{COUNTER}",
        "purpose": "dispatch",
        "payment": "cod",
        "amount": "3490.00",
        "currency": "RUB",
        "segment": "msk",
    }


def _bodies(refs: Sequence[str], today: date) -> Iterator[dict[str, Any]]:
    """One report a person, in the mix of a made-up network."""
    some = (order for chunk in orders(reports=len(refs), seed=7, today=today) for order in chunk)
    for place, (ref, order) in enumerate(zip(refs, some, strict=True)):
        yield _body(ref, order, f"R-{COUNTER}-{place}", today - timedelta(days=1))


def _body(ref: str, order: Order, order_ref: str, occurred_on: date) -> dict[str, Any]:
    body = {
        "order_ref": order_ref,
        "identifiers": [{"ref": ref}],
        "outcome": order.outcome,
        "payment": order.payment,
        "occurred_on": occurred_on.isoformat(),
        "amount_band": order.amount_band,
        "revision": 1,
    }
    if order.outcome is Outcome.PAID:
        return body
    blame = {"fault": order.fault, "evidence": order.evidence}
    return body | blame | ({"customer_told_on": occurred_on.isoformat()} if order.told else {})


def _request(method: str, path: str, asker: Asker, content: Any) -> str:
    body = json.dumps(content) if content else ""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {asker.key}\r\n"
        f"Idempotency-Key: bench-{asker.shop_id}-{COUNTER}\r\nAccept: application/json\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
