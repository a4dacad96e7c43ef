"""A ceiling per address against floods, told in the header fields of the IETF's RateLimit draft.

A worker counts by itself in a table that needs no thread and no timer. With another storage, which
workers and machines share, the library ``limits`` counts; while that storage is away, the worker
does so alone.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import structlog
from flask import Flask
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError
from limits.storage import Storage, storage_from_string
from werkzeug.exceptions import TooManyRequests

from registry.kernel.clock import SystemClock
from registry.kernel.errors import UnusableError
from registry.kernel.web import arrival, headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = structlog.get_logger(__name__)

OWN: Final = "memory://"
_MOST_ADDRESSES: Final = 100_000
"""Beyond this, windows that have ended are forgotten; when none has, all are."""


class Window:
    """How often each address asked since its window opened; safe to share between threads."""

    def __init__(self, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, int]] = {}

    def count(self, address: str) -> tuple[int, int]:
        """One more: how many there are now, and in how many seconds the window ends."""
        now = self._clock()
        with self._lock:
            until, number = self._seen.get(address, (0.0, 0))
            if until <= now:
                until, number = now + self._seconds, 0
                self._make_room(now)
            self._seen[address] = (until, number + 1)
        return number + 1, int(until - now) + 1

    def _make_room(self, now: float) -> None:
        if len(self._seen) < _MOST_ADDRESSES:
            return
        self._seen = {name: each for name, each in self._seen.items() if each[0] > now}
        if len(self._seen) >= _MOST_ADDRESSES:
            self._seen.clear()


class _Ceiling:
    def __init__(self, item: RateLimitItem, storage: Storage | None) -> None:
        self.amount = item.amount
        self.policy = f'"address";q={item.amount};w={item.get_expiry()}'
        self._item = item
        self._storage = storage
        self._window = Window(item.get_expiry())

    def refuse(self, sent: "WSGIEnvironment") -> None:
        number, seconds = self._count(sent.get("REMOTE_ADDR", ""))
        left = max(0, self.amount - number)
        now = f'"address";r={left};t={seconds}'
        headers.say(sent, ("RateLimit-Policy", self.policy), ("RateLimit", now))
        if number > self.amount:
            headers.say(sent, ("Retry-After", str(seconds)))
            raise TooManyRequests

    def _count(self, address: str) -> tuple[int, int]:
        if self._storage is None:
            return self._window.count(address)
        key, span = self._item.key_for(address), self._item.get_expiry()
        try:
            number = self._storage.incr(key, span)
            return number, max(
                1, int(self._storage.get_expiry(key) - SystemClock().now().timestamp())
            )
        except self._storage.base_exceptions as error:
            log.warning("rate_limit_storage_away", error=type(error).__qualname__)
            return self._window.count(address)


def register(app: Flask, *, limit: str, storage: str) -> None:
    """Refuse an address that asks more often than ``limit``, for example ``1200/minute``.

    Raises UnusableError for a storage that cannot be had.
    """
    try:
        shared = None if storage == OWN else storage_from_string(storage)
    except ConfigurationError:
        raise UnusableError(
            "BONAFIDE_RATE_LIMIT_STORAGE cannot be used: leave it at memory://, or install what "
            "another storage needs (docs/settings.md)"
        ) from None
    if not isinstance(shared, Storage | None):
        raise UnusableError("BONAFIDE_RATE_LIMIT_STORAGE: an asynchronous storage is none for us")
    ceiling = _Ceiling(parse(limit), shared)
    arrival.add(app, ceiling.refuse)
