"""One question at a time to each of several registries in turn, over one connection to each.

What disturbs one of them disturbs the next question to another as well, so that their latencies can
be compared on a machine that has other things to do.
"""

import statistics
import time
from collections.abc import Sequence
from typing import Final

from registry.ops.bench.load import Connection
from registry.ops.bench.measure import Plan, Target
from registry.ops.output import fail

_FIRST: Final = 900_000_000
"""Where the numbers of these requests begin: beyond those of any other run."""


def ask_in_turn(plan: Plan, targets: Sequence[Target]) -> list[float]:
    """The p50 of each target in milliseconds: the median of the runs."""
    found: list[list[float]] = []
    asking = [Connection(each.port, [r.encode() for r in each.requests[0]]) for each in targets]
    for each in asking:
        each.socket.setblocking(True)
    _spend(plan.warm_up, asking)
    for turn in range(plan.runs):
        took = _spend(plan.seconds * len(targets), asking)
        found.append([statistics.median(each) * 1_000 for each in took])
        shown = ", ".join(f"{p50:.2f} ms" for p50 in found[-1])
        plan.say(f"run {turn + 1} of {plan.runs}: one at a time, in turn: {shown}")
    for each in asking:
        each.socket.close()
    return [statistics.median(each) for each in zip(*found, strict=True)]


def _spend(seconds: float, asking: Sequence[Connection]) -> list[list[float]]:
    """Ask each in turn until the time is over; how long each answer took, by whom was asked."""
    took: list[list[float]] = [[] for _ in asking]
    until = time.perf_counter() + seconds
    while not took[-1] or time.perf_counter() < until:
        for mine, connection in zip(took, asking, strict=True):
            mine.append(_ask(connection, _FIRST + len(mine)))
    return took


def _ask(connection: Connection, number: int) -> float:
    connection.begin(number)
    while connection.unsent:
        connection.push()
    answer = None
    while answer is None:
        answer = connection.pull()
    if answer[9:10] != b"2":
        fail(f"a question was answered {answer[:500]!r}")
    return time.perf_counter() - connection.started
