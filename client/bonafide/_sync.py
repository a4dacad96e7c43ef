"""The blocking driver of a flow.

``within`` binds an exchange as a whole: name resolution, a trickling header and a trickling body
too, none of which a socket timeout covers. So each exchange runs in a thread of its own, and the
caller stops waiting for it when its time is up.
"""

import os
import queue
import threading
import time
import uuid
from collections.abc import Callable
from typing import TypeVar

import httpx2

from bonafide._exchange import LOST, grow, reply, request, translated
from bonafide._flow import Attempt, Flow, Reply
from bonafide.errors import CircuitOpen, TimedOut, Unavailable

T = TypeVar("T")
MOST_HANGING = 200


class SyncDriver:
    """Drives flows with blocking calls; may be shared between threads and survives a fork."""

    def __init__(
        self,
        connect: Callable[[], httpx2.Client],
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connect = connect
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hanging = threading.BoundedSemaphore(MOST_HANGING)
        self._held: tuple[int, httpx2.Client] | None = None

    def run(self, flow: Flow[T]) -> T:
        """The answer of ``flow``."""
        try:
            attempt = next(flow)
            while True:
                try:
                    answered = self._perform(attempt)
                except Unavailable as failure:
                    attempt = flow.throw(failure)
                else:
                    attempt = flow.send(answered)
        except StopIteration as done:
            answer: T = done.value
            return answer

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None and held[0] == os.getpid():
            held[1].close()

    def _perform(self, attempt: Attempt) -> Reply:
        if attempt.after:
            self._sleep(attempt.after)
        named = f"cli_{uuid.uuid4().hex}"
        if not self._hanging.acquire(blocking=False):
            raise CircuitOpen("too many earlier calls still hang", request_id=named)
        outcome: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()
        client = self._client()

        def work() -> None:
            try:
                outcome.put(_exchange(client, attempt, named))
            except Exception as error:
                outcome.put(error)
            finally:
                self._hanging.release()

        threading.Thread(target=work, name="bonafide-exchange", daemon=True).start()
        try:
            result = outcome.get(timeout=attempt.within)
        except queue.Empty:
            raise TimedOut("the registry did not answer in time", request_id=named) from None
        if isinstance(result, Exception):
            raise result
        return result

    def _client(self) -> httpx2.Client:
        """Connections of this process; those of a parent must not be used after a fork."""
        with self._lock:
            if self._held is None or self._held[0] != os.getpid():
                self._held = os.getpid(), self._connect()
            return self._held[1]


def _exchange(client: httpx2.Client, attempt: Attempt, named: str) -> Reply:
    ends = time.monotonic() + attempt.within
    try:
        response = client.send(request(client, attempt, named), stream=True)
        try:
            content = bytearray()
            for chunk in response.iter_bytes():
                grow(content, chunk, named)
                if time.monotonic() > ends:
                    raise TimedOut("the registry did not answer in time", request_id=named)
            return reply(response, bytes(content), named)
        finally:
            response.close()
    except LOST as error:
        failure = translated(error, named)
    raise failure
