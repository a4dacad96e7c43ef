"""A shopkeeper at the till: blinds, reports and asks over HTTP the way a client does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from bonafide.protocol import canonical, digest, oprf, points
from bonafide.protocol.base64url import pack
from bonafide.protocol.group import default_group
from bonafide.protocol.words import Kind

GROUP = default_group()
ANNA = "+79161234567"
BORIS = "+79031112233"
TODAY = date(2026, 11, 21)

Identifier = dict[str, Any]


def hashed(value: str) -> tuple[Kind, bytes]:
    """The kind and digest of a phone or an e-mail address."""
    kind = Kind.EMAIL if "@" in value else Kind.PHONE
    return kind, digest(kind, canonical(kind, value))


@dataclass(frozen=True)
class Keeper:
    """One shop with one key of every scope."""

    call: Callable[..., TestResponse]
    shop_id: int
    key: str = field(repr=False)

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        """One request with the shop's key."""
        if body is not None:
            options["json"] = body
        return self.call(method, path, self.key, **options)

    def elements(self, *values: str) -> list[Identifier]:
        """Phones and addresses as blinded, evaluated and unblinded elements."""
        known = [hashed(value) for value in values]
        blinded = [oprf.blind(each, group=GROUP) for _, each in known]
        sent = [points.encode(each.point) for each in blinded]
        answer = self.send("POST", "/v1/evaluations", {"points": sent}).get_json()
        return [
            {
                "kind": kind,
                "element": points.encode(
                    oprf.unblind(mine.scalar, points.decode(evaluated, group=GROUP), group=GROUP)
                ),
                "epoch": answer["epoch"],
            }
            for (kind, _), mine, evaluated in zip(known, blinded, answer["points"], strict=True)
        ]

    def element(self, value: str) -> Identifier:
        """One phone or address as an element."""
        return self.elements(value)[0]

    def put(self, order_ref: str, who: str | Sequence[Identifier], **said: Any) -> TestResponse:
        """Record one report; ``who`` is a phone or finished identifiers."""
        return self.send("PUT", "/v1/reports", self.report(order_ref, who, **said))

    def report(
        self, order_ref: str, who: str | Sequence[Identifier], **said: Any
    ) -> dict[str, Any]:
        """The body of a report: paid in cash today, unless it is said otherwise."""
        identifiers = [self.element(who)] if isinstance(who, str) else list(who)
        usual = {"outcome": "paid", "payment": "cod", "occurred_on": str(TODAY)}
        usual |= {"amount_band": "1500-2999"}
        return {"order_ref": order_ref, "identifiers": identifiers} | usual | said

    def failed(self, order_ref: str, who: str | Sequence[Identifier], **said: Any) -> TestResponse:
        """Report an order that failed by the customer's doing, who was told today."""
        usual = {"outcome": "refused", "fault": "customer", "evidence": "courier_event"}
        usual |= {"customer_told_on": str(TODAY)}
        return self.put(order_ref, who, **(usual | said))

    def ask(self, *people: str | Sequence[Identifier], **said: Any) -> list[dict[str, Any]]:
        """The trust answers about some people."""
        items = [self.question(who, **said) for who in people]
        answer = self.send("POST", "/v1/lookups", {"items": items})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        data: list[dict[str, Any]] = answer.get_json()["data"]
        return data

    def question(self, who: str | Sequence[Identifier], **said: Any) -> dict[str, Any]:
        """One question: may this order be dispatched?"""
        identifiers = [self.element(who)] if isinstance(who, str) else list(who)
        usual = {"order_ref": "Q-1", "purpose": "dispatch", "payment": "cod"}
        return {"identifiers": identifiers} | usual | said

    def ref(self, who: str) -> Identifier:
        """The ref of a person whom the shop asks about for it."""
        return {"ref": self.ask(who)[0]["refs"][0]}


def digest_of(value: str) -> Identifier:
    """A phone or an address as the direct tier names it."""
    kind, x = hashed(value)
    return {"kind": kind, "digest": pack(x)}
