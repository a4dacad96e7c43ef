"""The discount in an answer: who gets it, how much, and what it is made of."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from registry.identifiers.models import Identifier
from registry.kernel.db import transaction
from tests.rooms.figures.conftest import Admit, Teller, filing

Night = Callable[..., None]
PEOPLE = [f"w{n}" for n in range(30)]


def everybody_enrols(since: date) -> None:
    with transaction() as session:
        session.execute(
            update(Identifier).values(enrolled_on=since, white_since=since, kind="phone")
        )


def a_quarter(shops: list[Teller], night: Night) -> None:
    """Thirty regulars of every shop, who stay good, and strangers of whom some do not pay."""
    for shop in shops:
        shop.told_many([filing(who, "paid", shop.today) for who in PEOPLE for _ in range(2)])
    night(2)
    for shop in shops:
        bodies = [filing(who, "paid", shop.today) for who in PEOPLE for _ in range(2)]
        bodies += [filing(f"s{n}", "paid", shop.today) for n in range(32)]
        bodies += [filing(f"s{n}", "refused", shop.today) for n in range(8)]
        shop.told_many(bodies)
    night(1)


@pytest.fixture
def shops(teller: Admit) -> list[Teller]:
    """Five shops: as many as the network's figures need."""
    return [teller(f"Лавка {n}") for n in range(5)]


def test_a_white_buyer_gets_the_shops_own_cap(shops: list[Teller], night: Night) -> None:
    a_quarter(shops, night)
    everybody_enrols(shops[0].today)
    answer = shops[0].asked("w0")
    assert answer["level"] == "white"
    mine = shops[0].got("/v1/shop/economics")["shop"]["discount"]
    assert mine["white_orders"] >= 50
    assert answer["discount"] == {
        "eligible": True,
        "cap_percent": float(mine["cap_percent"]),
        "basis": f"2026-Q4: all {mine['all_percent']} %, white 0.0 %",
    }
    assert answer["discount"]["cap_percent"] > 0


def test_a_new_shop_gets_the_networks_cap(shops: list[Teller], teller: Admit, night: Night) -> None:
    a_quarter(shops, night)
    everybody_enrols(shops[0].today)
    found = teller("Новая лавка").asked("w0")["discount"]
    assert found["eligible"]
    assert found["basis"].startswith("2026-Q4, all shops: all ")
    assert found["cap_percent"] > 0


def test_nobody_else_is_shown_a_discount(shops: list[Teller], night: Night) -> None:
    a_quarter(shops, night)
    nothing = {"eligible": False, "cap_percent": None, "basis": None}
    assert shops[0].asked("w0")["discount"] == nothing
    assert shops[0].asked("stranger")["discount"] == nothing


def test_before_the_first_night_there_is_no_cap(shops: list[Teller]) -> None:
    for shop in shops[:2]:
        shop.told_many([filing("w0", "paid", shop.today) for _ in range(2)])
    everybody_enrols(shops[0].today)
    assert shops[0].asked("w0")["discount"]["cap_percent"] is None
