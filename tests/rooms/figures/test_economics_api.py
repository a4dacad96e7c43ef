"""Figures over HTTP: a shop's own at once, the network's after the night and from five shops on."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from registry.kernel.clock import FixedClock
from tests.rooms.figures.conftest import Admit, Teller, filing

Night = Callable[..., None]


def some_orders(shop: Teller, paid: int, failed: int, **more: Any) -> None:
    bodies = [filing(f"p{n}", "paid", shop.today, **more) for n in range(paid)]
    bodies += [filing(f"f{n}", "refused", shop.today, **more) for n in range(failed)]
    shop.told_many(bodies)


def test_a_shop_has_its_own_figures_from_the_first_day(teller: Admit) -> None:
    north = teller("Северная лавка")
    some_orders(north, 19, 1, courier="cdek", segment="msk")
    north.told("c", "no_show", fault="courier", courier="cdek")
    found = north.got("/v1/shop/economics")
    assert (found["quarter"], found["complete"], found["currency"]) == ("2026-Q4", False, "RUB")
    mine = found["shop"]
    whole = mine["loss_rate"]["all"]
    assert (whole["orders"], whole["failed"], whole["rate"]) == (20, 1, 0.05)
    assert whole["low"] < 0.05 < whole["high"]
    for part, name in (("by_payment", "cod"), ("by_courier", "cdek"), ("by_segment", "msk")):
        assert mine["loss_rate"][part] == {name: whole}
    courier = mine["courier_failures"]["cdek"]
    assert (courier["orders"], courier["failed"], courier["rate"]) == (21, 1, 0.0476)
    assert mine["excused"] == {"courier": 1}
    assert mine["money"]["revenue"] == "42750"
    assert mine["money"]["losses"] == "962.50"
    assert (mine["money"]["loss_percent"], mine["money"]["estimate"]) == ("2.25", True)
    assert mine["fair_cash_fee"]["percent"] == "2.5"
    assert mine["discount"]["why"] == "not_counted_yet"
    assert found["network"] == {"counted_on": None, "why": "not_counted_yet"}


def test_the_network_is_shown_from_five_shops_on(teller: Admit, night: Night) -> None:
    shops = [teller(f"Лавка {n}") for n in range(5)]
    for shop in shops[:4]:
        some_orders(shop, 19, 1, courier="cdek")
    some_orders(shops[4], 19, 1, courier="dpd")
    night(1)
    found = shops[0].got("/v1/shop/economics")["network"]
    assert found["loss_rate"]["all"]["rate"] == 0.05
    assert found["loss_rate"]["by_payment"]["cod"]["rate"] == 0.05
    few = {"rate": None, "low": None, "high": None, "why": "fewer_than_5_shops"}
    assert found["loss_rate"]["by_courier"] == {"cdek": few, "dpd": few}
    assert found["courier_failures"]["cdek"] == few
    assert found["money"]["loss_percent"] == "2.25"
    assert found["money"]["discount"] is None
    assert "orders" not in str(found)


def test_four_shops_see_nothing_of_each_other(teller: Admit, night: Night) -> None:
    shops = [teller(f"Лавка {n}") for n in range(4)]
    for shop in shops:
        some_orders(shop, 9, 1)
    night(1)
    found = shops[0].got("/v1/shop/economics")["network"]
    assert found["loss_rate"]["all"]["rate"] is None
    assert found["money"] == {"loss_percent": None, "discount": None, "why": "fewer_than_5_shops"}


def test_white_buyers_are_measured_by_their_record_of_that_morning(
    teller: Admit, night: Night
) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    people = [f"w{n}" for n in range(6)]
    for shop in (north, south):
        shop.told_many([filing(who, "paid", shop.today) for who in people for _ in range(2)])
    night(2)
    north.told_many([filing(who, "paid", north.today) for who in people])
    north.told("w0", "refused")
    some_orders(north, 20, 2)
    night(1)
    cap = north.got("/v1/shop/economics")["shop"]["discount"]
    assert (cap["white_orders"], cap["white_failed"]) == (7, 1)
    assert (cap["enough"], cap["why"]) == (False, "too_few_white_orders")
    mine = north.got("/v1/shop/economics")["shop"]["loss_rate"]["all"]
    assert (mine["orders"], mine["failed"]) == (41, 3)
    difference = Decimal(cap["all_percent"]) - Decimal(cap["white_percent"])
    assert Decimal(cap["cap_percent"]) == max(Decimal(0), difference)


def test_coverage_is_counted_the_night_after(teller: Admit, night: Night) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    south.told("known")
    north.told("mine")
    night(1)
    for who in ("known", "mine", "stranger"):
        north.asked(who)
    assert north.got("/v1/shop/economics")["shop"]["coverage"]["lookups"] == 0
    night(1)
    night(1)
    assert north.got("/v1/shop/economics")["shop"]["coverage"] == {
        "lookups": 3,
        "elsewhere": 1,
        "own_only": 1,
        "nothing": 1,
        "elsewhere_percent": "33.33",
    }
    assert south.got("/v1/shop/economics")["shop"]["coverage"]["lookups"] == 0


def test_exact_totals_take_the_estimates_place(teller: Admit, clock: FixedClock) -> None:
    north = teller("Северная лавка")
    some_orders(north, 19, 1)
    key = north.actor.key
    month = {"month": "2026-10", "revenue": "100000.00", "losses": "1234.50"}
    assert north.call("PUT", "/v1/shop/totals", key, json=month).get_json() == month
    assert north.call("PUT", "/v1/shop/totals", key, json=month).status_code == 200
    assert north.got("/v1/shop/totals") == {"data": [month]}
    money = north.got("/v1/shop/economics")["shop"]["money"]
    assert money == {
        "revenue": "100000.00",
        "losses": "1234.50",
        "loss_percent": "1.23",
        "estimate": False,
        "months": ["2026-10"],
    }


def test_totals_that_cannot_be_are_refused(teller: Admit) -> None:
    north = teller("Северная лавка")
    good = {"month": "2026-10", "revenue": "1.00", "losses": "0.00"}
    for wrong, code in (
        ({"month": "2026-11"}, "bad_month"),
        ({"month": "2026-13"}, "invalid_request"),
        ({"revenue": 1.5}, "invalid_request"),
        ({"losses": "1.234"}, "invalid_request"),
    ):
        answer = north.call("PUT", "/v1/shop/totals", north.actor.key, json=good | wrong)
        assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert north.got("/v1/shop/economics?quarter=2026-Q5", 422)["code"] == "invalid_request"


def test_a_past_quarter_can_be_asked_for(teller: Admit) -> None:
    north = teller("Северная лавка")
    north.told("a", days_ago=60)
    assert (
        north.got("/v1/shop/economics?quarter=2026-Q3")["shop"]["loss_rate"]["all"]["orders"] == 1
    )
    assert north.got("/v1/shop/economics")["shop"]["loss_rate"]["all"]["orders"] == 0


def test_a_shop_sees_no_figure_of_another(teller: Admit) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    some_orders(south, 5, 1, segment="secret")
    south.call(
        "PUT",
        "/v1/shop/totals",
        south.actor.key,
        json={"month": "2026-10", "revenue": "7.77", "losses": "1.00"},
    )
    assert north.got("/v1/shop/totals") == {"data": []}
    found = str(north.got("/v1/shop/economics"))
    assert "secret" not in found
    assert "7.77" not in found


def test_the_last_quarter_is_counted_again_only_weekly(teller: Admit, night: Night) -> None:
    shops = [teller(f"Лавка {n}") for n in range(5)]
    night(1)
    for shop in shops:
        shop.told("late", days_ago=58)
    night(1)
    path = "/v1/shop/economics?quarter=2026-Q3"
    assert shops[0].got(path)["network"]["loss_rate"]["all"]["rate"] is None
    night(6)
    assert shops[0].got(path)["network"]["loss_rate"]["all"]["rate"] == 0.0
