"""The outbox: on disk first, sent later, forgotten last."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bonafide import (
    BadIdentifier,
    LogRewritten,
    Misuse,
    Outbox,
    OutboxError,
    Registry,
    Report,
    TimedOut,
)
from bonafide.outbox import box
from bonafide.outbox.entries import KEPT
from bonafide.testing import FakeRegistry
from bonafide.testing.problems import ProblemError
from tests.client.cast import ANNA, BORIS


@pytest.fixture
def outbox(fake: FakeRegistry, tmp_path: Path) -> Iterator[Outbox]:
    """An outbox of a shop that is patient with a busy machine, and asks again at once."""
    with fake.client(batch_budget=3.0) as client, Outbox(tmp_path / "outbox.db", client) as kept:
        client._desk.courier._breaker._open_for = 0.0
        yield kept


def paid(order: str, phone: str = ANNA, *, revision: int = 1, outcome: str = "paid") -> Report:
    return Report(phone=phone, order_ref=order, outcome=outcome, amount=1, revision=revision)


def test_a_report_waits_while_the_registry_is_away(fake: FakeRegistry, outbox: Outbox) -> None:
    fake.go_down()
    outbox.put(paid("A-1"))
    assert outbox.flush().waiting == 1
    fake.come_back()
    done = outbox.flush()
    assert (done.waiting, done.acknowledged, len(fake.reports)) == (0, 1, 1)


def test_a_report_put_twice_is_one(outbox: Outbox) -> None:
    assert outbox.put(paid("A-1")) == outbox.put(paid("A-1"))
    with pytest.raises(Misuse):
        outbox.put(paid("A-1", outcome="refused"))
    assert outbox.status().waiting == 1


def test_what_no_registry_would_take_is_said_at_once(outbox: Outbox) -> None:
    with pytest.raises(BadIdentifier):
        outbox.put(paid("A-1", phone="12"))
    assert outbox.status().waiting == 0


def test_a_correction_never_overtakes_what_it_corrects(fake: FakeRegistry, outbox: Outbox) -> None:
    for revision in (1, 2, 3):
        outbox.put(paid("A-1", revision=revision, outcome="refused" if revision % 2 else "paid"))
    outbox.put(paid("A-2"))
    assert outbox.flush().acknowledged == 4
    assert (fake.reports["A-1"]["revision"], fake.reports["A-1"]["outcome"]) == (3, "refused")


def test_a_refused_report_is_kept_for_a_human(
    fake: FakeRegistry, registry: Registry, outbox: Outbox
) -> None:
    registry.report(ANNA, order_ref="A-1", outcome="refused", amount=1)
    outbox.put(paid("A-1"))
    outbox.put(paid("A-2"))
    assert outbox.flush().refused == 1
    (refusal,) = outbox.refusals()
    assert (refusal.order_ref, refusal.code) == ("A-1", "revision_conflict")
    assert "A-2" in fake.reports


def test_one_report_that_spoils_its_batch_does_not_stop_the_others(
    fake: FakeRegistry, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = fake._routes._record_many

    def spoilt(body: dict[str, Any]) -> dict[str, Any]:
        if any(each["order_ref"] == "A-3" for each in body["reports"]):
            raise ProblemError("invalid_request")
        return take(body)

    monkeypatch.setitem(fake._routes._fixed, ("POST", "/v1/reports"), spoilt)
    for number in range(7):
        outbox.put(paid(f"A-{number}"))
    done = outbox.flush()
    assert (done.waiting, done.acknowledged, done.refused) == (0, 6, 1)
    assert [each.order_ref for each in outbox.refusals()] == ["A-3"]


def test_an_unavailable_registry_in_the_middle_leaves_the_rest_waiting(
    fake: FakeRegistry, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "BATCH", 10)
    for number in range(21):
        outbox.put(paid(f"A-{number}"))
    fake.fail_next(503, times=100)
    assert outbox.flush().waiting == 21
    fake.come_back()
    for _ in range(100):
        if not outbox.flush().waiting:
            break
    assert outbox.status().acknowledged == 21


def test_the_disk_has_it_before_put_returns(outbox: Outbox, tmp_path: Path) -> None:
    outbox.put(paid("A-1"))
    with sqlite3.connect(tmp_path / "outbox.db") as db:
        assert db.execute("SELECT state FROM entry").fetchall() == [("waiting",)]
    db.close()
    assert outbox._entries._file.read("PRAGMA synchronous") == [(2,)]
    assert (tmp_path / "outbox.db").stat().st_mode & 0o777 == 0o600


def test_no_phone_is_ever_in_the_file_and_no_digest_once_it_was_answered(
    outbox: Outbox, registry: Registry, tmp_path: Path
) -> None:
    digest = registry.prepare(paid("A-1")).person[0].x.hex().encode()
    outbox.put(paid("A-1"))
    outbox.put(paid("A-2", phone=BORIS))
    assert digest in contents(tmp_path)
    outbox.flush()
    outbox.close()
    assert digest not in contents(tmp_path)
    assert ANNA.encode() not in contents(tmp_path)


def contents(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("outbox.db*"))


def test_acknowledged_reports_are_forgotten_after_their_time(outbox: Outbox) -> None:
    outbox.put(paid("A-1"))
    outbox.flush()
    now = datetime.now(UTC)
    assert outbox._entries.prune(now) == 0
    assert outbox._entries.prune(now + KEPT + timedelta(days=1)) == 1


def test_only_one_process_sends_at_a_time(fake: FakeRegistry, outbox: Outbox) -> None:
    outbox.put(paid("A-1"))
    with outbox._lock as mine, Outbox(outbox._entries._file.path, fake.client()) as other:
        assert mine
        assert other.flush().waiting == 1
    assert outbox.flush().waiting == 0


def test_a_thread_sends_in_the_background(fake: FakeRegistry, outbox: Outbox) -> None:
    outbox.start(every=0.01)
    outbox.put(paid("A-1"))
    for _ in range(1000):
        if outbox.status().acknowledged:
            break
        outbox._over.wait(0.01)
    assert set(fake.reports) == {"A-1"}


def test_a_file_that_cannot_be_used_is_said_so(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "outbox.db").write_text("this is no database, " * 100)
    with Outbox(tmp_path / "outbox.db", registry) as kept, pytest.raises(OutboxError):
        kept.put(paid("A-1"))


def test_what_the_log_does_not_hold_yet_is_kept(fake: FakeRegistry, outbox: Outbox) -> None:
    fake.log.lags = True
    outbox.put(paid("A-1"))
    done = outbox.flush()
    assert (done.acknowledged, done.covered) == (1, 0)
    assert done.unlogged_since is not None
    later = datetime.now(UTC) + KEPT + timedelta(days=1)
    assert outbox._entries.prune(later) == 0
    fake.log.lags = False
    done = outbox.flush()
    assert (done.acknowledged, done.covered, done.unlogged_since) == (1, 1, None)
    assert outbox._entries.prune(later) == 1


def test_what_the_log_was_heard_to_hold_stays_covered_when_it_falls_silent(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        outbox.put(paid(f"A-{number}"))
    answers: list[bool | Exception] = [True, True, TimedOut("too late")]

    def heard(*_: object) -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(outbox._registry, "is_logged", heard)
        assert outbox.flush().covered == 2
    assert outbox.flush().covered == 5


def test_a_rewritten_log_is_said_loudly_and_stops_no_report(
    fake: FakeRegistry, outbox: Outbox
) -> None:
    outbox.put(paid("A-1"))
    outbox.flush()
    fake.log.leaves[0] = bytes(32)
    outbox.put(paid("A-2"))
    with pytest.raises(LogRewritten):
        outbox.flush()
    assert set(fake.reports) == {"A-1", "A-2"}
    assert outbox.status().covered == 1


def test_a_receipt_whose_entry_was_dropped_is_never_covered(
    fake: FakeRegistry, outbox: Outbox
) -> None:
    outbox.put(paid("A-1"))
    fake.log.lags = True
    outbox.flush()
    fake.log.leaves.clear()
    fake.log.lags = False
    done = outbox.flush()
    assert (done.acknowledged, done.covered) == (1, 0)
    assert done.unlogged_since is not None
