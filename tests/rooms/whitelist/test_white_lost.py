"""White ends at once, whichever linked identifier it is lost on, at lookups and at the counter."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from bonafide.protocol.words import Level
from registry.identifiers.models import Identifier
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.ids import read_public_id
from registry.ops import jobs
from registry.reports import contests
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person
from tests.rooms.whitelist.test_passes import shown


@pytest.fixture
def linked(anna: Person, paid: None) -> Person:
    """White by the orders on her phone, with an e-mail beside it."""
    anna.enrols()
    return anna.proves(ADDRESS)


def fails_by_mail(clock: FixedClock, *keepers: Keeper) -> list[str]:
    """Orders on the e-mail alone fail today; the reports' ids."""
    said = {"occurred_on": str(clock.now().date())}
    said["customer_told_on"] = said["occurred_on"]
    return [
        each.failed("F-1", [each.element(ADDRESS)], **said).get_json()["id"] for each in keepers
    ]


@pytest.mark.parametrize("marked", [True, False], ids=["as it is", "broken"])
def test_failures_on_the_e_mail_end_white_on_the_phone_the_moment_they_count(
    linked: Person,
    shop: Keeper,
    rival: Keeper,
    third: Keeper,
    clock: FixedClock,
    marked: bool,
) -> None:
    fails_by_mail(clock, rival, third)
    clock.advance(timedelta(days=7))
    jobs.run("white-renew")
    if not marked:
        with transaction() as session:
            session.execute(update(Identifier).values(doubted_on=None))
    assert shop.ask(ANNA)[0]["level"] == Level.WHITE
    clock.advance(timedelta(hours=11, minutes=50))
    made = linked.shows_a_pass()
    if not marked:
        with transaction() as session:
            session.execute(update(Identifier).values(doubted_on=None))
    clock.advance(timedelta(minutes=12))
    heard = shop.ask(ANNA)[0]["level"]
    assert (heard == Level.WHITE) is not marked
    assert shown(shop, made.code)["result"] == "not_white"
    assert shop.ask(ANNA)[0]["level"] != Level.WHITE
    jobs.run("white-renew")
    assert shop.ask(ANNA)[0]["level"] != Level.WHITE
    assert linked.sees().why.level is not Level.WHITE


@pytest.mark.parametrize("followed", [True, False], ids=["as it is", "broken"])
def test_a_paid_order_taken_back_on_the_e_mail_ends_white_on_the_phone_in_that_moment(
    anna: Person, shop: Keeper, third: Keeper, clock: FixedClock, app: Flask, followed: bool
) -> None:
    for order in ("P-1", "P-2"):
        shop.put(order, ANNA)
    last = third.put("P-3", [third.element(ADDRESS)]).get_json()["id"]
    clock.advance(timedelta(days=1))
    anna.proves(ADDRESS).enrols()
    made = anna.shows_a_pass()
    assert shop.ask(ANNA)[0]["level"] == Level.WHITE
    if not followed:
        app.extensions["bonafide-follow"] = ()
    gone = third.send("DELETE", f"/v1/reports/{last}", {"revision": 2})
    assert gone.status_code == 200
    heard = shop.ask(ANNA)[0]["level"]
    assert (heard == Level.WHITE) is not followed
    assert shown(shop, made.code)["result"] == "not_white"


def test_a_ruling_on_the_e_mail_is_heard_on_the_phone_from_the_day_it_counts(
    linked: Person, shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    ids = fails_by_mail(clock, rival, third)
    with transaction() as session:
        for each in ids:
            key = read_public_id("rep_", each)
            assert key is not None
            contests.suspend(session, contests.get(session, *key), today=clock.now().date())
    clock.advance(timedelta(days=10))
    jobs.run("white-renew")
    with transaction() as session:
        for each in ids:
            key = read_public_id("rep_", each)
            assert key is not None
            contests.uphold(session, contests.get(session, *key), today=clock.now().date())
    assert shop.ask(ANNA)[0]["level"] == Level.WHITE
    clock.advance(timedelta(hours=12))
    assert shop.ask(ANNA)[0]["level"] != Level.WHITE
    with transaction() as session:
        for each in ids:
            key = read_public_id("rep_", each)
            assert key is not None
            contests.remove(session, contests.get(session, *key), today=clock.now().date())
    assert shop.ask(ANNA)[0]["level"] == Level.WHITE
