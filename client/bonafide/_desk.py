"""What every operation needs, gathered in one place for one API key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bonafide._blinding import Blinder
from bonafide._cache import Shelf
from bonafide._fallback import Fallback
from bonafide._flow import Call, Flow
from bonafide._naming import Namer, Post, Result
from bonafide._people import Person, Reader
from bonafide._problems import body_of, request_id
from bonafide._retry import Courier
from bonafide._times import Times
from bonafide._window import Window


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts, put together by ``_assembly``."""

    courier: Courier
    reader: Reader
    namer: Namer
    blinder: Blinder
    fallback: Fallback
    shelf: Shelf
    times: Times
    base_url: str
    today: Callable[[], date]

    def window(self, *, batch: bool = False) -> Window:
        """From now on."""
        times = self.times
        last, each = (times.batch, times.batch) if batch else (times.budget, times.timeout)
        return Window(self.courier.clock() + last, each)

    def slot(self, what: str) -> str:
        """Where something about this registry is kept on the shelf."""
        return self.reader.slot(what.encode(), self.base_url.encode())

    def call(self, call: Call, window: Window) -> Flow[tuple[dict[str, Any], str | None]]:
        """The body of the answer and its request id."""
        reply = yield from self.courier.deliver(call, window)
        return body_of(reply), request_id(reply)

    def ask(self, people: Sequence[Person], post: Post, window: Window) -> Flow[list[Result]]:
        """Name ``people`` and post: see ``_naming``."""
        return (yield from self.namer.ask(people, post, window, today=self.today()))
