"""A database that stands still: who asks it, and who waits behind him, is told soon."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import psycopg
import pytest
from flask import Flask

from registry.kernel import standstill, together, warm
from registry.kernel.db import unhurried
from registry.kernel.one_by_one import OneByOne
from registry.kernel.standstill import Watchful
from registry.settings import Settings
from registry.trust import service
from tests.faults.standstill import standing_still, wait_briefly
from tests.patience import SECONDS
from tests.rooms.keeper import Keeper
from tests.rooms.threads import InTurn, Telling

BATCHES = 6
UNTOLD = 4.0


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_briefly(monkeypatch)


@pytest.fixture
def url(postgresql_url: str) -> str:
    return postgresql_url


class Counted:
    """Counts who asks the database; the first one does when all the others stand behind him."""

    def __init__(self, lock: Telling) -> None:
        self.lock, self.asked, self._ask = lock, 0, warm.on_warm_connection

    def __call__(self, *args: Any) -> Any:
        self.asked += 1
        if self.asked == 1:
            for _ in range(BATCHES):
                assert self.lock.asked.acquire(timeout=SECONDS)
        return self._ask(*args)


def statuses(ask: Callable[[], int]) -> list[int]:
    """Of as many at once as are answered at all."""
    pool = ThreadPoolExecutor(BATCHES)
    answered, _ = wait([pool.submit(ask) for _ in range(BATCHES)], timeout=SECONDS)
    pool.shutdown(wait=False)
    return [each.result() for each in answered]


@pytest.mark.parametrize(("line", "asking"), [(OneByOne, 1), (InTurn, BATCHES)])
def test_batches_in_line_are_told_with_the_first_and_answered_when_it_is_over(
    app: Flask,
    settings: Settings,
    shop: Keeper,
    monkeypatch: pytest.MonkeyPatch,
    line: type[OneByOne],
    asking: int,
) -> None:
    people = [{"ref": shop.ask(f"+7916000000{n}")[0]["refs"][0]} for n in range(9)]
    items = [shop.question([each]) for each in people]
    monkeypatch.setattr("registry.trust.api.spend_now", lambda *_, **__: None)
    monkeypatch.setattr(service, "_BATCHES", turns := line())

    def ask() -> int:
        return shop.send("POST", "/v1/lookups", {"items": items}).status_code

    assert statuses(ask) == [200] * BATCHES
    monkeypatch.setattr(turns, "_lock", lock := Telling())
    with standing_still(settings.database_url):
        for _ in range(2 if line is OneByOne else 1):
            with monkeypatch.context() as patch:
                patch.setattr(together, "on_warm_connection", counted := Counted(lock))
                assert statuses(ask) == [503] * BATCHES
            assert counted.asked == asking
    assert statuses(ask) == [200] * BATCHES


def begin(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize(("kind", "told"), [(Watchful, True), (psycopg.Connection, False)])
def test_who_waits_for_a_server_that_stands_still_is_told(
    url: str, kind: type[psycopg.Connection[Any]], told: bool
) -> None:
    failed: list[Exception] = []
    connection = kind.connect(conninfo=url.replace("+psycopg", ""), autocommit=True)

    def ask() -> None:
        try:
            connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            failed.append(error)

    with standing_still(url):
        asking = begin(ask)
        asking.join(timeout=SECONDS if told else UNTOLD)
        assert asking.is_alive() is not told
    asking.join(timeout=SECONDS)
    assert len(failed) == told
    assert connection.closed is told
    connection.close()


def test_a_server_that_is_only_slow_is_waited_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocked: list[bool] = []

    def knock(connected: int) -> bool:
        knocked.append(answers(connected))
        return True

    answers = standstill.answers
    monkeypatch.setattr(standstill, "PATIENCE", SECONDS)
    monkeypatch.setattr(standstill, "answers", knock)
    with Watchful.connect(conninfo=url.replace("+psycopg", ""), autocommit=True) as connection:
        assert connection.execute("SELECT 1 FROM pg_sleep(2)").fetchall() == [(1,)]
    assert set(knocked) == {True}


def test_a_job_has_time_and_ends_when_the_server_goes_on(url: str) -> None:
    found: list[Any] = []
    connection = Watchful.connect(conninfo=url.replace("+psycopg", ""), autocommit=True)

    def work() -> None:
        with unhurried():
            found.append(connection.execute("SELECT 1").fetchall())

    with standing_still(url):
        working = begin(work)
        working.join(timeout=UNTOLD)
        assert working.is_alive()
    working.join(timeout=SECONDS)
    assert found == [[(1,)]]
    connection.close()
