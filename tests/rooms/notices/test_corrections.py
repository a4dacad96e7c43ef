"""Corrections reach the shops whose answers rest on what was corrected, and no other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.notices.rules import READERS_SINCE
from registry.ops import jobs
from registry.trust.comparing import Difference
from tests.rooms.keeper import ANNA, BORIS, Keeper

Days = Callable[[int], None]


@pytest.fixture
def days(app: Flask, clock: FixedClock) -> Days:
    """Let days go by."""
    return lambda number: clock.advance(timedelta(days=number))


def told(keeper: Keeper) -> list[dict[str, Any]]:
    """The shop's feed."""
    found: list[dict[str, Any]] = keeper.send("GET", "/v1/changes").get_json()["data"]
    return found


def good_anna(shop: Keeper, days: Days) -> None:
    """Anna paid for three orders at one shop; by now they count."""
    for number in range(3):
        assert shop.put(f"A-{number}", ANNA).status_code == 201
    days(2)


def take_back(shop: Keeper, *orders: str) -> None:
    """The shop says that these came back after all."""
    for order in orders:
        answer = shop.put(order, ANNA, revision=2, outcome="returned")
        assert answer.status_code == 200, answer.get_json()


def test_an_answer_that_turns_to_unknown_is_told_at_once(
    shop: Keeper, rival: Keeper, days: Days
) -> None:
    good_anna(shop, days)
    [asked] = rival.ask(ANNA)
    assert asked["level"] == "good"
    take_back(shop, "A-0", "A-1")
    assert jobs.run("notices-tell")["answers"] >= 1
    assert rival.ask(ANNA)[0]["level"] == "unknown"
    [change] = told(rival)
    assert (change["kind"], change["lookup"]) == ("answer.changed", asked["id"])
    assert change.keys() == {"id", "kind", "lookup", "on"}
    assert told(shop) == []


def test_it_is_told_once(shop: Keeper, rival: Keeper, days: Days) -> None:
    good_anna(shop, days)
    rival.ask(ANNA)
    take_back(shop, "A-0", "A-1")
    jobs.run("notices-tell")
    jobs.run("notices-tell")
    days(1)
    jobs.run("notices-daily")
    jobs.run("notices-daily")
    assert len(told(rival)) == 1


def test_another_change_waits_for_the_daily_boundary(
    shop: Keeper, rival: Keeper, days: Days
) -> None:
    shop.failed("A-1", ANNA)
    days(9)
    [before] = rival.ask(ANNA)
    corrected = shop.failed("A-1", ANNA, revision=2, fault="courier")
    assert corrected.status_code == 200
    assert jobs.run("notices-tell")["answers"] == 0
    assert jobs.run("notices-daily")["answers"] == 0
    days(1)
    assert jobs.run("notices-daily")["answers"] == 1
    [change] = told(rival)
    assert change["lookup"] == before["id"]
    assert rival.ask(ANNA)[0]["risk"]["estimate"] < before["risk"]["estimate"]


def test_a_report_that_is_taken_back_is_told_of(shop: Keeper, rival: Keeper, days: Days) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    days(9)
    rival.ask(ANNA)
    shop.send("DELETE", f"/v1/reports/{report}", {"revision": 2})
    days(1)
    assert jobs.run("notices-daily")["answers"] == 1


def test_who_would_see_no_difference_is_not_told(shop: Keeper, rival: Keeper, days: Days) -> None:
    good_anna(shop, days)
    rival.ask(ANNA)
    shop.put("A-0", ANNA, revision=2, segment="north")
    jobs.run("notices-tell")
    days(1)
    jobs.run("notices-daily")
    assert told(rival) == []


def test_a_check_that_takes_every_change_for_a_difference_tells_too_many(
    shop: Keeper, rival: Keeper, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant."""
    monkeypatch.setattr(Difference, "seen", property(lambda _: True))
    good_anna(shop, days)
    rival.ask(ANNA)
    shop.put("A-0", ANNA, revision=2, segment="north")
    days(1)
    jobs.run("notices-daily")
    assert len(told(rival)) == 1


def test_who_asked_about_somebody_else_or_long_ago_is_not_told(
    shop: Keeper, rival: Keeper, days: Days
) -> None:
    good_anna(shop, days)
    rival.ask(ANNA)
    days(READERS_SINCE.days + 1)
    rival.ask(BORIS)
    take_back(shop, "A-0", "A-1", "A-2")
    jobs.run("notices-tell")
    days(1)
    jobs.run("notices-daily")
    assert told(rival) == []


def test_the_newest_question_is_named(shop: Keeper, rival: Keeper, days: Days) -> None:
    good_anna(shop, days)
    rival.ask(ANNA)
    days(1)
    [newest] = rival.ask(ANNA)
    take_back(shop, "A-0", "A-1")
    jobs.run("notices-tell")
    assert [each["lookup"] for each in told(rival)] == [newest["id"]]


def test_what_is_old_is_forgotten(shop: Keeper, rival: Keeper, days: Days) -> None:
    good_anna(shop, days)
    rival.ask(ANNA)
    take_back(shop, "A-0", "A-1")
    jobs.run("notices-tell")
    days(1)
    jobs.run("notices-daily")
    days(92)
    assert jobs.run("notices-daily")["forgotten"] == 1
    assert told(rival) == []
