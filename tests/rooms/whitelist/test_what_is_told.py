"""What a customer reads of what is to come, and of a record that is paused."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.reports.models import History
from registry.whitelist import service
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.whitelist.conftest import Person
from tests.rooms.whitelist.test_signing_out import browser


def test_the_overview_names_what_will_count_and_from_when_after_a_ruling_too(
    app: Flask, shop: Keeper, anna: Person, clock: FixedClock
) -> None:
    shop.failed("A-1", ANNA)
    counts_on = clock.now().date() + timedelta(days=8)
    here = browser(app, anna)
    said = f"From {counts_on.day} {counts_on:%B %Y} a report counts against you"

    def stands(page: str) -> str:
        return here.read(page).replace("\xa0", " ")

    for _ in range(2):  # as filed, and as it stands once an admin upheld it
        assert said in stands("/me/home")
        assert "nothing changes" not in stands("/me/home")
        assert "Counts from" in stands("/me/orders")
        with transaction() as session:
            session.execute(update(History).values(state="upheld"))
    assert "and it was confirmed" in stands("/me/home")
    clock.advance(timedelta(days=8))
    here = browser(app, anna)
    assert said not in stands("/me/home")
    assert "Counts from" not in stands("/me/orders")


@pytest.mark.usefixtures("paid")
def test_the_overview_says_until_when_a_place_on_the_white_list_lasts(
    app: Flask, anna: Person, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    anna.enrols()
    place = anna.sees().place
    assert place is not None
    home = browser(app, anna).read("/me/home")
    assert f"lasts until {place.until.day} {place.until:%B %Y}" in home.replace("\xa0", " ")
    assert "nothing changes" not in home


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("act", "heard"),
    [(service.freeze, "word for word as of a new customer"), (service.opt_out, "takes no part")],
    ids=["frozen", "opted out"],
)
def test_a_paused_record_is_shown_as_it_is_and_as_paused(
    app: Flask, anna: Person, clock: FixedClock, act: object, heard: str
) -> None:
    clock.advance(timedelta(days=1))
    weights = [each.weight for each in anna.sees().statements]
    assert callable(act)
    anna.does(act)
    here = browser(app, anna)

    def stands(page: str) -> str:
        return here.read(page)

    assert [each.weight for each in anna.sees().statements] == weights != [0, 0, 0]
    home = stands("/me/home")
    assert (heard in home, "“good” today" in home) == (True, True)
    assert "speaks for you." not in home
    white = stands("/me/white")
    assert ("frozen or opted out" in white, "Paid orders: 0" in white) == (True, False)
    assert "white list: 3; shops where you paid: 2" in white
    orders = stands("/me/orders")
    assert (orders.count("paused, since"), orders.count("for you</dd>")) == (3, 3)
    assert "Not enough counts" not in stands("/me/export")
    document: dict[str, Any] = json.loads(here.read("/me/export.json"))
    assert (document["level"]["level"], document["paused"]) == ("unknown", True)
    assert document["level_if_lifted"]["level"] == "good"
    assert document["white_list"]["record"]["paid_orders"] == 3
