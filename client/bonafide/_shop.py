"""The shop's own settings and the registry's public parameters."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide.answers import Params


def get(desk: Desk, path: str) -> Flow[Mapping[str, Any]]:
    """A resource of the shop as the registry writes it."""
    body, _ = yield from desk.call(Call("GET", path), desk.window())
    return body


def economics(desk: Desk, quarter: str | None) -> Flow[Mapping[str, Any]]:
    """The shop's figures of one quarter, the registry's choice unless told."""
    asked = f"?quarter={quote(quarter, safe='')}" if quarter else ""
    return (yield from get(desk, f"/v1/shop/economics{asked}"))


def backtest(desk: Desk, limit: int) -> Flow[Mapping[str, Any]]:
    """The shop's newest orders replayed; a batch's time, for there may be thousands."""
    call = Call("GET", f"/v1/shop/backtest?limit={limit}")
    body, _ = yield from desk.call(call, desk.window(batch=True))
    return body


def explain(desk: Desk, lookup: str) -> Flow[Mapping[str, Any]]:
    """How one answer came about."""
    return (yield from get(desk, f"/v1/lookups/{quote(lookup, safe='')}"))


def put_terms(desk: Desk, terms: Mapping[str, Any]) -> Flow[Mapping[str, Any]]:
    """Replace the shop's terms."""
    body, _ = yield from desk.call(Call("PUT", "/v1/shop/terms", terms), desk.window())
    return body


def clock_offset(desk: Desk) -> Flow[float]:
    """Seconds by which this machine's clock is ahead of the registry's (to about a second)."""
    reply = yield from desk.courier.deliver(Call("GET", "/v1/params"), desk.window())
    try:
        there = parsedate_to_datetime(reply.headers.get("date", ""))
    except ValueError:
        return 0.0
    return (datetime.now(UTC) - there).total_seconds()


def params(desk: Desk) -> Flow[Params]:
    """The parameters of now, checked against the pinned ones."""
    return (yield from desk.blinder.params(desk.window()))


def try_key(desk: Desk) -> Flow[Params]:
    """Try the registry's key against its canary now; KeyChanged if it does not hold."""
    window = desk.window()
    found = yield from desk.blinder.params(window)
    yield from desk.blinder.try_key(found, window)
    return found
