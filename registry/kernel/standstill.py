"""A PostgreSQL that stands still (its processes are stopped): whoever waits for it finds out.

Nothing else would tell. No connection breaks, for the system takes in what is sent, and the
server's own limits of time stand still with it. So who has heard nothing for a while knocks and
leaves: a server that is slow, or waits for a lock, sees a newcomer off at once and logs nothing.
"""

import os
import socket
from collections.abc import Generator
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Ready, Wait

from registry.kernel.db import is_unhurried

LISTEN: Final = 4
"""Tenths of a second without a word before one knocks."""
PATIENCE: Final = 0.9
"""Seconds that a server may take over a newcomer who has nothing to say."""
_TENTH: Final = 0.1

Answer = TypeVar("Answer")


class Watchful(psycopg.Connection[Any]):
    """A connection whose statements fail when the server stands still, but for a job's."""

    def wait(
        self, gen: PQGen[Answer], interval: float = _TENTH, timeout: float | None = None
    ) -> Answer:
        """What psycopg waits for with every statement; raises OperationalError."""
        return super().wait(gen if is_unhurried() else self._watched(gen), interval, timeout)

    def _watched(self, gen: PQGen[Answer]) -> Generator[Wait, Ready | int, Answer]:
        """The same steps; psycopg sends nothing (0) with each ``interval`` that brought nothing."""
        silent = 0
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                silent = 0 if ready else silent + 1
                if silent >= LISTEN:
                    silent = 0
                    self._knock()
                wanted = gen.send(ready)
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def _knock(self) -> None:
        if not answers(self.pgconn.socket):
            self.close()
            raise psycopg.OperationalError("the server stands still")


def answers(connected: int) -> bool:
    """Whether the server at the other end of a connected socket sees a newcomer off."""
    with (
        socket.socket(fileno=os.dup(connected)) as ours,
        socket.socket(ours.family) as another,
    ):
        another.settimeout(PATIENCE)
        try:
            another.connect(ours.getpeername())
            another.shutdown(socket.SHUT_WR)
            another.recv(1)
        except OSError:
            return False
        return True
