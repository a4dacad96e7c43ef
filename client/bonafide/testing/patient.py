"""Clients of a registry in memory, for whom waits are skipped and nothing is ever late.

So a shop's test says the same on a machine that stalls for seconds, and an outage costs it no time.
"""

from dataclasses import replace
from typing import Any

import httpx2

from bonafide._assembly import assemble
from bonafide._async import AsyncDriver
from bonafide._async_client import AsyncRegistry
from bonafide._breaker import OPEN_FOR
from bonafide._client import Registry
from bonafide._flow import Attempt, Reply
from bonafide._sync import SyncDriver

PATIENCE = 600.0


class StandingClock:
    """Stands until somebody waits."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        """Seconds that were waited so far."""
        return self._now

    def wait(self, seconds: float) -> None:
        """Let them pass at once."""
        self._now += seconds

    def rest(self) -> None:
        """Let enough pass for whoever gave up to try again."""
        self.wait(OPEN_FOR)


class _Driver(SyncDriver):
    """No exchange is cut off."""

    def _perform(self, attempt: Attempt) -> Reply:
        return super()._perform(replace(attempt, within=PATIENCE))


class _AsyncDriver(AsyncDriver):
    """The same, and its waits are the clock's."""

    def __init__(self, client: httpx2.AsyncClient, clock: StandingClock) -> None:
        super().__init__(lambda: client)
        self._clock = clock

    async def _perform(self, attempt: Attempt) -> Reply:
        self._clock.wait(attempt.after)
        return await super()._perform(replace(attempt, after=0.0, within=PATIENCE))


class PatientRegistry(Registry):
    """A ``Registry`` on a clock that stands."""

    def __init__(
        self, key: str, url: str, clock: StandingClock, transport: httpx2.BaseTransport, **more: Any
    ) -> None:
        super().__init__(key, url, transport=transport, **more)
        self._options = replace(self._options, clock=clock)
        self._desk = assemble(self._options)
        headers = self._options.headers
        self._driver = _Driver(
            lambda: httpx2.Client(base_url=url, headers=headers, transport=transport),
            sleep=clock.wait,
        )


class PatientAsyncRegistry(AsyncRegistry):
    """The same for asyncio."""

    def __init__(
        self,
        key: str,
        url: str,
        clock: StandingClock,
        transport: httpx2.AsyncBaseTransport,
        **more: Any,
    ) -> None:
        super().__init__(key, url, transport=transport, **more)
        self._options = replace(self._options, clock=clock)
        self._desk = assemble(self._options)
        headers = self._options.headers
        client = httpx2.AsyncClient(base_url=url, headers=headers, transport=transport)
        self._driver = _AsyncDriver(client, clock)
