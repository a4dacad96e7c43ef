"""Which processor the threads of a worker run on: one and the same.

They take turns at one interpreter, a dozen times in a request, and handing it to a thread that has
to be woken on another processor takes longer than many a turn (docs/performance.md). What is
calculated without the interpreter, and takes long, may run ``anywhere``.
"""

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress


class _Bound:
    """What this process may use, once it keeps to a part of it."""

    allowed: frozenset[int] = frozenset()


_bound = _Bound()


def choose(taken: Iterable[int | None]) -> int | None:
    """The one of our processors that the fewest of ``taken`` are; of several, any.

    None where there is nothing to choose: a single processor, or a system that cannot be told.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        return None
    load = Counter(taken)
    fewest = min(load[each] for each in allowed)
    return random.choice([each for each in allowed if load[each] == fewest])  # noqa: S311 - no secret


def keep_to(processor: int) -> None:
    """Let this thread, and all that it starts, run on one processor and preempt nobody there.

    A thread that is woken for its turn waits until another one's slice of some milliseconds is
    over (SCHED_BATCH, sched(7)), instead of having it taken away. Where the system forbids either,
    things stay as they are.
    """
    allowed = frozenset(os.sched_getaffinity(0))
    with suppress(OSError):
        os.sched_setaffinity(0, {processor})
        _bound.allowed = allowed
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


@contextmanager
def anywhere() -> Iterator[None]:
    """Let this thread run on every processor of ours meanwhile: for long work of libraries."""
    if not _bound.allowed:
        yield
        return
    kept = os.sched_getaffinity(0)
    with suppress(OSError):
        os.sched_setaffinity(0, _bound.allowed)
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, kept)
