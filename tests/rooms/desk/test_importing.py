"""An import through the desk: in steps, resumed, refused, forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.importer.columns import Column
from bonafide.protocol.words import World
from registry.desk.importing import service
from registry.desk.importing.errors import UploadNotFoundError
from registry.desk.importing.models import ImportUpload
from registry.desk.importing.service import Ticket
from registry.identifiers.vault import current_vault
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.reports import service as reports
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.rules import Scope, Standing
from tests.rooms.conftest import Actor

HEADER = "order;phone;status;date;amount\n"
PHONE = "+7916000{:04}"


def caller(actor: Actor, *, direct: bool = True) -> Caller:
    return Caller(
        shop_id=actor.shop_id,
        world=World.LIVE,
        scopes=frozenset(Scope),
        key_id="desk",
        direct_tier=direct,
        standing=Standing.ACTIVE,
        shop_name="Северная лавка",
    )


def allow(session: Session, who: Caller, clock: FixedClock, people: int) -> None:
    account = Account(who.shop_id, World.LIVE)
    inquiries.grant_import(session, caller=account, people=people, today=clock.now().date())


def orders(*numbers: int) -> str:
    return HEADER + "".join(
        f"O-{each};{PHONE.format(each)};paid;2026-11-05;100\n" for each in numbers
    )


@pytest.fixture
def owner(app: Flask, clock: FixedClock, north: Actor) -> Caller:
    """The shop, allowed to bring in a hundred people."""
    with transaction() as session:
        allow(session, caller(north), clock, 100)
    return caller(north)


def receive(owner: Caller, text: str, clock: FixedClock) -> Ticket:
    with transaction() as session:
        ticket, _ = service.receive(
            session, caller=owner, name="o.csv", contents=text.encode(), now=clock.now()
        )
    return ticket


def step(owner: Caller, ticket: Ticket, clock: FixedClock) -> service.Progress:
    with transaction() as session:
        return service.advance(session, current_vault(), ticket, caller=owner, now=clock.now())


def filed(owner: Caller) -> int:
    with transaction() as session:
        return len(reports.list_reports(session, caller=owner, after=None, limit=1000))


def test_an_import_takes_the_good_rows_and_names_the_bad_ones(
    owner: Caller, clock: FixedClock
) -> None:
    ticket = receive(owner, orders(1, 2) + "O-3;12;paid;2026-11-05;100\n", clock)
    done = step(owner, ticket, clock)
    assert (done.taken, done.failed, done.finished, done.stopped) == (2, 1, True, None)
    assert filed(owner) == 2
    with transaction() as session:
        [complaint] = service.list_complaints(session, caller=owner, upload_id=ticket.upload_id)
    assert (complaint.line, complaint.column, complaint.reason) == (4, "phone", "too_short")


def test_a_dry_run_writes_nothing(owner: Caller, clock: FixedClock) -> None:
    ticket = receive(owner, orders(1, 2) + ";;;;\nO-3;12;paid;2026-11-05;100\n", clock)
    with transaction() as session:
        found = service.rehearse(session, ticket, caller=owner, now=clock.now())
    assert (found.good, found.failed, found.table.missing) == (2, 1, [])
    assert filed(owner) == 0


def test_an_import_goes_on_where_it_was(
    owner: Caller, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "STEP", 2)
    ticket = receive(owner, orders(1, 2, 3, 4, 5), clock)
    seen = [step(owner, ticket, clock).done for _ in range(3)]
    assert seen == [2, 4, 5]
    assert filed(owner) == 5
    assert step(owner, ticket, clock).done == 5, "one step too many changes nothing"


def test_a_step_that_is_lost_before_its_commit_is_taken_again_once(
    owner: Caller, clock: FixedClock
) -> None:
    ticket = receive(owner, orders(1, 2, 3), clock)
    session: Session = db.session()
    service.advance(session, current_vault(), ticket, caller=owner, now=clock.now())
    session.rollback()
    assert filed(owner) == 0
    assert step(owner, ticket, clock).taken == 3
    assert filed(owner) == 3


def test_it_waits_when_the_leave_to_bring_people_in_is_used_up(
    app: Flask, clock: FixedClock, north: Actor
) -> None:
    owner = caller(north)
    with transaction() as session:
        allow(session, owner, clock, 2)
    ticket = receive(owner, orders(*range(1, 6)), clock)
    waiting = step(owner, ticket, clock)
    assert waiting.stopped == "budget_exhausted"
    assert not waiting.finished
    with transaction() as session:
        allow(session, owner, clock, 50)
    assert step(owner, ticket, clock).finished
    assert filed(owner) == 5


def test_the_database_alone_does_not_open_an_upload(
    owner: Caller, clock: FixedClock, session: Session
) -> None:
    ticket = receive(owner, orders(1), clock)
    row = session.scalars(select(ImportUpload)).one()
    assert PHONE.format(1).encode() not in row.sealed
    wrong = replace(ticket, key=bytes(32))
    with pytest.raises(UploadNotFoundError):
        service.progress(session, wrong, caller=owner, now=clock.now())


def test_another_shop_with_the_right_key_finds_nothing(
    owner: Caller, south: Actor, clock: FixedClock, session: Session
) -> None:
    ticket = receive(owner, orders(1), clock)
    with pytest.raises(UploadNotFoundError):
        service.progress(session, ticket, caller=caller(south), now=clock.now())
    complaints = service.list_complaints(session, caller=caller(south), upload_id=ticket.upload_id)
    assert complaints == []


def test_an_upload_is_gone_after_an_hour(owner: Caller, clock: FixedClock) -> None:
    ticket = receive(owner, orders(1), clock)
    clock.advance(timedelta(hours=1))
    with pytest.raises(UploadNotFoundError):
        step(owner, ticket, clock)
    with transaction() as session:
        assert service.forget_old(session, now=clock.now()) == 1
    with transaction() as session:
        assert session.scalars(select(ImportUpload)).all() == []


def test_columns_can_be_chosen_until_the_import_begins(owner: Caller, clock: FixedClock) -> None:
    text = "a;b;c;d;e\nO-1;+79161234567;paid;2026-11-05;100\n"
    ticket = receive(owner, text, clock)
    places = dict(
        zip(
            (Column.ORDER_REF, Column.PHONE, Column.OUTCOME, Column.OCCURRED_ON, Column.AMOUNT),
            range(5),
            strict=True,
        )
    )
    with transaction() as session:
        service.set_places(session, ticket, caller=owner, places=places, now=clock.now())
    assert step(owner, ticket, clock).taken == 1
    with transaction() as session:
        service.set_places(session, ticket, caller=owner, places={}, now=clock.now())
        kept = service.rehearse(session, ticket, caller=owner, now=clock.now()).table.places
    assert kept == places


def test_a_shop_outside_the_direct_tier_gets_every_row_refused(
    owner: Caller, north: Actor, clock: FixedClock
) -> None:
    ticket = receive(owner, orders(1), clock)
    done = step(caller(north, direct=False), ticket, clock)
    assert (done.taken, done.failed) == (0, 1)
    with transaction() as session:
        assert not shops.get_shop(session, north.shop_id).direct_tier
