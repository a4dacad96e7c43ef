"""The shop's process is killed again and again while the registry comes and goes."""

import itertools
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bonafide.testing import FakeRegistry

REPORTS = int(os.environ.get("BONAFIDE_OUTBOX_REPORTS", "120"))
KILLS = int(os.environ.get("BONAFIDE_OUTBOX_KILLS", "4"))
PATIENCE = 300.0 + REPORTS / 5


@contextmanager
def flapping(fake: FakeRegistry, chance: random.Random) -> Iterator[None]:
    """Down, up, failing, up, …, until the block ends; then up."""
    over = threading.Event()

    def flap() -> None:
        for down in itertools.cycle((True, False)):
            fake.go_down() if down else fake.fail_next(503, times=2)
            stopped = over.wait(chance.uniform(0.02, 0.15))
            fake.come_back()
            if stopped or over.wait(chance.uniform(0.02, 0.15)):
                break

    thread = threading.Thread(target=flap, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def start(url: str, path: Path, kind: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.client.outbox_child"]
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [*command, url, str(path), str(REPORTS), kind], cwd=root, stderr=subprocess.DEVNULL
    )


def progress(path: Path) -> list[tuple[str, int]]:
    """What the outbox file holds; nothing while it does not exist."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=5)) as db, suppress(sqlite3.OperationalError):
        return db.execute("SELECT state, count(*) FROM entry GROUP BY state").fetchall()
    return []


def kill_in_the_middle(url: str, path: Path, kind: str, chance: random.Random) -> None:
    """Start the shop's process, let it do something, and kill it at any moment after that."""
    before = progress(path)
    child = start(url, path, kind)
    try:
        for _ in range(3000):
            if child.poll() is not None or progress(path) != before:
                break
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.3))
    finally:
        child.kill()
        child.wait()


def run_to_the_end(fake: FakeRegistry, path: Path, kind: str) -> None:
    with fake.serving() as url:
        child = start(url, path, kind)
        try:
            assert child.wait(PATIENCE) == 0
        finally:
            child.kill()
            child.wait()
    assert Path(f"{path}.finished").exists()


def test_every_report_arrives_exactly_once(fake: FakeRegistry, tmp_path: Path) -> None:
    path, chance = tmp_path / "outbox.db", random.Random(7)
    with fake.serving() as url, flapping(fake, chance):
        for _ in range(KILLS):
            kill_in_the_middle(url, path, "whole", chance)
    run_to_the_end(fake, path, "whole")
    assert {order: body["revision"] for order, body in fake.reports.items()} == {
        f"A-{number}": 1 for number in range(REPORTS)
    }
    states = dict(progress(path))
    assert set(states) <= {"promised", "covered"}
    assert sum(states.values()) == REPORTS


def test_an_outbox_that_forgets_before_it_was_answered_is_caught(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    path = tmp_path / "outbox.db"
    fake.go_down()
    with fake.serving() as url:
        while "acknowledged" not in dict(progress(path)):
            kill_in_the_middle(url, path, "broken", random.Random(7))
    fake.come_back()
    run_to_the_end(fake, path, "broken")
    assert len(fake.reports) < REPORTS
