"""Runs in turn, so that a noisy minute hits both sides; medians of what came out."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from registry.ops.bench.load import Job, Tally
from registry.ops.output import fail

_GRACE: Final = 120
_TOLERATED: Final = 0.01
"""The share of requests that may fail. They are not counted as answered, and are shown."""
_numbers: Final = count(1, 1_000_000)
"""Each run numbers its requests from another million on, so that no order comes twice."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much and how long."""

    reports: int = 1_000_000
    seconds: float = 8.0
    warm_up: float = 2.0
    runs: int = 3
    connections: int = 16
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    people: int = 1_000
    """How many people each connection's shop asks about in turn."""
    batch: int = 1_000
    """How many people, reports or points are in a request that takes many."""
    seed: int = 1
    keep: Path | None = None
    """A folder in which what was filled stays and is used again."""
    say: Callable[[str], None] = field(default=lambda _: None, repr=False)


@dataclass(frozen=True)
class Target:
    """One side of a comparison: requests by connection, ``units`` in each, whose time is paid."""

    name: str
    port: int
    requests: Sequence[Sequence[str]]
    pids: Mapping[str, int]
    units: int = 1


@dataclass(frozen=True)
class Figure:
    """Medians over the runs of one target. Times are milliseconds and microseconds of a request."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: dict[str, float]
    units: int
    failed: int
    runs: list[float]

    def as_json(self) -> dict[str, Any]:
        """Rounded: nobody reads the tenth digit."""
        return {
            "per_second": round(self.per_second, 1),
            "in_each": self.units,
            "units_per_second": round(self.per_second * self.units, 1),
            "p50_ms": round(self.p50_ms, 3),
            "p99_ms": round(self.p99_ms, 3),
            "cpu_us_per_request": {name: round(value) for name, value in self.cpu_us.items()},
            "failed": self.failed,
            "runs_per_second": [round(each, 1) for each in self.runs],
        }


def measure(plan: Plan, targets: Sequence[Target]) -> dict[str, Figure]:
    """Every target in turn, ``plan.runs`` times over."""
    tallies: dict[str, list[Tally]] = {each.name: [] for each in targets}
    for turn in range(plan.runs):
        for target in targets:
            tally = _run(plan, target)
            tallies[target.name].append(tally)
            rate = tally.requests / tally.seconds
            plan.say(f"run {turn + 1} of {plan.runs}: {target.name}: {rate:,.0f} requests a second")
    return {target.name: _figure(tallies[target.name], target.units) for target in targets}


def _run(plan: Plan, target: Target) -> Tally:
    job = Job(
        port=target.port,
        requests=[list(each) for each in target.requests],
        seconds=plan.seconds,
        warm_up=plan.warm_up,
        first=next(_numbers),
        pids=dict(target.pids),
    )
    command = [sys.executable, "-m", "registry.ops.bench.load"]
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        command,
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        check=False,
        timeout=plan.seconds + plan.warm_up + _GRACE,
    )
    if done.returncode:
        fail(f"{target.name}: the load ended with {done.stderr.strip()[-500:]}")
    tally = Tally(**json.loads(done.stdout))
    if tally.failed > tally.requests * _TOLERATED or not tally.requests:
        fail(f"{target.name}: {tally.failed} requests failed {tally.statuses}: {tally.failure}")
    return tally


def _figure(tallies: Sequence[Tally], units: int) -> Figure:
    rates = [each.requests / each.seconds for each in tallies]
    return Figure(
        per_second=statistics.median(rates),
        p50_ms=statistics.median(each.p50 for each in tallies),
        p99_ms=statistics.median(each.p99 for each in tallies),
        cpu_us={
            name: statistics.median(each.cpu[name] / each.requests * 1e6 for each in tallies)
            for name in tallies[0].cpu
        },
        units=units,
        failed=sum(each.failed for each in tallies),
        runs=rates,
    )
