"""Blind, have evaluated, unblind: how identifiers become elements without being shown."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bonafide._flow import Call, Flow
from bonafide._parse import params_from
from bonafide._people import Named
from bonafide._pins import Pins
from bonafide._problems import body_of
from bonafide._retry import Courier
from bonafide._window import Window
from bonafide.answers import Params
from bonafide.errors import KeyChanged, UnreadableAnswer
from bonafide.protocol.base64url import unpack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.group import Group
from bonafide.protocol.oprf import MAX_PROVEN_POINTS, Blinded, blind, unblind_many, verify
from bonafide.protocol.points import decode_unchecked, encode
from bonafide.protocol.suite import PROOF_BYTES

PARAMS = Call("GET", "/v1/params")


@dataclass(frozen=True, slots=True)
class Element:
    """One identifier as the registry may see it, under the key of one epoch."""

    named: Named
    element: str
    epoch: int

    def on_wire(self) -> dict[str, object]:
        """As a request names it."""
        return {"kind": self.named.kind, "element": self.element, "epoch": self.epoch}


class Blinder:
    """Turns identifiers into elements, in batches, and tries the registry's key once a day."""

    def __init__(self, courier: Courier, pins: Pins, group: Group) -> None:
        self._courier = courier
        self._pins = pins
        self._group = group

    def params(self, window: Window) -> Flow[Params]:
        """The registry's parameters of now, if they fit the pinned ones."""
        reply = yield from self._courier.deliver(PARAMS, window)
        return self._pins.accept(params_from(body_of(reply)))

    def elements(
        self, people: Sequence[Named], window: Window, *, today: date
    ) -> Flow[list[Element]]:
        """An element for each, in their order."""
        params = self._pins.params
        if params is None or self._pins.due(today):
            params = yield from self.params(window)
        found: list[Element] = []
        while len(found) < len(people):
            due = self._pins.due(today)
            some = people[len(found) : len(found) + params.max_points - due]
            points, epoch = yield from self._batch([each.x for each in some], params, due, window)
            if epoch != params.epoch:
                params = yield from self._renewed(epoch, window)
                continue
            if due:
                self._pins.tried(today)
            found += [Element(n, p, epoch) for n, p in zip(some, points, strict=True)]
        return found

    def try_key(self, params: Params, window: Window) -> Flow[None]:
        """Evaluate the canary alone. Raises KeyChanged when another key answers."""
        yield from self._batch([], params, True, window)

    def _renewed(self, epoch: int, window: Window) -> Flow[Params]:
        params = yield from self.params(window)
        if params.epoch != epoch:
            raise UnreadableAnswer("the registry evaluates with a key that it does not publish")
        return params

    def _batch(
        self, xs: Sequence[bytes], params: Params, due: bool, window: Window
    ) -> Flow[tuple[list[str], int]]:
        """Elements and their epoch; with ``due``, the canary travels along at a random place."""
        place = secrets.randbelow(len(xs) + 1) if due else None
        asked = list(xs)
        if place is not None:
            asked.insert(place, unpack(params.canary_x, size=32))
        blinded = [blind(x, group=self._group) for x in asked]
        prove = due and params.proofs and len(asked) <= MAX_PROVEN_POINTS
        body = yield from self._evaluated(blinded, prove, window)
        points = _points(body, len(asked))
        if prove and body["epoch"] == params.epoch:
            self._check_proof(params, blinded, points, body)
        elements = self._unblinded(blinded, points)
        if place is not None:
            canary = elements.pop(place)
            if canary != params.canary_element and body["epoch"] == params.epoch:
                raise KeyChanged("the registry used another key than the one it publishes")
        return elements, body["epoch"]

    def _evaluated(
        self, blinded: Sequence[Blinded], prove: bool, window: Window
    ) -> Flow[dict[str, Any]]:
        points = [encode(each.point) for each in blinded]
        call = Call("POST", "/v1/evaluations", {"points": points, "proof": prove})
        reply = yield from self._courier.deliver(call, window)
        return body_of(reply)

    def _check_proof(
        self,
        params: Params,
        blinded: Sequence[Blinded],
        points: Sequence[bytes],
        body: Mapping[str, Any],
    ) -> None:
        try:
            proof = unpack(str(body.get("proof")), size=PROOF_BYTES)
            public = decode_unchecked(params.public_key)
        except ProtocolError:
            proof, public = b"", b""
        sent = [each.point for each in blinded]
        if not verify(public, sent, points, proof, group=self._group):
            raise KeyChanged("the registry could not prove that it used its published key")

    def _unblinded(self, blinded: Sequence[Blinded], points: Sequence[bytes]) -> list[str]:
        try:
            scalars = [each.scalar for each in blinded]
            return [encode(each) for each in unblind_many(scalars, points, group=self._group)]
        except ProtocolError:
            raise UnreadableAnswer(
                "the registry answered with something that is no point"
            ) from None


def _points(body: Mapping[str, Any], count: int) -> list[bytes]:
    points = body.get("points")
    if not isinstance(points, list) or len(points) != count or type(body.get("epoch")) is not int:
        raise UnreadableAnswer("the registry evaluated another number of points")
    try:
        return [decode_unchecked(str(point)) for point in points]
    except ProtocolError:
        raise UnreadableAnswer("the registry answered with something that is no point") from None
