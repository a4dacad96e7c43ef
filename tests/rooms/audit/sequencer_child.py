"""A sequencer that stops in the middle of a step and waits to be killed there."""

import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from registry.audit import sequencer
from registry.kernel.clock import FixedClock
from registry.ops import jobs
from registry.ops.running import opened
from registry.settings import load_settings
from tests.conftest import NOON

LONGEST = 60


def stop(*_: Any) -> None:
    """Say that everything is held, and hold it."""
    sys.stdout.write("holding\n")
    sys.stdout.flush()
    time.sleep(LONGEST)


def main(lease: timedelta) -> None:
    """Run the job with a lease of so many seconds."""
    sequencer._sign = stop  # type: ignore[assignment]  # it never comes back
    job = jobs.JOBS["log-sequence"]
    jobs.JOBS = {"log-sequence": replace(job, lease=lease)}  # type: ignore[misc]  # of this process
    with opened(load_settings(), clock=FixedClock(NOON)):
        jobs.run("log-sequence")


if __name__ == "__main__":
    main(timedelta(seconds=float(sys.argv[1])))
