"""What the client learns from the service after an order ended."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bonafide import (
    ChangeKind,
    Invalid,
    LogRewritten,
    OfflineResult,
    Outbox,
    PassResult,
    Registry,
    Report,
    ReportState,
    _passes,
)
from bonafide.protocol.notes import open_note, parse_key
from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.ops import jobs, logbook, rotating
from tests.journeys.test_client_and_service import ANNA, client, key_of_a_shop
from tests.rooms.disputes.conftest import Court
from tests.rooms.whitelist.conftest import Person


@pytest.fixture
def live(app: Flask, clock: FixedClock) -> Iterator[Registry]:
    """A shop's client in the live world."""
    with client(app, key_of_a_shop(clock, World.LIVE)) as registry:
        yield registry


def contested(live: Registry, court: Court, clock: FixedClock, order: str) -> str:
    """The dispute of a report about Anna."""
    today = clock.now().date()
    receipt = live.report(
        ANNA,
        order_ref=order,
        outcome="refused",
        fault="customer",
        evidence="call_record",
        amount=3490,
        occurred_on=today,
        told_on=today,
    )
    assert receipt.id is not None
    return court.contest(receipt.id).public_id


def test_a_shop_stands_by_one_report_and_gives_another_up(
    live: Registry, app: Flask, clock: FixedClock
) -> None:
    court = Court(app, clock)
    first, second = (contested(live, court, clock, order) for order in ("A-1", "A-2"))
    listed = live.disputes()
    assert {each.id for each in listed} == {first, second}
    assert all(each.answer_by == clock.now().date() + timedelta(days=10) for each in listed)
    with pytest.raises(Invalid):
        live.answer_dispute(first, stance="uphold")
    answered = live.answer_dispute(
        first, stance="uphold", evidence="call_record", files=[b"Called twice on 12 November."]
    )
    assert (answered.id, answered.stance) == (first, "uphold")
    live.answer_dispute(second, stance="concede")
    states = [found and found.state for found in map(live.find_report, ("A-1", "A-2"))]
    assert states == [ReportState.DISPUTED, ReportState.REMOVED]
    assert live.dispute(second).stance == "concede"


def test_a_receipt_is_found_in_the_log_and_the_log_only_grows(
    live: Registry, app: Flask, clock: FixedClock, tmp_path: Path
) -> None:
    assert live.check_log() is None
    with Outbox(tmp_path / "outbox.db", live) as outbox:
        outbox.put(paid("A-1", clock))
        done = outbox.flush()
        assert (done.acknowledged, done.covered) == (1, 0)
        sizes = []
        for number in range(2, 5):
            sequence(app)
            checkpoint = live.check_log()
            assert checkpoint is not None
            sizes.append(checkpoint.size)
            outbox.put(paid(f"A-{number}", clock))
            outbox.flush()
        sequence(app)
        done = outbox.flush()
    assert (done.acknowledged, done.covered, done.unlogged_since) == (4, 4, None)
    assert sizes == sorted(set(sizes))


def test_a_client_takes_a_new_checkpoint_key_because_both_sign(
    live: Registry, app: Flask, clock: FixedClock, key_dir: Path
) -> None:
    """With the broken variant: the old key is thrown away before a client has seen both sign."""
    with client(app, key_of_a_shop(clock, World.LIVE)) as late:
        report_and_place(live, app, "A-1", clock)
        assert (live.check_log(), late.check_log()) != (None, None)
        pinned = log_of(app)["keys"]
        assert rotating.rotate_checkpoint(key_dir).key_id == 2
        report_and_place(live, app, "A-2", clock)
        shown = log_of(app)
        assert shown["keys"][1:] == pinned
        sizes = {open_note(shown["note"], [parse_key(each)]).size for each in shown["keys"]}
        assert len(sizes) == 1
        assert live.check_log() is not None
        with app.app_context():
            assert logbook.examine().faults == []
        (key_dir / "shared-checkpoint-1.key").unlink()
        report_and_place(live, app, "A-3", clock)
        assert live.check_log() is not None
        with pytest.raises(LogRewritten):
            late.check_log()


def report_and_place(live: Registry, app: Flask, order: str, clock: FixedClock) -> None:
    """One more entry in the log."""
    today = clock.now().date()
    live.report(ANNA, order_ref=order, outcome="paid", amount=1, occurred_on=today)
    sequence(app)


def log_of(app: Flask) -> dict[str, Any]:
    """The newest checkpoint and the keys it is shown with, newest first."""
    found: dict[str, Any] = app.test_client().get("/v1/log/checkpoint").get_json()
    return found


def paid(order: str, clock: FixedClock) -> Report:
    return Report(
        phone=ANNA, order_ref=order, outcome="paid", amount=1, occurred_on=clock.now().date()
    )


def sequence(app: Flask) -> None:
    """The job that puts acts into the log, once."""
    with app.app_context():
        jobs.run("log-sequence")


@pytest.mark.usefixtures("paid")
def test_a_white_buyer_shows_a_pass(
    live: Registry, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    monkeypatch.setattr(_passes, "_now", lambda: anna.clock.now().timestamp())
    assert live.verify_pass_offline(made.signed).result is OfflineResult.PROBABLY
    first = live.verify_pass(made.code, order_ref="A-1", phone=ANNA)
    assert (first.result, first.bound) == (PassResult.WHITE, True)
    assert first.verified_on == anna.clock.now().date()
    assert live.verify_pass(made.signed, order_ref="A-1").result is PassResult.WHITE
    assert live.verify_pass(made.code, order_ref="A-2").result is PassResult.SPENT
    assert live.verify_pass("ABCD2345", order_ref="A-3").result is PassResult.UNKNOWN_CODE
    forged = made.signed[:-8] + "AAAAAAAA"
    assert live.verify_pass_offline(forged).result is OfflineResult.NOT_SIGNED


def test_a_shop_reads_each_change_once(live: Registry, app: Flask, clock: FixedClock) -> None:
    dispute = contested(live, Court(app, clock), clock, "A-1")
    with app.app_context():
        jobs.run("notices-tell")
    told = list(live.changes())
    assert dispute in {change.names.get("dispute") for change in told}
    assert all(isinstance(change.kind, ChangeKind) for change in told)
    assert list(live.changes()) == []
    contested(live, Court(app, clock), clock, "A-2")
    with app.app_context():
        jobs.run("notices-tell")
    again = list(live.changes())
    assert again
    assert {change.id for change in again}.isdisjoint(change.id for change in told)
