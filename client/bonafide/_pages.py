"""Lists that come page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bonafide._desk import Desk
from bonafide._flow import Call, Flow
from bonafide.errors import UnreadableAnswer


@dataclass(frozen=True, slots=True)
class Page:
    """``following`` is the cursor of what comes behind it, None at the end."""

    data: Sequence[Mapping[str, Any]]
    following: str | None
    request_id: str | None


def page(desk: Desk, path: str, cursor: str | None) -> Flow[Page]:
    """The page behind ``cursor``; raises UnreadableAnswer for what is none."""
    query = f"?cursor={quote(cursor, safe='')}" if cursor else ""
    body, request_id = yield from desk.call(Call("GET", path + query), desk.window())
    data, following = body.get("data"), body.get("next_cursor", body.get("next"))
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise UnreadableAnswer("the registry answered with something that is no list")
    return Page(data, following if isinstance(following, str) else None, request_id)
