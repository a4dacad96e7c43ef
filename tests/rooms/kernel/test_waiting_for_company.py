"""Whoever had company waits a moment for as many again; whoever was alone waits for nobody."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.kernel import grouped
from registry.kernel.grouped import Turns
from registry.kernel.turnstile import Turnstile
from tests.rooms.errands import in_company, wanting


class Watched(Turns):
    """Tells when whoever leads waits for company, and lets him wait for as long as it takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
        super().__init__(Turnstile(None))
        self.waits = threading.Event()
        monkeypatch.setattr(grouped, "_COMPANY", seconds)
        itself = self._full.wait

        def wait(timeout: float | None = None) -> bool:
            self.waits.set()
            return itself(timeout)

        monkeypatch.setattr(self._full, "wait", wait)


def group_of(turns: Turns, size: int) -> None:
    """Let so many share a turn."""
    in_company(turns, [wanting(number) for number in range(size)])


def test_whoever_had_company_waits_for_as_many_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, groups = Watched(monkeypatch, seconds=30.0), list[int]()
    group_of(turns, 3)

    def counting(numbers: Sequence[int]) -> Sequence[int]:
        groups.append(len(numbers))
        return numbers

    with ThreadPoolExecutor(3) as pool:
        leads = pool.submit(turns.take, wanting(1), counting)
        assert turns.waits.wait(timeout=30)
        others = [pool.submit(turns.take, wanting(number), counting) for number in (2, 3)]
        assert [each.result(timeout=20) for each in (leads, *others)] == [1, 2, 3]
    assert groups == [3]


def test_whoever_was_alone_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Watched(monkeypatch, seconds=30.0)
    assert turns.take(wanting(1), list) == 1
    assert turns.take(wanting(2), list) == 2
    assert not turns.waits.is_set()


def test_company_that_does_not_come_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Watched(monkeypatch, seconds=0.01)
    group_of(turns, 3)
    turns.waits.clear()
    assert turns.take(wanting(1), list) == 1
    assert turns.waits.is_set()
    turns.waits.clear()
    assert turns.take(wanting(2), list) == 2
    assert not turns.waits.is_set()
