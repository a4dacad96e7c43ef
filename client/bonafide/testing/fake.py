"""``FakeRegistry``: give its transport to a client, say who is who, look at what arrived."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bonafide._async_client import AsyncRegistry
from bonafide._client import Registry
from bonafide.protocol.group import default_group
from bonafide.protocol.words import ChangeKind, Kind
from bonafide.testing.http import serving
from bonafide.testing.log import Log
from bonafide.testing.news import News
from bonafide.testing.orders import Orders
from bonafide.testing.passes import LIFETIME, Pass, Passes
from bonafide.testing.patient import PatientAsyncRegistry, PatientRegistry, StandingClock
from bonafide.testing.people import People, Row
from bonafide.testing.problems import ProblemError
from bonafide.testing.routes import Routes

PUBLIC = ("/.well-known/jwks.json", "/v1/log/checkpoint")
API_KEY = "bf_test_fake0000000000000000000000"
URL = "https://registry.test"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


class FakeRegistry:
    """A registry in memory with a real key, one shop, and the magic people of the test world.

    >>> fake = FakeRegistry()
    >>> fake.know(phone="+7 916 123-45-67", level="watch", advice="prepay")
    >>> fake.client().look_up(phone="8 (916) 123-45-67", order_ref="A-1").advice.code
    <Advice.PREPAY: 'prepay'>
    """

    def __init__(self) -> None:
        self._people = People(default_group())
        self.log = Log()
        self._orders = Orders(self._people, self.log)
        self._passes = Passes(self._people)
        self._news = News(self._orders)
        self._routes = Routes(self._people, self._orders, self._passes, self._news, self.log)
        self._failures: list[Callable[[], httpx2.Response]] = []
        self._down = False
        self.clock = StandingClock()
        self.requests: list[Seen] = []
        self.transport = httpx2.MockTransport(self._handle)

    def client(self, **options: Any) -> Registry:
        """A blocking client of this registry; ``options`` are those of ``Registry``.

        It waits for nothing: time between two attempts is skipped, and no answer comes too late.
        """
        return PatientRegistry(API_KEY, URL, self.clock, self.transport, **options)

    def async_client(self, **options: Any) -> AsyncRegistry:
        """The same for asyncio."""
        return PatientAsyncRegistry(API_KEY, URL, self.clock, self.transport, **options)

    def serving(self) -> AbstractContextManager[str]:
        """``with fake.serving() as url``: the same registry over HTTP; its key is ``API_KEY``."""
        return serving(self._handle)

    def know(self, phone: str | None = None, email: str | None = None, **told: Any) -> None:
        """What to answer about a person: ``level``, ``advice``, ``prepay_percent``, ``opted_out``,
        or ``problem``, the code of a refusal.
        """
        for row in self._rows(phone, email):
            row.told = told

    def give_pass(
        self, phone: str | None = None, email: str | None = None, *, lifetime: float = LIFETIME
    ) -> Pass:
        """A white pass of that person: show its ``code`` or its ``jws`` at your checkout."""
        return self._passes.give(self._rows(phone, email), lifetime)

    def contest(self, order_ref: str, reason: str = "not_my_order") -> str:
        """Have the report of that order disputed; the dispute's id."""
        return self._news.contest(order_ref, reason)

    def change(self, kind: ChangeKind | str, **names: str) -> str:
        """Put something into the feed of changes: ``ref``, ``report``, ``dispute``, ``lookup``."""
        return self._news.tell(kind, names)

    @property
    def reports(self) -> dict[str, Mapping[str, Any]]:
        """What was reported, by order reference."""
        return {order: report["body"] for order, report in self._orders.held.items()}

    @property
    def report_arrivals(self) -> int:
        """How many times a report came in, repeats included."""
        return self._orders.arrivals

    def go_down(self) -> None:
        """From now on no connection comes about."""
        self._down = True

    def come_back(self) -> None:
        """Connections come about again, nothing fails any more, and who gave up asks again."""
        self._down = False
        self.clock.rest()
        self._failures.clear()

    def fail_next(
        self, status: int = 503, *, times: int = 1, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer the next requests with a bare status."""
        for _ in range(times):
            self._failures.append(lambda: httpx2.Response(status, headers=dict(headers or {})))

    def forget_refs(self) -> None:
        """Every ref is stale from now on."""
        self._people.forget_refs()

    def announce_next_key(self) -> None:
        """Publish the next key, as a rotation begins with."""
        self._routes.announced = True

    def rotate(self) -> None:
        """Take the next key; elements under the old one are gone."""
        self._people.rotate()
        self._routes.announced = False

    def _rows(self, phone: str | None, email: str | None) -> list[Row]:
        given = ((Kind.PHONE, phone), (Kind.EMAIL, email))
        return [self._people.row(kind, raw) for kind, raw in given if raw is not None]

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        if self._down:
            raise httpx2.ConnectError("down", request=request)
        path = request.url.path
        self.requests.append(Seen(request.method, path, dict(request.headers), request.content))
        if self._failures:
            return self._failures.pop(0)()
        headers = {"x-request-id": request.headers.get("x-request-id", "req_fake")}
        try:
            self._check(request)
            body = json.loads(request.content) if request.content else dict(request.url.params)
            return httpx2.Response(
                200, json=self._routes.answer(request.method, path, body), headers=headers
            )
        except ProblemError as problem:
            return httpx2.Response(
                problem.status, json=problem.document(), headers=headers | problem.headers
            )

    def _check(self, request: httpx2.Request) -> None:
        public = request.url.path in PUBLIC
        if not public and request.headers.get("authorization") != f"Bearer {API_KEY}":
            raise ProblemError("unauthenticated")
        path = request.url.path
        changes = path == "/v1/reports" or path.endswith("/answer")
        if request.method == "POST" and changes and "idempotency-key" not in request.headers:
            raise ProblemError("idempotency_key_missing")
