"""A shop's past orders replayed over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.staff.roles import Role
from registry.trust.economics import backtesting
from tests.rooms.desk.test_desk_pages import hire
from tests.rooms.figures.conftest import Admit, Teller, filing

Night = Callable[..., None]


BAD = [f"bad {n}" for n in range(6)]


def failed_elsewhere(teller: Admit) -> None:
    """Each of six people failed at two of three shops, which are no cluster by that."""
    shops = [teller(f"Лавка {n}") for n in range(3)]
    for shop in shops:
        shop.is_honest()
    for number, who in enumerate(BAD):
        for shop in (shops[number % 3], shops[(number + 1) % 3]):
            shop.told(who, "refused")
            shop.told(who, "no_show")


def slandered(teller: Admit, night: Night) -> Teller:
    """A shop whose six refused orders other shops could have foretold."""
    north = teller("Северная лавка")
    failed_elsewhere(teller)
    night(10)
    for who in BAD:
        north.told(who, "refused")
    north.told("good")
    night(1)
    return north


def test_a_shop_sees_what_each_step_would_have_done(teller: Admit, night: Night) -> None:
    north = slandered(teller, night)
    found = north.got("/v1/shop/backtest")
    assert (found["orders"], found["with_others"], found["failed"]) == (7, 7, 6)
    assert found["losses"] == "5775.00"
    call = found["thresholds"][0]
    assert call == {
        "code": "confirm_call",
        "from_times": "1.5",
        "failed_caught": 6,
        "failed_caught_percent": "100.00",
        "losses_avoided": "5775.00",
        "good_bothered": None,
        "good_bothered_percent": None,
        "revenue_bothered": None,
    }
    assert found["own_history_only"][0]["failed_caught"] == 0
    assert found["own_history_only"][0]["good_bothered"] == 0
    assert north.got("/v1/shop/backtest") == found


def test_the_desk_draws_what_each_step_would_have_done(
    teller: Admit, night: Night, app: Flask, clock: FixedClock
) -> None:
    north = slandered(teller, night)
    owner = hire(app, clock, "olga", Role.OWNER, north.actor.shop_id)
    _, _, shown = owner.read("/desk/figures").partition("<h2>Advice tried on your past orders</h2>")
    assert shown.count("<svg") == 1
    table = shown.partition("<tbody>")[2]
    assert "call first" in shown
    assert "5,775" in table


def test_what_others_moved_by_fewer_than_five_orders_is_not_told(
    teller: Admit, night: Night
) -> None:
    """Four looks like none, so no figure is about one person."""
    north = slandered(teller, night)
    failed = [each for each in north.got("/v1/reports")["data"] if each["outcome"] == "refused"]
    for report in failed[:2]:
        north.retract(report["id"])
    found = north.got("/v1/shop/backtest")
    assert found["failed"] == 4
    assert found["thresholds"][0]["failed_caught"] is None
    assert found["hidden_below"] == 5


def test_reports_of_the_same_day_and_later_are_not_known(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    south.is_honest()
    for who in BAD:
        north.told(who, "refused")
        south.told(who, "refused")
    night(1)
    before = north.got("/v1/shop/backtest")
    assert before["thresholds"][0]["failed_caught"] is None
    night(30)
    for who in BAD:
        south.told(who, "no_show")
    night(30)
    assert north.got("/v1/shop/backtest")["thresholds"] == before["thresholds"]


def tried_days(prober: Teller, others: list[str], targets: list[str]) -> list[Any]:
    """The thresholds after each of ten days tried for orders about the targets."""
    for who in others:
        prober.told(who)
    seen = []
    refs = {who: f"probe {who}" for who in targets}
    for revision, days_ago in enumerate(range(40, 0, -4), 1):
        for who, ref in refs.items():
            prober.told(who, order_ref=ref, days_ago=days_ago, revision=revision)
        seen.append(prober.got("/v1/shop/backtest")["thresholds"])
    return seen


def test_dating_reports_anew_does_not_try_the_days_of_the_past(teller: Admit, night: Night) -> None:
    prober, targets = probed(teller, night)
    seen = tried_days(prober, ["anna", "boris"], targets)
    assert all(each == seen[0] for each in seen)


def test_a_replay_that_believes_every_date_would_give_the_days_away(
    teller: Admit, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant, as it was."""
    prober, targets = probed(teller, night)
    monkeypatch.setattr(backtesting, "is_prompt", lambda order, today: True)
    monkeypatch.setattr(backtesting, "is_told", lambda together, alone: True)
    seen = tried_days(prober, ["anna", "boris"], targets[:1])
    assert any(each != seen[0] for each in seen)


def probed(teller: Admit, night: Night) -> tuple[Teller, list[str]]:
    """A prober, and people who failed at two other shops a month ago."""
    prober = teller("Любопытная лавка")
    failed_elsewhere(teller)
    night(30)
    return prober, BAD


def test_the_newest_orders_are_replayed_and_no_more(
    teller: Admit,
) -> None:
    north = teller("Северная лавка")
    north.told_many([filing(f"anna {n}", "paid", north.today) for n in range(500)])
    north.told("anna", days_ago=30)
    found = north.got("/v1/shop/backtest?limit=500")
    assert (found["orders"], found["first_on"], found["limit"]) == (500, "2026-11-21", 500)


@pytest.mark.parametrize("limit", ["0", "501", "5500", "many"])
def test_a_limit_that_cannot_be_is_refused(teller: Admit, limit: str) -> None:
    """In steps of 500: the difference between two limits would be one order."""
    found = teller("Северная лавка").got(f"/v1/shop/backtest?limit={limit}", 422)
    assert found["code"] == "invalid_request"


def test_a_shop_without_orders_gets_zeroes(teller: Admit) -> None:
    found = teller("Северная лавка").got("/v1/shop/backtest")
    assert (found["orders"], found["first_on"]) == (0, None)
    assert found["own_history_only"][0]["failed_caught_percent"] is None
