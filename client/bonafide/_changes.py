"""The feed of changes: read from where the last reading ended."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from bonafide._desk import Desk
from bonafide._flow import Flow
from bonafide._pages import Page, page
from bonafide._parse import day_or_none, read
from bonafide.cases import Change
from bonafide.protocol.words import ChangeKind

PATH = "/v1/changes"
NAMES = ("ref", "report", "dispute", "lookup")


def changes_page(desk: Desk, cursor: str | None) -> Flow[Page]:
    """One page of the feed."""
    return (yield from page(desk, PATH, cursor))


def change_from(body: dict[str, object]) -> Change:
    """One change. Raises UnreadableAnswer."""
    return read(
        lambda: Change(
            id=str(body["id"]),
            kind=_kind(str(body["kind"])),
            on=day_or_none(body.get("on")),
            names={name: str(body[name]) for name in NAMES if body.get(name)},
            raw=body,
        ),
        None,
    )


def _kind(text: str) -> ChangeKind | str:
    return ChangeKind(text) if text in set(ChangeKind) else text


class Place:
    """How far a feed was read: a cursor, and what was already handed over behind it.

    The last page of a feed is met again until it is full, so its changes are remembered by id.
    """

    def __init__(self, desk: Desk, cursor: str | None) -> None:
        self._shelf = desk.shelf
        self._slot = desk.slot("changes")
        kept = json.loads(self._shelf.find(self._slot) or "{}") if cursor is None else {}
        self.cursor: str | None = cursor or kept.get("cursor")
        self._handled: dict[str, None] = dict.fromkeys(kept.get("handled", ()))

    def fresh(self, listed: Page) -> list[Change]:
        """What of a page was not handed over yet."""
        found = [change_from(dict(each)) for each in listed.data]
        return [each for each in found if each.id not in self._handled]

    def handled(self, change: Change) -> None:
        """Whoever asked for the next one is done with this one."""
        self._handled[change.id] = None

    def turn(self, listed: Page) -> bool:
        """Whether there is a page behind it, which is then the next."""
        if listed.following is None or listed.following == self.cursor:
            return False
        self.cursor = listed.following
        self._handled.clear()
        return bool(listed.data)

    def keep(self) -> None:
        """Remember it beside the refs."""
        text = json.dumps({"cursor": self.cursor, "handled": list(self._handled)})
        self._shelf.keep({self._slot: text})


class Changes:
    """Changes since the last time; iterate until there are no more, later iterate again.

    A change counts as handled when the next one is asked for: after a crash the one at hand comes
    again. ``cursor`` is where the reading stands; it is remembered in ``ref_cache``.
    """

    def __init__(self, place: Place, fetch: Callable[[str | None], Page]) -> None:
        self._place = place
        self._fetch = fetch

    @property
    def cursor(self) -> str | None:
        """Where the reading stands, to keep yourself where you have no ``ref_cache``."""
        return self._place.cursor

    def __iter__(self) -> Iterator[Change]:
        place = self._place
        try:
            more = True
            while more:
                listed = self._fetch(place.cursor)
                for change in place.fresh(listed):
                    yield change
                    place.handled(change)
                more = place.turn(listed)
        finally:
            place.keep()


class AsyncChanges:
    """The same for ``async for``."""

    def __init__(self, place: Place, fetch: Callable[[str | None], Awaitable[Page]]) -> None:
        self._place = place
        self._fetch = fetch

    @property
    def cursor(self) -> str | None:
        """Where the reading stands, to keep yourself where you have no ``ref_cache``."""
        return self._place.cursor

    async def __aiter__(self) -> AsyncIterator[Change]:
        place = self._place
        try:
            more = True
            while more:
                listed = await self._fetch(place.cursor)
                for change in place.fresh(listed):
                    yield change
                    place.handled(change)
                more = place.turn(listed)
        finally:
            place.keep()
