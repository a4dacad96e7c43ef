"""Many at once: run one function on several threads that begin together, or see them queue."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from registry.kernel.one_by_one import OneByOne

Result = TypeVar("Result")


def at_once(number: int, work: Callable[[int], Result]) -> list[Result]:
    """The results of ``work(0)`` … ``work(number - 1)``; the first exception is raised."""
    start = threading.Barrier(number)

    def begin(index: int) -> Result:
        start.wait(timeout=30)
        return work(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))


class Telling:
    """A lock that tells when somebody begins to wait for it."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self.asked.release()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class InTurn(OneByOne):
    """Broken on purpose: whoever waits for a turn takes it, whatever happened meanwhile."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The lock and nothing else."""
        with self._lock:
            yield
