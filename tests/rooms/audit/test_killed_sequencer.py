"""The log goes on within a minute, whatever becomes of the sequencer."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.kernel.jobs import JobRunningError
from registry.ops import jobs
from registry.settings import Settings
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.ops.conftest import environment

__all__ = ["environment"]

ROOT = Path(__file__).resolve().parents[3]
TIMER = ROOT / "deploy/systemd/bonafide-job@log-sequence.timer"
MINUTE = timedelta(minutes=1)


def period() -> timedelta:
    """How often the timer calls."""
    found = re.search(r"OnUnitActiveSec=(\d+)s", TIMER.read_text(encoding="utf-8"))
    assert found
    return timedelta(seconds=int(found[1]))


def kill_one_at_work(lease: timedelta) -> None:
    """A sequencer in a process of its own is killed while it holds lease, row and transaction."""
    words = [sys.executable, "-m", "tests.rooms.audit.sequencer_child", str(lease.total_seconds())]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "holding\n"
        child.kill()


def is_placed(clock: FixedClock) -> bool:
    """Whether the log has gone on when the timer has called twice."""
    for _ in range(2):
        clock.advance(period())
        try:
            return jobs.run("log-sequence")["placed"] > 0
        except JobRunningError:
            continue
    return False


@pytest.mark.parametrize(("lease", "placed"), [(None, True), (timedelta(minutes=2), False)])
def test_a_killed_sequencer_is_followed_by_the_next_within_a_minute(
    environment: Settings,
    app: Flask,
    shop: Keeper,
    clock: FixedClock,
    lease: timedelta | None,
    placed: bool,  # a parameter of a test
) -> None:
    """With the broken variant beside it: a lease that outlives two calls of the timer."""
    assert period() * 2 <= MINUTE
    shop.put("A-1", ANNA)
    kill_one_at_work(lease or jobs.JOBS["log-sequence"].lease)
    assert is_placed(clock) is placed


def test_the_lease_is_over_when_the_timer_calls_again() -> None:
    assert jobs.JOBS["log-sequence"].lease < period()
