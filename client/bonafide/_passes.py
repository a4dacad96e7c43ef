"""White passes: asked about at the registry, or only looked at where it cannot be heard."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Again, Call, Flow
from bonafide._jwks import PassKeys, parts_of, seconds
from bonafide._lookups import UNHEARD
from bonafide._naming import Result
from bonafide._parse import day_or_none, discount_from, read, word_or
from bonafide._window import Window
from bonafide._wire import WireName, filled
from bonafide.answers import Discount
from bonafide.cases import OfflinePass, OfflineResult, PassAnswer
from bonafide.errors import BonafideError, Unavailable
from bonafide.protocol.ed25519 import verify
from bonafide.protocol.words import PassResult
from bonafide.questions import Contacts

LONGEST_CODE = 4096


def verify_pass(
    desk: Desk, code: str, order_ref: str, phone: Contacts, email: Contacts
) -> Flow[PassAnswer]:
    """Spend a pass on an order; within the budget whatever happens."""
    window = desk.window()
    body = {"code": filled("code", code).strip(), "order_ref": filled("order_ref", order_ref)}
    try:
        answer = yield from _asked(desk, body, phone, email, window)
    except UNHEARD as error:
        desk.fallback.note(error)
        return PassAnswer(None, source="fallback", degraded=True, request_id=error.request_id)
    return _answer_from(answer)


def _asked(
    desk: Desk, body: Mapping[str, str], phone: Contacts, email: Contacts, window: Window
) -> Flow[Mapping[str, Any]]:
    if phone is None and email is None:
        return (yield from _post(desk, body, window))

    def post(numbers: Sequence[int], names: Sequence[list[WireName]]) -> Flow[Sequence[Result]]:
        found = yield from _post(desk, {**body, "identifiers": names[0]}, window)
        return [found] * len(numbers)

    (result,) = yield from desk.ask([desk.reader.person(phone, email)], post, window)
    if isinstance(result, BonafideError):
        raise result
    return result


def _post(desk: Desk, body: Mapping[str, Any], window: Window) -> Flow[Mapping[str, Any]]:
    call = Call("POST", "/v1/passes/verify", body, again=Again.ALWAYS)
    answer, request_id = yield from desk.call(call, window)
    return {**answer, "request_id": request_id}


def _answer_from(body: Mapping[str, Any]) -> PassAnswer:
    request_id = body.get("request_id")

    def build() -> PassAnswer:
        result = word_or(PassResult, body["result"], PassResult.NOT_WHITE)
        white = result is PassResult.WHITE
        return PassAnswer(
            result=result,
            text=str(body.get("text") or ""),
            discount=discount_from(body.get("discount") or {}) if white else Discount(),
            bound=bool(body.get("bound")),
            verified_on=day_or_none(body.get("verified_on")),
            request_id=request_id,
            raw=body,
        )

    return read(build, request_id)


def verify_offline(desk: Desk, jws: str) -> Flow[OfflinePass]:
    """What the signature alone says; the keys are fetched once and kept."""
    parts = parts_of(jws) if len(jws) <= LONGEST_CODE else None
    if parts is None:
        return OfflinePass(OfflineResult.NOT_SIGNED)
    keys = PassKeys(desk)
    known = keys.find(parts.key_id)
    if known is None:
        try:
            yield from keys.fetch()
        except Unavailable:
            return OfflinePass(OfflineResult.CANNOT_TELL)
        known = keys.find(parts.key_id)
    if known is None or not verify(known, parts.signed, parts.signature):
        return OfflinePass(OfflineResult.NOT_SIGNED)
    return OfflinePass(_still_good(parts.payload))


def _now() -> float:
    return time.time()


def _still_good(payload: bytes) -> OfflineResult:
    try:
        ends = seconds(json.loads(payload).get("exp"))
    except (ValueError, AttributeError):
        ends = None
    if ends is None:
        return OfflineResult.NOT_SIGNED
    return OfflineResult.PROBABLY if _now() < ends else OfflineResult.EXPIRED
