"""The shop's own settings and the registry's public parameters."""

from collections.abc import Mapping
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide.answers import Params


def get(desk: Desk, path: str) -> Flow[Mapping[str, Any]]:
    """A resource of the shop as the registry writes it."""
    body, _ = yield from desk.call(Call("GET", path), desk.window())
    return body


def put_terms(desk: Desk, terms: Mapping[str, Any]) -> Flow[Mapping[str, Any]]:
    """Replace the shop's terms."""
    body, _ = yield from desk.call(Call("PUT", "/v1/shop/terms", terms), desk.window())
    return body


def params(desk: Desk) -> Flow[Params]:
    """The parameters of now, checked against the pinned ones."""
    return (yield from desk.blinder.params(desk.window()))


def try_key(desk: Desk) -> Flow[Params]:
    """Try the registry's key against its canary now; KeyChanged if it does not hold."""
    window = desk.window()
    found = yield from desk.blinder.params(window)
    yield from desk.blinder.try_key(found, window)
    return found
