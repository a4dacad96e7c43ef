"""What a person sees of questions is whole, in however many runs it lies, and a few pages large."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, func, inspect, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from bonafide.protocol.words import Purpose, World
from registry.inquiries import asked, integrity, log, planted, retention, runs
from registry.inquiries.log import Asked
from registry.inquiries.models import Inquiry, Lookup
from registry.inquiries.runs import Runs
from registry.kernel import sqlite_rows
from registry.kernel.clock import FixedClock
from registry.kernel.db import Base
from registry.ops import schema
from tests.rooms.keeper import Keeper

ANNA, BORIS = "+79160000001", "+79160000002"
DAY = timedelta(days=1)


@pytest.fixture
def anna(
    app: Flask,
    shop: Keeper,
    clock: FixedClock,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> int:
    """Her row: she was asked about on four days, often beside somebody else, in ten runs."""
    monkeypatch.setattr(runs, "ROWS", 2)
    monkeypatch.setattr(runs, "current", Runs())
    for _ in range(3):
        for _ in range(3):
            shop.ask(ANNA, BORIS)
        clock.advance(DAY)
    shop.ask(ANNA)
    people = select(Inquiry.identifier_id).group_by(Inquiry.identifier_id)
    [who] = session.scalars(people.having(func.count() == 10))
    assert session.scalar(select(func.count(Inquiry.run.distinct()))) == 10
    return who


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_person_sees_every_question_newest_first(
    anna: int, session: Session, clock: FixedClock
) -> None:
    today = clock.now().date()
    seen = [each.asked_on for each in asked.asked_about(session, [anna])]
    assert seen == [today] + [today - DAY * back for back in (1, 1, 1, 2, 2, 2, 3, 3, 3)]
    assert len(asked.asked_about(session, [anna], limit=4)) == 4
    assert asked.asked_about(session, [anna + 1]) == []
    assert asked.asked_about(session, []) == []


def test_who_asks_since_when_is_found_to_the_day(
    anna: int, session: Session, clock: FixedClock, shop: Keeper
) -> None:
    today = clock.now().date()
    [newest] = session.scalars(select(Lookup.id).where(Lookup.asked_on == today))
    assert asked.readers_of(session, [anna], since=today) == {shop.shop_id: newest}
    assert asked.readers_of(session, [anna], since=today + DAY) == {}
    everybody = set(session.scalars(select(Inquiry.identifier_id)))
    assert retention.asked_since(session, [*everybody], since=today) == {anna}
    assert retention.asked_since(session, [*everybody], since=today - DAY) == everybody
    planted.plant(session, anna, today=today - DAY)
    assert [(m.people, m.last_on) for m in planted.met(session)] == [(1, today)]


def test_an_erasure_and_the_end_of_retention_reach_every_run(
    anna: int, session: Session, clock: FixedClock
) -> None:
    asked.forget(session, [anna])
    assert anna not in session.scalars(select(Inquiry.identifier_id)).all()
    assert (count(session, Inquiry), count(session, Lookup)) == (9, 19)
    assert list(integrity.faults(session)) == []
    today = clock.now().date()
    forget = partial(retention.forget_old, session, before=today - DAY, today=today)
    old = select(Lookup).where(Lookup.asked_on < today - DAY, Lookup.asked_about != b"")
    session.scalars(old.limit(1)).one().asked_about = None
    assert [forget(limit=5) for _ in range(4)] == [5, 5, 2, 0]
    assert (count(session, Inquiry), count(session, Lookup)) == (3, 7)
    assert list(integrity.faults(session)) == []


A_RUN, A_DAY = 1, runs.first_of(date.min)


@pytest.mark.parametrize(
    ("tables", "away"), [([Lookup], A_RUN), ([Inquiry], A_RUN), ([Lookup, Inquiry], A_DAY)]
)
def test_rows_that_lie_elsewhere_are_found_by_the_check(
    anna: int, session: Session, tables: list[type[Lookup | Inquiry]], away: int
) -> None:
    """On another day in both tables, they would be left out of what was asked since."""
    assert list(integrity.faults(session)) == []
    for table in tables:
        session.execute(update(table).values(run=table.run + away))
    found = [each.where for each in integrity.faults(session)]
    assert len([name for name in found if name.startswith("lkp_")]) == 19


def pages_of_a_batch(file: Path, *, rows_of_a_run: int) -> int:
    """How many pages one batch of a thousand changes behind thirty others, people in no order."""
    chance, today = Random(1), date(2026, 10, 1)
    with closing(sqlite3.connect(file)) as driver, pytest.MonkeyPatch.context() as patch:
        driver.execute("PRAGMA journal_mode=WAL")
        for table in (log.LOG_LOOKUP.table, log.LOG_INQUIRY.table):
            driver.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        patch.setattr(runs, "ROWS", rows_of_a_run)
        patch.setattr(runs, "current", Runs())
        for start in range(0, 31_000, 1_000):
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            people = [(chance.getrandbits(62),) for _ in range(1_000)]
            batch = [
                Asked(start + n, Purpose.DISPATCH, "cod", b"", who) for n, who in enumerate(people)
            ]
            for inserted, rows in log.steps(batch, shop_id=7, world=World.LIVE, today=today):
                sqlite_rows.run(driver, sqlite_rows.statements(inserted.table, rows))
            driver.commit()
        [(_, frames, _)] = driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return int(frames)


def test_a_batch_changes_some_pages_and_not_one_for_each_person(tmp_path: Path) -> None:
    """Were all questions of a day one run, each person's row would lie on a page of its own."""
    few, many = (
        pages_of_a_batch(tmp_path / f"{rows}.db", rows_of_a_run=rows) for rows in (2_000, 1_000_000)
    )
    assert 3 * few < many


def test_questions_of_before_are_seen_after_the_migrations_and_back(empty: Engine) -> None:
    before = "SELECT identifier_id, lookup_id, shop_id, asked_on, purpose FROM inquiry ORDER BY 2"
    met = "SELECT shop_id, identifier_id, first_on, via FROM first_contact ORDER BY 1, 2"
    people = "SELECT id, world, kind, created_on, sign_outs, level FROM identifier ORDER BY 1"
    with empty.begin() as connection:
        command.upgrade(schema._config(connection), "0016")
        for n, day in enumerate(("2000-02-29", "2026-10-01", "2026-10-01")):
            said = {"n": n, "day": date.fromisoformat(day), "about": (9).to_bytes(8, "big")}
            for statement in (
                "INSERT INTO lookup (shop_id, id, world, asked_on, purpose, payment, order_mac,"
                " asked_about) VALUES (7, :n, 'live', :day, 'dispatch', 'cod', :about, :about)",
                "INSERT INTO inquiry (identifier_id, lookup_id, shop_id, asked_on, purpose)"
                " VALUES (9, :n, 7, :day, 'dispatch')",
                "INSERT INTO first_contact (shop_id, identifier_id, first_on, via)"
                " VALUES (7 - :n, :n, :day, 'lookup')",
                "INSERT INTO identifier (id, world, kind, created_on, frozen, opted_out, shared)"
                " VALUES (7 - :n, 'live', 'phone', :day, false, false, false)",
            ):
                connection.execute(text(statement), said)
        seen = [connection.execute(text(each)).all() for each in (before, met, people)]
    with empty.begin() as connection:
        command.upgrade(schema._config(connection), "0018")
    with Session(empty) as session:
        assert list(integrity.faults(session)) == []
        days = [each.asked_on for each in asked.asked_about(session, [9])]
        assert days == [date(2026, 10, 1)] * 2 + [date(2000, 2, 29)]
        session.rollback()
    with empty.begin() as connection:
        command.downgrade(schema._config(connection), "0016")
    with empty.begin() as connection:
        assert [connection.execute(text(each)).all() for each in (before, met, people)] == seen
        assert "run" not in {each["name"] for each in inspect(connection).get_columns("lookup")}
