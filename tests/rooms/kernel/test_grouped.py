"""Threads that write to SQLite at once share a commit; each one's work is kept or said to fail."""

import sqlite3
import threading
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


def write(turns: Turns, path: Path, number: int) -> None:
    connection = opened(path)
    try:
        turns.take(connection, lambda own: own.execute("INSERT INTO kept VALUES (?)", (number,)))
    finally:
        connection.close()


def test_what_returned_is_kept(path: Path) -> None:
    turns = Turns(Turnstile(None))
    at_once(16, lambda number: write(turns, path, number))
    assert kept(path) == list(range(16))


def test_those_who_come_while_one_writes_share_the_next_commit(path: Path) -> None:
    turns, busy, go = Turns(Turnstile(None)), threading.Event(), threading.Event()
    commits: list[str] = []

    def slow(_own: sqlite3.Connection) -> None:
        busy.set()
        go.wait(timeout=30)

    first = threading.Thread(target=lambda: turns.take(opened(path), slow))
    first.start()
    busy.wait(timeout=30)
    connections = [opened(path) for _ in range(5)]
    for each in connections:
        each.set_trace_callback(lambda text: commits.append(text) if text == "COMMIT" else None)

    def follow(number: int) -> None:
        def work(own: sqlite3.Connection) -> None:
            own.execute("INSERT INTO kept VALUES (?)", (number,))

        turns.take(connections[number], work)

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
