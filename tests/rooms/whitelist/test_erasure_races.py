"""An erasure meets what is under way: another erasure, a report, an import of before."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.identifiers.models import Identifier
from registry.inquiries.models import FirstContact
from registry.inquiries.service import Account, grant_import
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from registry.reports.models import History, Report
from registry.reports.writing import Writes
from registry.whitelist import service
from registry.whitelist.errors import NothingProvenError
from registry.whitelist.service import World
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.threads import at_once
from tests.rooms.whitelist.conftest import Person


def test_two_tabs_that_erase_at_once_erase_once(
    anna: Person, app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.rollback()
    anna.enrols()
    around, before = anna.around(), anna.holder
    monkeypatch.setattr(Person, "around", lambda _: around)
    tabs = [Person(anna.clock, before) for _ in range(3)]

    def erase(number: int) -> int:
        with app.app_context():
            try:
                return int(tabs[number].does(service.erase).done)
            except NothingProvenError:
                return 0

    assert sorted(at_once(3, erase)) == [0, 0, 1]
    live = select(func.count()).select_from(Identifier).where(Identifier.world == World.LIVE)
    assert session.scalar(live) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_report_under_way_during_an_erasure_speaks_to_nobody_and_is_swept(
    anna: Person, shop: Keeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL only: SQLite lets one writer in at a time.

    What the first look finds is what a registry without the sweep would keep.
    """
    session.rollback()
    named, erased = threading.Event(), threading.Event()
    save = Writes.save

    def slow(self: Writes, inside: Session) -> None:
        named.set()
        assert erased.wait(30)
        save(self, inside)

    monkeypatch.setattr(Writes, "save", slow)
    body = shop.report("A-1", ANNA)
    with ThreadPoolExecutor(1) as pool:
        reported = pool.submit(shop.send, "PUT", "/v1/reports", body)
        assert named.wait(30)
        anna.does(service.erase)
        erased.set()
        assert reported.result(timeout=30).status_code == 201
    monkeypatch.undo()
    assert left(session) == (1, 1, False)
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 0
    jobs.run("finish-erasures")
    assert left(session) == (0, 1, True)


def left(session: Session) -> tuple[Any, ...]:
    """Rows of history, first contacts, and whether the report names nobody any more."""
    counts = [
        session.scalar(select(func.count()).select_from(table)) for table in (History, FirstContact)
    ]
    [named] = session.scalars(select(Report.identifier_ids)).all()
    session.rollback()
    return (*counts, named == [])


@pytest.mark.usefixtures("paid")
def test_past_orders_that_are_imported_again_are_ignored(
    anna: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    session.rollback()
    anna.does(service.erase)
    with transaction() as inside:
        grant_import(
            inside,
            caller=Account(shop.shop_id, World.LIVE),
            people=5,
            today=clock.now().date(),
        )
    for order in ("P-1", "OLD-1"):
        said = shop.put(order, ANNA, imported=True, occurred_on="2026-10-01")
        assert (said.status_code, said.get_json()["ignored"]) == (200, "erased"), order
    assert session.scalar(select(func.count()).select_from(History)) == 0
