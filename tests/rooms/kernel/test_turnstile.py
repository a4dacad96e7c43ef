"""Writers of one SQLite file come in the order in which they came, whatever process they are in."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.kernel.turnstile import Turnstile

LONG, SHORT = 30.0, 0.05


class Pushing(Turnstile):
    """Broken on purpose: whoever left may come in again before those who wait."""

    def _call_next(self) -> None:
        with self._mutex:
            if self._line:
                self._line.pop().release()
            else:
                self._taken = False


def order_of(turnstile: Turnstile, number: int) -> list[int]:
    """In which order threads that came one after the other were let in."""
    came: list[int] = []

    def come(index: int) -> None:
        assert turnstile.enter(LONG)
        came.append(index)
        turnstile.leave()

    assert turnstile.enter(LONG)
    threads = [threading.Thread(target=come, args=(index,)) for index in range(number)]
    for there, thread in enumerate(threads, 1):
        thread.start()
        while turnstile.waiting() < there:
            threading.Event().wait(0.001)
    turnstile.leave()
    for thread in threads:
        thread.join(timeout=LONG)
    return came


@pytest.mark.parametrize("file", [None, "kept.db"])
def test_whoever_came_first_writes_first(tmp_path: Path, file: str | None) -> None:
    turnstile = Turnstile(None if file is None else str(tmp_path / file))
    assert order_of(turnstile, 8) == list(range(8))


def test_a_queue_that_lets_the_last_one_in_would_be_noticed() -> None:
    assert order_of(Pushing(None), 8) != list(range(8))


def test_who_waits_in_vain_is_told_and_keeps_nobody_waiting() -> None:
    turnstile = Turnstile(None)
    assert turnstile.enter(LONG)
    assert not turnstile.enter(SHORT)
    turnstile.leave()
    assert turnstile.enter(LONG)


def test_a_turnstile_that_is_gone_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    turnstile = Turnstile(str(path))
    assert turnstile.enter(LONG)
    turnstile.leave()
    assert open_files().count(f"{path}-turn") == 1
    del turnstile
    assert open_files().count(f"{path}-turn") == 0


def open_files() -> list[str]:
    return [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]


Here = Callable[[], None]


def _hold(path: str, inside: Here, until: Callable[[float], bool]) -> None:
    turnstile = Turnstile(path)
    if turnstile.enter(LONG):
        inside()
        until(LONG)
        turnstile.leave()


def test_another_process_is_waited_for_and_one_that_dies_holds_nobody_up(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.db")
    spawned = multiprocessing.get_context("spawn")
    inside, until = spawned.Event(), spawned.Event()
    other = spawned.Process(target=_hold, args=(path, inside.set, until.wait))
    other.start()
    assert inside.wait(timeout=LONG)
    turnstile = Turnstile(path)
    assert not turnstile.enter(SHORT)
    other.kill()
    other.join(timeout=LONG)
    assert turnstile.enter(LONG)
    turnstile.leave()


def test_where_no_file_can_be_made_nobody_is_left_waiting(tmp_path: Path) -> None:
    turnstile = Turnstile(str(tmp_path / "missing" / "kept.db"))
    with pytest.raises(FileNotFoundError):
        turnstile.enter(SHORT)
    (tmp_path / "missing").mkdir()
    assert turnstile.enter(SHORT)
    turnstile.leave()
