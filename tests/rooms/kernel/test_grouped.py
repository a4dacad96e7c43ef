"""Threads that write at once share a commit; each one's work is kept or said to fail."""

import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from registry.kernel.grouped import Turns
from registry.kernel.turnstile import Turnstile
from tests.rooms.threads import at_once


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kept.db"
    connection = opened(made)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE kept (n INTEGER PRIMARY KEY)")
    connection.close()
    return made


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=15, check_same_thread=False)


def kept(path: Path) -> list[int]:
    connection = opened(path)
    rows = [row[0] for row in connection.execute("SELECT n FROM kept ORDER BY n")]
    connection.close()
    return rows


def inserting(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """All of them in one commit; what each is called."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("INSERT INTO kept VALUES (?)", [(number,) for number in numbers])
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return [f"number {number}" for number in numbers]


def write(turns: Turns, path: Path, number: int) -> str:
    connection = opened(path)
    try:
        return turns.take(number, partial(inserting, connection))
    finally:
        connection.close()


def test_what_returned_is_kept_and_everybody_gets_his_own(path: Path) -> None:
    turns = Turns(Turnstile(None))
    found: dict[int, str] = {}
    at_once(16, lambda number: found.update({number: write(turns, path, number)}))
    assert kept(path) == list(range(16))
    assert found == {number: f"number {number}" for number in range(16)}


def occupied(turns: Turns) -> tuple[threading.Thread, threading.Event]:
    """One who has the turn until the event is set."""
    busy, go = threading.Event(), threading.Event()

    def slow(numbers: Sequence[int]) -> list[None]:
        busy.set()
        go.wait(timeout=30)
        return [None for _ in numbers]

    first = threading.Thread(target=lambda: turns.take(0, slow))
    first.start()
    busy.wait(timeout=30)
    return first, go


def test_those_who_come_while_one_writes_share_the_next_commit(path: Path) -> None:
    turns, commits = Turns(Turnstile(None)), list[str]()
    first, go = occupied(turns)
    connections = [opened(path) for _ in range(5)]
    for each in connections:
        each.set_trace_callback(lambda text: commits.append(text) if text == "COMMIT" else None)

    def follow(number: int) -> None:
        turns.take(number, partial(inserting, connections[number]))

    threads = [threading.Thread(target=follow, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    while turns.waiting() < 5:
        threading.Event().wait(0.01)
    go.set()
    for thread in [first, *threads]:
        thread.join(timeout=30)
    assert kept(path) == list(range(5))
    assert len(commits) == 1


def test_what_fails_is_said_and_leaves_nothing_behind(path: Path) -> None:
    turns = Turns(Turnstile(None))
    write(turns, path, 1)
    with pytest.raises(sqlite3.IntegrityError):
        write(turns, path, 1)
    write(turns, path, 2)
    assert kept(path) == [1, 2]


@pytest.mark.parametrize(("patience", "waits"), [(0.05, False), (None, True)])
def test_one_who_never_ends_holds_up_only_those_who_must_wait_for_the_turn(
    patience: float | None, waits: bool
) -> None:
    """A frozen server has the turn for seconds; the next group asks it all the same."""
    turns = Turns(Turnstile(None))
    first, go = occupied(turns)
    found: list[int] = []

    def doubled(numbers: Sequence[int]) -> list[int]:
        return [2 * each for each in numbers]

    def ask() -> None:
        found.append(
            turns.take(7, lambda numbers: [2 * each for each in numbers], patience=patience)
        )

    second = threading.Thread(target=ask)
    second.start()
    second.join(timeout=1)
    assert second.is_alive() is waits
    assert found == ([] if waits else [14])
    go.set()
    for thread in (first, second):
        thread.join(timeout=30)
    assert found == [14]


class Stuck(Turnstile):
    """A file system that cannot unlock."""

    def leave(self) -> None:
        super().leave()
        raise OSError("no lock")


def test_nobody_waits_for_ever_when_a_turn_cannot_be_given_back() -> None:
    """Whoever led finds out; those who followed have what they came for."""
    turns, go = Turns(Stuck(None)), threading.Event()
    busy = threading.Event()

    def slow(numbers: Sequence[int]) -> list[int]:
        busy.set()
        go.wait(timeout=30)
        return list(numbers)

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(turns.take, 0, slow)
        busy.wait(timeout=30)
        others = {pool.submit(turns.take, number, slow): number for number in (1, 2, 3)}
        while turns.waiting() < 3:
            threading.Event().wait(0.01)
        go.set()
        failed = [each for each in (first, *others) if each.exception(timeout=30)]
    assert first in failed
    assert len(failed) == 2
    followers = [each for each in others if each not in failed]
    assert [each.result() for each in followers] == [others[each] for each in followers]
