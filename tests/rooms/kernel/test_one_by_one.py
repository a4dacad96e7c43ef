"""One at a time; a database that does not answer one fails those who waited, and nobody later."""

import threading

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from registry.kernel.one_by_one import OneByOne
from tests.rooms.threads import Telling, at_once

GONE = OperationalError("a statement", None, psycopg.OperationalError("gone"))
DEADLOCK = OperationalError("a statement", None, psycopg.errors.DeadlockDetected())


def test_one_at_a_time() -> None:
    turns, inside = OneByOne(), threading.Lock()
    entered: list[bool] = []

    def work(_: int) -> None:
        for _ in range(50):
            with turns.turn():
                entered.append(inside.acquire(blocking=False))
                inside.release()

    at_once(6, work)
    assert entered == [True] * 300


@pytest.mark.parametrize("error", [GONE, DEADLOCK, ValueError("of one alone")])
def test_who_waits_fails_when_the_database_is_gone_and_for_nothing_else(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, lock = OneByOne(), Telling()
    monkeypatch.setattr(turns, "_lock", lock)
    failed: list[bool] = []

    def wait() -> None:
        try:
            with turns.turn():
                failed.append(False)
        except OperationalError:
            failed.append(True)

    waiting = [threading.Thread(target=wait) for _ in range(3)]

    def fail() -> None:
        with turns.turn():
            assert lock.asked.acquire(timeout=30)  # its own
            for each in waiting:
                each.start()
                assert lock.asked.acquire(timeout=30)
            raise error

    with pytest.raises(type(error)):
        fail()
    for each in waiting:
        each.join(timeout=30)
    assert failed == [error is GONE] * 3
    wait()
    assert not failed[-1]
