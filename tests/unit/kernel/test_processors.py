"""A worker's threads keep to one processor; long work of libraries may leave it."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from registry.kernel import processors

ALL = os.sched_getaffinity(0)


def _told(send: Callable[[Any], None], look: Callable[[], Any]) -> None:
    send(look())


def _in_a_process(look: Callable[[], Any]) -> Any:
    """What ``look`` sees in a process of its own, for it is told where to run for good."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    child = fork.Process(target=_told, args=(theirs.send, look))
    child.start()
    assert ours.poll(20), "the child said nothing"
    seen = ours.recv()
    child.join(20)
    return seen


def _in_a_thread(look: Callable[[], Any]) -> Any:
    seen: list[Any] = []
    thread = threading.Thread(target=lambda: seen.append(look()))
    thread.start()
    thread.join(20)
    return seen[0]


def _in_a_thread_of(look: Callable[[], Any]) -> Any:
    """In one beside the main thread, which is bound as well."""
    processors.keep_to(min(ALL))
    return _in_a_thread(look)


def _allow(monkeypatch: pytest.MonkeyPatch, allowed: set[int]) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: allowed)


def test_the_processor_with_the_fewest_workers_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch, {0, 1, 5})
    assert {processors.choose([0, 5, None]) for _ in range(20)} == {1}
    assert {processors.choose([0, 0, 1, 1, 5]) for _ in range(20)} == {5}
    assert {processors.choose([]) for _ in range(200)} == {0, 1, 5}
    assert processors.choose([7, 7]) in {0, 1, 5}


def test_a_single_processor_is_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(monkeypatch, {3})
    assert processors.choose([]) is None


def test_a_system_that_cannot_be_told_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors.choose([]) is None


def test_threads_keep_to_it_and_preempt_nobody() -> None:
    one = min(ALL)

    def look() -> Any:
        processors.keep_to(one)
        return (
            _in_a_thread(lambda: os.sched_getaffinity(0)),
            _in_a_thread(lambda: os.sched_getscheduler(0)),
        )

    assert _in_a_process(look) == ({one}, os.SCHED_BATCH)


def test_long_work_may_run_anywhere_in_its_own_thread_only() -> None:
    def look() -> Any:
        with processors.anywhere():
            mine = os.sched_getaffinity(0)
            main = os.sched_getaffinity(os.getpid())
        return mine, main, os.sched_getaffinity(0)

    one = {min(ALL)}
    assert _in_a_process(lambda: _in_a_thread_of(look)) == (ALL, one, one)


def test_work_that_fails_comes_back_as_well() -> None:
    def look() -> Any:
        processors.keep_to(min(ALL))
        with pytest.raises(ZeroDivisionError), processors.anywhere():
            raise ZeroDivisionError
        return os.sched_getaffinity(0)

    assert _in_a_process(look) == {min(ALL)}


def test_who_was_never_bound_is_not_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_setaffinity", None)
    with processors.anywhere():
        assert os.sched_getaffinity(0) == ALL


def test_where_it_is_forbidden_things_stay_as_they_are() -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    def look() -> Any:
        os.sched_setaffinity = os.sched_setscheduler = refuse
        processors.keep_to(min(ALL))
        with processors.anywhere():
            return os.sched_getaffinity(0), os.sched_getscheduler(0)

    assert _in_a_process(look) == (ALL, os.SCHED_OTHER)
