"""Many at once: run one function on several threads that begin together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def at_once(number: int, work: Callable[[int], Result]) -> list[Result]:
    """The results of ``work(0)`` … ``work(number - 1)``; the first exception is raised."""
    start = threading.Barrier(number)

    def begin(index: int) -> Result:
        start.wait(timeout=30)
        return work(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))
