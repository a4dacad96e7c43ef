"""A claim for compensation: give it at once to a good record, ask for evidence else, never "no"."""

from datetime import timedelta

from registry.kernel.clock import FixedClock
from tests.rooms.figures.conftest import Admit, Teller


def claim(shop: Teller, who: str, **more: str) -> tuple[str, str]:
    """The advice and its first reason."""
    advice = shop.asked(who, purpose="compensation", **more)["advice"]
    return advice["code"], advice["because"][0]["code"]


def test_a_good_record_is_compensated_now(teller: Admit, clock: FixedClock) -> None:
    north, south = teller("Северная лавка"), teller("Южный двор")
    for _ in range(3):
        south.told("anna")
    clock.advance(timedelta(days=1))
    assert claim(north, "anna") == ("compensate", "good_record")


def test_a_regular_of_the_shop_is_compensated_now(teller: Admit) -> None:
    north = teller("Северная лавка")
    for _ in range(3):
        north.told("anna")
    assert claim(north, "anna") == ("compensate", "regular_here")


def test_strangers_and_doubtful_ones_are_asked_for_evidence(
    teller: Admit, clock: FixedClock
) -> None:
    north, south, east = teller("Северная лавка"), teller("Южный двор"), teller("Восточный ряд")
    for shop in (south, east):
        shop.told("watched", "refused")
        shop.told("watched", "no_show")
    clock.advance(timedelta(days=9))
    for who in ("stranger", "watched"):
        assert claim(north, who) == ("review", "ask_for_evidence")


def test_a_claim_above_the_shops_limit_is_looked_at(teller: Admit) -> None:
    north = teller("Северная лавка")
    for _ in range(3):
        north.told("anna")
    terms = {"compensate_up_to": "3000"}
    assert north.call("PUT", "/v1/shop/terms", north.actor.key, json=terms).status_code == 200
    assert claim(north, "anna", amount="3000.01") == ("review", "claim_above")
    assert claim(north, "anna", amount="3000.00") == ("compensate", "regular_here")


def test_no_claim_is_ever_refused_and_no_fee_or_prepayment_is_asked(teller: Admit) -> None:
    north = teller("Северная лавка")
    north.told("anna", "refused")
    for who in ("anna", "stranger"):
        advice = north.asked(who, purpose="compensation", amount="900000.00")["advice"]
        assert advice["code"] in {"compensate", "review"}
        assert (advice["prepay_percent"], advice["cod_fee_percent"]) == (0, 0)
