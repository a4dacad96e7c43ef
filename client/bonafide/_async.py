"""The asyncio driver of a flow: an exchange whose time is up is cancelled."""

import asyncio
import uuid
from collections.abc import Callable
from typing import TypeVar

import httpx2

from bonafide._exchange import LOST, grow, reply, request, translated
from bonafide._flow import Attempt, Flow, Reply
from bonafide.errors import TimedOut, Unavailable

T = TypeVar("T")


class AsyncDriver:
    """Drives flows on an asyncio loop."""

    def __init__(self, connect: Callable[[], httpx2.AsyncClient]) -> None:
        self._client = connect()

    async def run(self, flow: Flow[T]) -> T:
        """The answer of ``flow``."""
        try:
            attempt = next(flow)
            while True:
                try:
                    answered = await self._perform(attempt)
                except Unavailable as failure:
                    attempt = flow.throw(failure)
                else:
                    attempt = flow.send(answered)
        except StopIteration as done:
            answer: T = done.value
            return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _perform(self, attempt: Attempt) -> Reply:
        if attempt.after:
            await asyncio.sleep(attempt.after)
        named = f"cli_{uuid.uuid4().hex}"
        try:
            async with asyncio.timeout(attempt.within):
                return await self._exchange(attempt, named)
        except TimeoutError:
            failure: Unavailable = TimedOut("the registry did not answer in time", request_id=named)
        except LOST as error:
            failure = translated(error, named)
        raise failure

    async def _exchange(self, attempt: Attempt, named: str) -> Reply:
        response = await self._client.send(request(self._client, attempt, named), stream=True)
        try:
            content = bytearray()
            async for chunk in response.aiter_bytes():
                grow(content, chunk, named)
            return reply(response, bytes(content), named)
        finally:
            await response.aclose()
