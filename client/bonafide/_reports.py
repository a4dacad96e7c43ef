"""File, correct, find and retract reports."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide._lookups import BATCH, listed_results
from bonafide._naming import Post, Result
from bonafide._parse import receipt_from
from bonafide._people import Person
from bonafide._window import Window
from bonafide._wire import WireName, encoded, report_body
from bonafide.answers import ItemError, ReportReceipt
from bonafide.errors import BonafideError, NotFound, UnreadableAnswer
from bonafide.questions import Report


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report without raw identifiers. ``person`` holds digests, which can be guessed: keep it
    where only you can read it, and no longer than needed.
    """

    person: Person = field(repr=False)
    body: Mapping[str, Any]


def report(desk: Desk, given: Report) -> Flow[ReportReceipt]:
    """File one report, or its next revision."""
    window = desk.window()
    ready = prepared(desk, given)

    def put(numbers: Sequence[int], names: Sequence[list[WireName]]) -> Flow[Sequence[Result]]:
        call = Call("PUT", "/v1/reports", {**ready.body, "identifiers": names[0]})
        answer, request_id = yield from desk.call(call, window)
        return [{**answer, "request_id": request_id}] * len(numbers)

    found = yield from desk.ask([ready.person], put, window)
    receipt = _received(found[0])
    if isinstance(receipt, ItemError):
        raise receipt.error
    return receipt


def report_many(desk: Desk, reports: Iterable[Report]) -> Flow[list[ReportReceipt | ItemError]]:
    """A receipt or an error for each, in their order; one bad report never fails the rest."""
    found: list[ReportReceipt | ItemError] = []
    listed = list(reports)
    for start in range(0, len(listed), BATCH):
        found += yield from _batch(desk, listed[start : start + BATCH])
    return found


def find_report(desk: Desk, order_ref: str) -> Flow[ReportReceipt | None]:
    """What this shop reported about that order, if anything."""
    call = Call("POST", "/v1/reports/find", {"order_ref": order_ref})
    try:
        body, request_id = yield from desk.call(call, desk.window())
    except NotFound:
        return None
    return receipt_from(body, request_id=request_id)


def retract(desk: Desk, order_ref: str, revision: int | None) -> Flow[ReportReceipt]:
    """Take the report of that order back; ``revision`` defaults to the one after the newest."""
    found = yield from find_report(desk, order_ref)
    if found is None or found.id is None:
        raise NotFound("there is no report of this order", status=404, code="not_found")
    following = found.revision + 1 if revision is None else revision
    call = Call("DELETE", f"/v1/reports/{found.id}", {"revision": following})
    body, request_id = yield from desk.call(call, desk.window())
    return receipt_from(body, request_id=request_id)


def _batch(desk: Desk, some: Sequence[Report]) -> Flow[list[ReportReceipt | ItemError]]:
    found: dict[int, ReportReceipt | ItemError] = {}
    good: dict[int, Prepared] = {}
    for number, each in enumerate(some):
        try:
            good[number] = prepared(desk, each)
        except BonafideError as error:
            found[number] = ItemError(error)
    if good:
        results = yield from send(desk, list(good.values()), key=str(uuid.uuid4()))
        found |= zip(good, results, strict=True)
    return [found[number] for number in range(len(some))]


def send(
    desk: Desk, reports: Sequence[Prepared], *, key: str
) -> Flow[list[ReportReceipt | ItemError]]:
    """Send up to 1,000 prepared reports in one request, under ``key`` and what they are named."""
    window = desk.window(batch=True)
    post = _posting(desk, [each.body for each in reports], window, key)
    results = yield from desk.ask([each.person for each in reports], post, window)
    return [_received(result) for result in results]


def _posting(desk: Desk, bodies: Sequence[Mapping[str, Any]], window: Window, key: str) -> Post:
    def post(numbers: Sequence[int], names: Sequence[list[WireName]]) -> Flow[Sequence[Result]]:
        items = [
            {**bodies[number], "identifiers": known}
            for number, known in zip(numbers, names, strict=True)
        ]
        body = encoded({"reports": items})
        call = Call("POST", "/v1/reports", body, idempotency_key=_key_of(key, body))
        answer, request_id = yield from desk.call(call, window)
        return listed_results(answer, len(items), request_id)

    return post


def _key_of(key: str, body: bytes) -> str:
    """The same reports may be named anew, and another body needs another key."""
    return hashlib.sha256(key.encode() + body).hexdigest()


def prepared(desk: Desk, given: Report) -> Prepared:
    """Who it is about and what is said; from here on nothing is raw."""
    person = desk.reader.person(given.phone, given.email)
    return Prepared(person, report_body(given, desk.today()))


def _received(result: Result) -> ReportReceipt | ItemError:
    if isinstance(result, BonafideError):
        return ItemError(result)
    try:
        return receipt_from(result, request_id=result.get("request_id"))
    except UnreadableAnswer as error:
        return ItemError(error)
