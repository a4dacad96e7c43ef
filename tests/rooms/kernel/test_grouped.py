"""Threads that write at once share a commit; each one's work is kept or said to fail."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from registry.kernel.grouped import Errand, Turns
from registry.kernel.turnstile import Turnstile
from tests.rooms.errands import in_company, occupied, wanting
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


def write(turns: Turns, path: Path, number: int) -> Any:
    connection = opened(path)
    try:
        return turns.take(wanting(number), partial(inserting, connection))
    finally:
        connection.close()


def test_what_returned_is_kept_and_everybody_gets_his_own(path: Path) -> None:
    turns = Turns(Turnstile(None))
    found: dict[int, str] = {}
    at_once(16, lambda number: found.update({number: write(turns, path, number)}))
    assert kept(path) == list(range(16))
    assert found == {number: f"number {number}" for number in range(16)}


def test_those_who_come_while_one_writes_share_the_next_commit(path: Path) -> None:
    turns, commits = Turns(Turnstile(None)), list[str]()
    first, go = occupied(turns)
    connections = [opened(path) for _ in range(5)]
    for each in connections:
        each.set_trace_callback(lambda text: commits.append(text) if text == "COMMIT" else None)

    def follow(number: int) -> None:
        turns.take(wanting(number), partial(inserting, connections[number]))

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
            turns.take(
                wanting(7), lambda numbers: [2 * each for each in numbers], patience=patience
            )
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
        first = pool.submit(turns.take, wanting(0), slow)
        busy.wait(timeout=30)
        others = {pool.submit(turns.take, wanting(number), slow): number for number in (1, 2, 3)}
        while turns.waiting() < 3:
            threading.Event().wait(0.01)
        go.set()
        failed = [each for each in (first, *others) if each.exception(timeout=30)]
    assert first in failed
    assert len(failed) == 2
    followers = [each for each in others if each not in failed]
    assert [each.result() for each in followers] == [others[each] for each in followers]


def fail(_found: Any = None) -> Any:
    raise LookupError("this one alone")


def test_one_thread_prepares_and_makes_what_all_of_a_group_want() -> None:
    did: list[tuple[str, int]] = []

    def noting(what: str, result: Any) -> Callable[..., Any]:
        def noted(*_given: Any) -> Any:
            did.append((what, threading.get_ident()))
            return result

        return noted

    errands = [Errand(noting("ask", n), noting("answer", -n)) for n in range(4)]
    assert in_company(Turns(Turnstile(None)), errands) == [0, -1, -2, -3]
    assert [what for what, _ in did] == ["ask"] * 4 + ["answer"] * 4
    assert len({thread for _, thread in did}) == 1


def test_what_fails_for_one_of_a_group_fails_for_nobody_else() -> None:
    errands = [wanting(1), Errand(fail, list), Errand(lambda: 3, fail), wanting(4)]
    ends = in_company(Turns(Turnstile(None)), errands)
    assert ends[::3] == [1, 4]
    assert [type(each) for each in ends[1:3]] == [LookupError, LookupError]


def test_where_nobody_could_be_prepared_nothing_is_performed() -> None:
    turns, performed = Turns(Turnstile(None)), threading.Event()

    def perform(wanted: Sequence[Any]) -> Sequence[Any]:
        performed.set()
        return wanted

    with pytest.raises(LookupError):
        turns.take(Errand(fail, list), perform)
    assert not performed.is_set()
    assert turns.take(wanting(1), perform) == 1


class Quitting(BaseException):
    """What no ``except Exception`` catches."""


def quit_thread(_found: Any) -> None:
    raise Quitting


def test_who_followed_a_leader_that_was_stopped_is_told() -> None:
    """And is not left to wait for an answer which nobody makes any more."""
    first = Errand[int, int, None](lambda: 0, quit_thread)
    turns = Turns(Turnstile(None))
    held, go = occupied(turns)
    with ThreadPoolExecutor(2) as pool:
        leads = pool.submit(turns.take, first, list[Any])
        while turns.waiting() < 1:
            threading.Event().wait(0.01)
        follows = pool.submit(turns.take, wanting(1), list[Any])
        while turns.waiting() < 2:
            threading.Event().wait(0.01)
        go.set()
        with pytest.raises(Quitting):
            leads.result(timeout=30)
        with pytest.raises(RuntimeError, match="was stopped"):
            follows.result(timeout=30)
    held.join(timeout=30)
