"""Errands that go in groups: one who has the turn, and others who come meanwhile."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from registry.kernel.grouped import Errand, Turns


def wanting(number: int) -> Errand[int, Any, Any]:
    """One who wants a number, and takes what is found as it is."""
    return Errand(lambda: number, lambda found: found)


def occupied(turns: Turns) -> tuple[threading.Thread, threading.Event]:
    """One who has the turn until the event is set."""
    busy, go = threading.Event(), threading.Event()

    def slow(numbers: Sequence[int]) -> list[None]:
        busy.set()
        go.wait(timeout=30)
        return [None for _ in numbers]

    first = threading.Thread(target=lambda: turns.take(wanting(0), slow))
    first.start()
    busy.wait(timeout=30)
    return first, go


def in_company(turns: Turns, errands: Sequence[Errand[Any, Any, Any]]) -> list[Any]:
    """What came of several who went together: a result, or what failed."""
    first, go = occupied(turns)
    with ThreadPoolExecutor(len(errands)) as pool:
        went = [pool.submit(turns.take, each, list[Any]) for each in errands]
        while turns.waiting() < len(errands):
            threading.Event().wait(0.01)
        go.set()
        ends = [each.exception(timeout=30) or each.result() for each in went]
    first.join(timeout=30)
    return ends
