"""A shop's past orders replayed over HTTP."""

from collections.abc import Callable

import pytest

from tests.rooms.figures.conftest import Admit

Night = Callable[..., None]


def test_a_shop_sees_what_each_step_would_have_done(teller: Admit, night: Night) -> None:
    north = teller("Северная лавка")
    others = [teller(f"Лавка {n}") for n in range(2)]
    for shop in others:
        shop.is_honest()
        shop.told("bad", "refused")
        shop.told("bad", "no_show")
    night(10)
    north.told("bad", "refused")
    north.told("good")
    night(1)
    found = north.got("/v1/shop/backtest")
    assert (found["orders"], found["failed"], found["losses"]) == (2, 1, "962.50")
    call = found["thresholds"][0]
    assert call == {
        "code": "confirm_call",
        "from_times": "1.5",
        "failed_caught": 1,
        "failed_caught_percent": "100.00",
        "losses_avoided": "962.50",
        "good_bothered": 0,
        "good_bothered_percent": "0.00",
        "revenue_bothered": "0",
    }
    assert found["own_history_only"][0]["failed_caught"] == 0
    assert north.got("/v1/shop/backtest") == found


def test_reports_of_the_same_day_and_later_are_not_known(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    south.is_honest()
    north.told("bad", "refused")
    south.told("bad", "refused")
    before = north.got("/v1/shop/backtest")
    assert before["thresholds"][0]["failed_caught"] == 0
    night(30)
    south.told("bad", "no_show")
    night(30)
    assert north.got("/v1/shop/backtest")["thresholds"] == before["thresholds"]


def test_the_newest_orders_are_replayed_and_no_more(teller: Admit) -> None:
    north = teller("Северная лавка")
    for days_ago in (3, 2, 1):
        north.told("anna", days_ago=days_ago)
    found = north.got("/v1/shop/backtest?limit=2")
    assert (found["orders"], found["first_on"], found["limit"]) == (2, "2026-11-19", 2)


@pytest.mark.parametrize("limit", ["0", "5001", "many"])
def test_a_limit_that_cannot_be_is_refused(teller: Admit, limit: str) -> None:
    found = teller("Северная лавка").got(f"/v1/shop/backtest?limit={limit}", 422)
    assert found["code"] == "invalid_request"


def test_a_shop_without_orders_gets_zeroes(teller: Admit) -> None:
    found = teller("Северная лавка").got("/v1/shop/backtest")
    assert (found["orders"], found["first_on"]) == (0, None)
    assert found["thresholds"][0]["failed_caught_percent"] is None
