"""The shop's process is killed again and again while the registry comes and goes."""

import itertools
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bonafide.testing import FakeRegistry

REPORTS = int(os.environ.get("BONAFIDE_OUTBOX_REPORTS", "300"))
KILLS = int(os.environ.get("BONAFIDE_OUTBOX_KILLS", "8"))
PATIENCE = 60.0


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


def killed_again_and_again(fake: FakeRegistry, path: Path, kind: str, kills: int) -> None:
    """Run the shop's process to its end, killing it ``kills`` times on the way."""
    chance = random.Random(kills)
    with fake.serving() as url, flapping(fake, chance):
        for _ in range(kills):
            child = start(url, path, kind)
            with suppress(subprocess.TimeoutExpired):
                child.wait(chance.uniform(0.45, 0.9))
            child.kill()
            child.wait()
    with fake.serving() as url:
        child = start(url, path, kind)
        try:
            assert child.wait(PATIENCE) == 0
        finally:
            child.kill()
            child.wait()
    assert Path(f"{path}.finished").exists()


def test_every_report_arrives_exactly_once(fake: FakeRegistry, tmp_path: Path) -> None:
    killed_again_and_again(fake, tmp_path / "outbox.db", "whole", KILLS)
    assert len(fake.reports) == REPORTS
    assert {order: body["revision"] for order, body in fake.reports.items()} == {
        f"A-{number}": 1 for number in range(REPORTS)
    }


def test_an_outbox_that_forgets_before_it_was_answered_is_caught(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    killed_again_and_again(fake, tmp_path / "outbox.db", "broken", 3)
    with pytest.raises(AssertionError):
        assert len(fake.reports) == REPORTS
