"""Whatever is changed in the tables behind the service's back is found and named.

``BONAFIDE_STRIKES`` says how many changes are tried on each engine: a few here, a thousand in
``make drill``.
"""

import os
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from bonafide.protocol.notes import Checkpoint, write_note
from registry.audit import entries, verify
from registry.audit import service as audit
from registry.audit.api import current_signer
from registry.audit.models import Commitment
from registry.audit.rules import Opening
from registry.disputes import integrity as cases
from registry.disputes.words import Verdict
from registry.inquiries import integrity as questions
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.ops import jobs, logbook
from registry.reports import integrity
from tests.rooms.audit.conftest import PEOPLE
from tests.rooms.audit.tamper import Snapshot, Tamperer, read, replace, snapshot, table_of
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.shopkeeper import answer
from tests.rooms.keeper import Keeper
from tests.rooms.ops.conftest import Command, document

STRIKES = int(os.environ.get("BONAFIDE_STRIKES", "40"))
MOST_STRIKES = 600


@pytest.fixture
def earlier(app: Flask, shop: Keeper, rival: Keeper, clock: FixedClock) -> list[Snapshot]:
    """A registry with a past; the states that it had on the way."""
    states: list[Snapshot] = []

    def step() -> None:
        jobs.run("log-sequence")
        with transaction() as session:
            states.append(snapshot(session.connection()))

    for number, who in enumerate(PEOPLE[:6]):
        shop.put(f"A-{number}", who)
        rival.failed(f"B-{number}", who)
    shop.ask(PEOPLE[0], PEOPLE[1])
    court, contested = Court(app, clock), rival.failed("B-7", PEOPLE[7]).get_json()["id"]
    upheld = court.contest(rival.failed("B-8", PEOPLE[8]).get_json()["id"]).public_id
    answer(rival, upheld)
    court.contest(contested)
    step()
    court.rule(upheld, Verdict.UPHELD)
    shop.put("A-0", PEOPLE[0], revision=2, outcome="returned")
    shop.put("A-0", PEOPLE[0], revision=3)
    rival.failed("B-1", PEOPLE[1], revision=2, fault="unknown")
    clock.advance(timedelta(days=1))
    jobs.run("log-lookups")
    step()
    gone = rival.failed("B-9", PEOPLE[9], customer_told_on=None).get_json()["id"]
    rival.send("DELETE", f"/v1/reports/{gone}", {"revision": 2})
    shop.put("A-5", PEOPLE[5], revision=2, outcome="cancelled")
    with transaction() as session:
        kind = audit.ActKind.REPORT
        leaf = audit.commit(session, kind=kind, subject=1, facts={}, on=clock.now().date())
        audit.forget(session, [leaf], on=clock.now().date())
    jobs.run("log-sequence")
    return states


@pytest.fixture
def note(earlier: list[Snapshot]) -> str:
    """The newest checkpoint, which somebody kept."""
    with transaction() as session:
        return audit.newest_note(session)


@pytest.fixture
def tables(earlier: list[Snapshot]) -> Iterator[Connection]:
    """The tables in somebody's hands; whatever he does is undone."""
    session = db.session()
    yield session.connection()
    session.rollback()


def faults(note: str) -> list[str]:
    """What the check says, in a transaction that sees the change."""
    session = db.session()
    session.expire_all()
    return [f"{each.where} {each.what}" for each in logbook.examine_in(session, note).faults]


def test_an_untouched_registry_has_no_fault(note: str, tables: Connection) -> None:
    assert faults(note) == []


def test_every_change_behind_the_services_back_is_found(
    note: str, earlier: list[Snapshot], app: Flask
) -> None:
    chance = random.Random(7)
    missed = []
    for _ in range(STRIKES):
        session = db.session()
        done = Tamperer(session.connection(), chance, earlier).strike()
        if not faults(note):
            missed.append(done)
        session.rollback()
    assert missed == []


@pytest.mark.parametrize(
    "blind", ["entries", "facts", "history", "cases", "questions", "checkpoints", "orphans"]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_check_that_looks_away_misses_some(
    note: str, earlier: list[Snapshot], app: Flask, monkeypatch: pytest.MonkeyPatch, blind: str
) -> None:
    """Each part of the check is needed: without it some of the same changes pass."""
    broken = {
        "entries": (entries, "opens", lambda _: True),
        "facts": (Opening, "says", lambda *_: True),
        "history": (integrity, "faults", lambda _: iter(())),
        "cases": (cases, "faults", lambda _: iter(())),
        "questions": (questions, "faults", lambda _: iter(())),
        "checkpoints": (verify, "_checkpoints", lambda *_: iter(())),
        "orphans": (verify, "_fault_of", lambda *_: ""),
    }
    monkeypatch.setattr(*broken[blind])
    chance = random.Random(7)
    for _ in range(MOST_STRIKES):
        session = db.session()
        Tamperer(session.connection(), chance, earlier).strike()
        found = faults(note)
        session.rollback()
        if not found:
            return
    pytest.fail("nothing was missed: this part of the check is tested by nothing")


def test_a_row_put_back_to_what_it_once_said_is_named(
    note: str, earlier: list[Snapshot], tables: Connection
) -> None:
    reports = read(tables, table_of("report"))
    corrected = next(row for row in reports if row["revision"] == 3)
    old = next(row for row in earlier[0]["report"] if row["id"] == corrected["id"])
    replace(tables, table_of("report"), [old if row is corrected else row for row in reports])
    replace(tables, table_of("report_revision"), [])
    assert any("was put back to an older state" in each for each in faults(note))


def test_the_whole_database_put_back_is_seen_only_from_outside(
    note: str, earlier: list[Snapshot], tables: Connection
) -> None:
    for name, rows in earlier[1].items():
        replace(tables, table_of(name), rows)
    session = db.session()
    assert logbook.examine_in(session, None).faults == []
    [fault] = faults(note)
    assert fault.startswith("the checkpoint kept outside knows")


def test_a_checkpoint_of_another_key_or_another_history_is_a_fault(
    note: str, tables: Connection
) -> None:
    signer = current_signer()
    forked = write_note(Checkpoint(signer.origin, 3, bytes(32)), signer.pairs)
    assert faults(forked) == ["the checkpoint kept outside was signed for another tree"]
    assert faults("x") == ["the checkpoint kept outside is not signed by this log's key"]


def test_an_order_of_entries_that_was_never_signed_is_named(note: str, tables: Connection) -> None:
    rows = read(tables, table_of("commitment"))
    placed = sorted(row["position"] for row in rows)
    first, second = (next(row for row in rows if row["position"] == place) for place in placed[:2])
    first["position"], second["position"] = second["position"], first["position"]
    replace(tables, table_of("commitment"), rows)
    found = faults(note)
    assert len([each for each in found if "stands elsewhere in the tree" in each]) == 2


def test_operators_are_told_which_entry_it_is(
    command: Command, earlier: list[Snapshot], app: Flask
) -> None:
    well = document(command("log", "verify", "--json"))
    assert (well["well"], well["faults"], well["outside_checkpoint"]) == (True, [], False)
    with transaction() as session:
        table = table_of("report")
        rows = read(session.connection(), table)
        [one] = [row for row in rows if row["outcome"] == "cancelled"]
        session.execute(table.update().where(table.c.id == one["id"]).values(outcome="paid"))
    status, out, _ = command("log", "verify")
    assert status == 1
    assert "WRONG rep_" in out
    assert "says something else than entry" in out


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_doctor_looks_at_the_log_too(
    command: Command, earlier: list[Snapshot], app: Flask
) -> None:
    with transaction() as session:
        table = table_of("report")
        session.execute(table.update().values(segment="x"))
    status, out, _ = command("doctor")
    assert (status, "WRONG log: rep_" in out) == (1, True), out


def test_rows_of_before_the_log_have_no_entry_until_they_are_adopted(
    command: Command, shop: Keeper, app: Flask, clock: FixedClock
) -> None:
    Court(app, clock).contest(shop.failed("A-1", PEOPLE[0]).get_json()["id"])
    with transaction() as session:
        for name in ("report", "api_key"):
            table = table_of(name)
            session.execute(table.update().values(commitment=None))
        session.execute(table_of("dispute").update().values(leaves=None))
        session.execute(table_of("commitment").delete())
    jobs.run("log-sequence")
    assert command("log", "verify")[1].count("has no entry in the log") == 3
    assert document(command("log", "adopt", "--json")) == {"adopted": 3}
    assert document(command("log", "adopt", "--json")) == {"adopted": 0}
    assert command("log", "verify")[0] == 0
    with transaction() as session:
        assert len(session.scalars(select(Commitment.leaf)).all()) == 3
