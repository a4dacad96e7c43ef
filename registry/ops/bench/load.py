"""The load: prepared requests over kept-alive connections, as fast as answers come.

A program of its own, so that its processor time is not the server's: it takes a job as JSON on
standard input and prints one JSON object. Written on bare sockets: a request costs it some 25
microseconds, so that it is not what is measured. Everything that it does ends with the clock.
"""

import json
import re
import select
import socket
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from registry.ops.bench import cpu

COUNTER: Final = "@@@@@@@@@@@@"
"""Stands in a request where each sending has another number: an order, an idempotency key."""
_COUNTER: Final = COUNTER.encode()
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PIECE: Final = 1 << 18
_PATIENCE: Final = 30
"""Seconds to wait for enough answers when few came in time, and for the last ones."""
_ROUNDS: Final = 4
"""Answers to every connection that make a figure: large batches end together, few tell little."""


@dataclass(frozen=True)
class Job:
    """What to send where. ``requests`` holds one list a connection; ``pids`` names who is paid."""

    port: int
    requests: list[list[str]]
    seconds: float
    warm_up: float
    first: int
    pids: dict[str, int]


@dataclass
class Tally:
    """What came back since the warm-up. Latencies are milliseconds, ``cpu`` is seconds."""

    requests: int = 0
    seconds: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    failed: int = 0
    last: int = 0
    failure: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)


class Connection:
    """One connection with one request under way."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self._port, self._requests, self._turn = port, requests, 0
        self.socket = self._connect()
        self.unsent = memoryview(b"")
        self.started = 0.0
        self._answer = bytearray()
        self._missing = -1

    def begin(self, number: int) -> None:
        """Send the next request, with ``number`` where it counts."""
        request = self._requests[self._turn]
        self._turn = (self._turn + 1) % len(self._requests)
        self.unsent = memoryview(request.replace(_COUNTER, b"%012d" % number))
        self._answer.clear()
        self._missing = -1
        self.started = time.perf_counter()
        self.push()

    def push(self) -> None:
        """Send as much as goes."""
        try:
            self.unsent = self.unsent[self.socket.send(self.unsent) :]
        except BlockingIOError:
            return

    def pull(self) -> bytes | None:
        """The whole answer once it is here; raises ConnectionError when the server hangs up."""
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise ConnectionResetError
        self._answer += piece
        if self._missing < 0:
            end = self._answer.find(b"\r\n\r\n")
            if end < 0:
                return None
            length = _LENGTH.search(self._answer, 0, end + 2)
            self._missing = end + 4 + (int(length[1]) if length else 0)
        return bytes(self._answer) if len(self._answer) >= self._missing else None

    def renew(self) -> None:
        """Connect again."""
        self.socket.close()
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), timeout=10)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setblocking(False)
        return made


class _Load:
    """All connections of one job."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._poll = select.epoll()
        self._number = job.first
        self._by_handle: dict[int, Connection] = {}
        for requests in job.requests:
            self._add(Connection(job.port, [each.encode() for each in requests]))
        self._tally = Tally()
        self._statuses: Counter[str] = Counter()
        self._latencies: list[float] = []
        self._measuring = self._ending = False

    def run(self) -> Tally:
        """Warm up, measure, stop."""
        self._spin(time.perf_counter() + self._job.warm_up)
        spent_before, started = self._spent(), time.perf_counter()
        until = started + self._job.seconds
        self._measuring = True
        self._spin(until)
        enough = _ROUNDS * len(self._by_handle)
        while len(self._latencies) < enough and time.perf_counter() < until + _PATIENCE:
            self._spin(time.perf_counter() + 0.05)
        self._tally.seconds = time.perf_counter() - started
        after = self._spent()
        self._tally.cpu = {name: after[name] - spent_before[name] for name in after}
        tally = self._summed()
        self._drain()
        return tally

    def _drain(self) -> None:
        """Wait for what is under way, so that the next measurement finds an idle server."""
        self._ending = True
        until = time.perf_counter() + _PATIENCE
        while time.perf_counter() < until and any(c.started for c in self._by_handle.values()):
            self._wait(0.1)

    def _spin(self, until: float) -> None:
        for connection in self._by_handle.values():
            if not connection.started:
                self._begin(connection)
        while (left := until - time.perf_counter()) > 0:
            self._wait(left)

    def _wait(self, seconds: float) -> None:
        for handle, events in self._poll.poll(seconds):
            self._serve(self._by_handle[handle], events)

    def _serve(self, connection: Connection, events: int) -> None:
        try:
            if events & select.EPOLLOUT:
                connection.push()
                if not connection.unsent:
                    self._poll.modify(connection.socket, select.EPOLLIN)
            if events & ~select.EPOLLOUT:
                answer = connection.pull()
                if answer is not None:
                    self._note(connection, answer)
                    self._begin(connection)
        except OSError as error:
            self._lost(connection, error)

    def _note(self, connection: Connection, answer: bytes) -> None:
        if not self._measuring:
            return
        status = answer[9:12].decode("ascii", "replace")
        self._statuses[status] += 1
        if status[0] == "2":
            self._latencies.append(time.perf_counter() - connection.started)
        else:
            self._tally.failed += 1
            self._tally.failure = self._tally.failure or answer.decode("utf-8", "replace")[:2_000]

    def _lost(self, connection: Connection, error: OSError) -> None:
        if self._ending and not connection.started:
            # It has nothing under way any more and was hung up on for that.
            self._poll.unregister(connection.socket)
            return
        self._tally.failed += 1
        self._tally.failure = self._tally.failure or f"connection lost: {type(error).__name__}"
        del self._by_handle[connection.socket.fileno()]
        connection.renew()
        self._add(connection)
        self._begin(connection)

    def _begin(self, connection: Connection) -> None:
        if self._ending:
            connection.started = 0.0
            return
        connection.begin(self._number)
        self._number += 1
        if connection.unsent:
            self._poll.modify(connection.socket, select.EPOLLIN | select.EPOLLOUT)

    def _add(self, connection: Connection) -> None:
        self._by_handle[connection.socket.fileno()] = connection
        self._poll.register(connection.socket, select.EPOLLIN)

    def _spent(self) -> dict[str, float]:
        spent = {name: cpu.used(pid) for name, pid in self._job.pids.items()}
        return spent | {"load": time.process_time()}

    def _summed(self) -> Tally:
        tally, times = self._tally, sorted(self._latencies)
        tally.requests, tally.last = len(times), self._number
        tally.statuses = dict(self._statuses)
        if times:
            tally.p50 = times[len(times) // 2] * 1_000
            tally.p99 = times[min(len(times) - 1, len(times) * 99 // 100)] * 1_000
        return tally


def main() -> None:
    """Do the job on standard input."""
    given: dict[str, Any] = json.load(sys.stdin)
    print(json.dumps(asdict(_Load(Job(**given)).run())))  # noqa: T201 - this is its answer


if __name__ == "__main__":
    main()
