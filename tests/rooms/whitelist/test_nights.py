"""The jobs of the night: places given, renewed and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.ops import jobs
from registry.whitelist.models import Customer, Review
from registry.whitelist.service import Decision
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person
from tests.rooms.whitelist.test_ends import decide


def night() -> dict[str, int]:
    """What the job did to places on the list."""
    done = dict(jobs.run("white-renew"))
    assert done.pop("shared") == 0
    return done


@pytest.mark.usefixtures("paid")
def test_a_place_is_given_in_the_night_after_the_third_paid_order_counts(
    boris: Person, anna: Person, shop: Keeper, third: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    boris.enrols()
    anna.enrols()
    assert night() == {"given": 0, "kept": 1, "ended": 0, "doubted": 0}
    day = str(clock.now().date())
    for keeper, order in ((shop, "B-1"), (shop, "B-2"), (third, "B-3")):
        keeper.put(order, BORIS, occurred_on=day)
    assert night()["given"] == 0
    clock.advance(timedelta(days=1))
    assert night() == {"given": 1, "kept": 1, "ended": 0, "doubted": 0}
    white = rival.ask(BORIS)[0]["white"]
    assert white["since"] == "2026-11"


@pytest.mark.usefixtures("paid")
def test_with_one_identifier_the_place_ends_after_180_silent_days(
    anna: Person, rival: Keeper, clock: FixedClock, session: Session
) -> None:
    anna.enrols()
    clock.advance(timedelta(days=179))
    assert rival.ask(ANNA)[0]["level"] == "white"
    assert night()["kept"] == 1
    clock.advance(timedelta(days=1))
    assert rival.ask(ANNA)[0]["level"] == "good"
    assert night()["ended"] == 1
    assert session.scalars(select(Customer.white_since)).one() is None
    gaps = [gap.what for gap in anna.sees().eligibility.gaps]
    assert "second" in gaps


@pytest.mark.usefixtures("paid")
def test_a_second_identifier_vouches_for_the_first_through_a_silence(
    anna: Person, rival: Keeper, clock: FixedClock, session: Session
) -> None:
    anna.enrols()
    clock.advance(timedelta(days=200))
    night()
    anna.proves(ADDRESS)
    assert rival.ask(ANNA)[0]["level"] == "white"
    until = session.scalars(select(Customer.white_until)).one()
    session.rollback()
    clock.advance(timedelta(days=149))
    assert night()["kept"] == 1
    assert session.scalars(select(Customer.white_until)).one() == until
    session.rollback()
    clock.advance(timedelta(days=2))
    assert night()["kept"] == 1
    later = session.scalars(select(Customer.white_until)).one()
    assert later is not None
    assert until is not None
    assert later > until


@pytest.mark.usefixtures("paid")
def test_one_shop_takes_nobodys_white_away_but_asks_an_admin_once(
    anna: Person, rival: Keeper, third: Keeper, clock: FixedClock, session: Session
) -> None:
    anna.enrols()
    day = str(clock.now().date())
    rival.failed("F-1", ANNA, occurred_on=day, customer_told_on=day)
    clock.advance(timedelta(days=8))
    assert night() == {"given": 0, "kept": 1, "ended": 0, "doubted": 1}
    assert night()["doubted"] == 0
    assert third.ask(ANNA)[0]["level"] == "white"
    assert session.scalars(select(Review.kind)).all() == ["doubt"]
    session.rollback()
    decide(anna, Decision.REFUSE)
    assert third.ask(ANNA)[0]["level"] != "white"
    assert night() == {"given": 0, "kept": 0, "ended": 0, "doubted": 0}


@pytest.mark.usefixtures("paid")
def test_two_shops_take_white_away_at_once_and_the_night_writes_it_down(
    anna: Person, shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    day = str(clock.now().date())
    for keeper in (rival, third):
        keeper.failed("F-1", ANNA, occurred_on=day, customer_told_on=day)
    clock.advance(timedelta(days=8))
    assert shop.ask(ANNA)[0]["level"] != "white"
    assert night()["ended"] == 1
    assert anna.sees().place is None
