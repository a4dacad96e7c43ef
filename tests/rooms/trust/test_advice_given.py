"""What a shop's own terms, its overrides, the purpose and the language make of an answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.inquiries import leases
from registry.inquiries.budgets import Budgets, Share
from registry.inquiries.service import Account, grant_import
from registry.kernel.believed import Believed
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.shops import believed_terms
from registry.trust import magic
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper

CYRILLIC = set("абвгдежзиклмнопрстуфхцчшщъыьэюя")


@pytest.fixture
def trial(app: Flask, call: Call, clock: FixedClock) -> Keeper:
    """A shop's developer in the test world."""
    actor = admit(app, clock, "Пробная", World.TEST)
    return Keeper(
        call,
        actor.shop_id,
        actor.key,
    )


def advice(keeper: Keeper, who: Any, **said: Any) -> dict[str, Any]:
    given: dict[str, Any] = keeper.ask(who, **said)[0]["advice"]
    return given


def because(given: dict[str, Any]) -> list[str]:
    return [each["code"] for each in given["because"]]


def put_terms(keeper: Keeper, **terms: Any) -> None:
    assert keeper.send("PUT", "/v1/shop/terms", terms).status_code == 200


def test_terms_hold_from_the_very_next_question(shop: Keeper) -> None:
    assert advice(shop, ANNA, amount="20000")["code"] == "ship"
    put_terms(shop, prepay_above="15000")
    given = advice(shop, ANNA, amount="20000")
    assert (given["code"], given["prepay_percent"]) == ("prepay", 100)
    assert because(given) == ["amount_above"]
    assert advice(shop, ANNA, amount="14000")["code"] == "ship"
    put_terms(shop, cod_fee="fixed", cod_fee_percent="6")
    assert advice(shop, ANNA, amount="20000")["cod_fee_percent"] == 6.0


class NeverOld(Believed[Any, Any]):
    """Broken on purpose: what was learnt once is believed for good."""

    def find(self, key: Any, _now: datetime) -> Any:
        return super().find(key, self._seen[key][0]) if key in self._seen else None


def seconds_of_old_advice(
    app: Flask, shop: Keeper, clock: FixedClock, worker: Believed[Any, Any]
) -> int:
    """Another worker replaces the terms while ``worker`` is asked all the time; up to a minute."""
    name = believed_terms._EXTENSION
    app.extensions[name] = worker
    assert advice(shop, ANNA, amount="20000")["code"] == "ship"
    app.extensions[name] = Believed()
    put_terms(shop, prepay_above="15000")
    app.extensions[name] = worker
    for second in range(60):
        if advice(shop, ANNA, amount="20000")["code"] == "prepay":
            return second
        clock.advance(timedelta(seconds=1))
    return 60


def test_another_workers_terms_hold_within_three_seconds(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    assert seconds_of_old_advice(app, shop, clock, Believed()) <= 3


def test_a_worker_that_never_asked_again_would_be_noticed(
    app: Flask, shop: Keeper, clock: FixedClock
) -> None:
    assert seconds_of_old_advice(app, shop, clock, NeverOld()) == 60


def test_a_fair_fee_covers_the_expected_loss_for_cash_only(shop: Keeper) -> None:
    put_terms(shop, cod_fee="fair")
    assert advice(shop, ANNA, amount="3490.00")["cod_fee_percent"] == 1.5
    assert advice(shop, ANNA, amount="3490.00", payment="prepaid")["cod_fee_percent"] == 0.0
    assert advice(shop, ANNA)["cod_fee_percent"] == 0.0


def test_amounts_of_another_currency_than_the_terms_are_left_out(shop: Keeper) -> None:
    put_terms(shop, prepay_above="15000")
    assert advice(shop, ANNA, amount="20000", currency="KZT")["code"] == "ship"


@pytest.mark.parametrize("wanted", ["ship", "confirm_call", "part_prepay", "prepay", "review"])
def test_the_shops_own_word_always_wins_until_it_is_taken_back(shop: Keeper, wanted: str) -> None:
    put_terms(shop, prepay_above="15000")
    path = f"/v1/shop/overrides/{shop.ref(ANNA)['ref']}"
    assert shop.send("PUT", path, {"advice": wanted}).status_code == 200
    given = advice(shop, ANNA, amount="20000")
    assert (given["code"], because(given)) == (wanted, ["own_override"])
    assert shop.send("DELETE", path).status_code == 204
    assert advice(shop, ANNA, amount="20000")["code"] == "prepay"


def test_an_override_is_nobody_elses(shop: Keeper, rival: Keeper) -> None:
    path = f"/v1/shop/overrides/{shop.ref(ANNA)['ref']}"
    shop.send("PUT", path, {"advice": "prepay"})
    assert advice(rival, ANNA)["code"] == "ship"


def test_a_paid_order_has_nothing_at_stake_at_the_door(shop: Keeper) -> None:
    given = advice(shop, ANNA, payment="prepaid")
    assert (given["code"], because(given)) == ("ship", ["already_paid"])


def test_compensation_is_now_for_a_good_record_and_evidence_else_never_no(
    shop: Keeper, clock: FixedClock
) -> None:
    asked = advice(shop, ANNA, purpose="compensation")
    assert (asked["code"], because(asked)) == ("review", ["ask_for_evidence"])
    for n in range(2):
        shop.put(f"A-{n}", ANNA)
    regular = advice(shop, ANNA, purpose="compensation")
    assert (regular["code"], because(regular)) == ("compensate", ["regular_here"])
    clock.advance(timedelta(days=1))
    assert because(advice(shop, ANNA, purpose="compensation")) == ["good_record"]
    put_terms(shop, compensate_up_to="3000")
    assert because(advice(shop, ANNA, purpose="compensation", amount="3001")) == ["claim_above"]


def test_texts_come_in_the_language_asked_for(shop: Keeper) -> None:
    for language, cyrillic in (("ru", True), ("en", False), ("de", False)):
        items = [shop.question(ANNA)]
        answer = shop.send(
            "POST", "/v1/lookups", {"items": items}, headers={"Accept-Language": language}
        )
        [data] = answer.get_json()["data"]
        texts = [data["notice"], data["reasons"][0]["text"], data["advice"]["because"][0]["text"]]
        assert [bool(CYRILLIC & set(text.lower())) for text in texts] == [cyrillic] * 3


@pytest.mark.parametrize(
    ("number", "level", "code"),
    [
        (1, "good", "ship"),
        (2, "watch", "part_prepay"),
        (3, "unknown", "ship"),
        (4, "unknown", "ship"),
    ],
)
def test_the_people_of_the_test_world_answer_as_promised(
    trial: Keeper, number: int, level: str, code: str
) -> None:
    [answer] = trial.ask(f"+7000000000{number}")
    assert (answer["level"], answer["advice"]["code"]) == (level, code)
    assert answer["opted_out"] is False


def test_the_fifth_opted_out(trial: Keeper) -> None:
    [answer] = trial.ask("+70000000005")
    assert (answer["level"], answer["opted_out"]) == ("unknown", True)
    assert answer["reasons"][0]["code"] == "opted_out"


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [(7, 429, "simulated_rate_limit"), (8, 503, "simulated_outage")],
)
def test_the_seventh_and_eighth_play_a_failure(
    trial: Keeper, number: int, status: int, code: str
) -> None:
    items = [trial.question(f"+7000000000{number}")]
    answer = trial.send("POST", "/v1/lookups", {"items": items})
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert int(answer.headers["Retry-After"]) >= 1


def test_the_ninth_is_slow(trial: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("registry.trust.magic.time.sleep", slept.append)
    [answer] = trial.ask("+70000000009")
    assert slept == [magic.SLOW_SECONDS]
    assert trial.send("GET", f"/v1/lookups/{answer['id']}").status_code == 200
    assert slept == [magic.SLOW_SECONDS]  # to explain it takes no longer than of anybody


def test_magic_numbers_are_nobody_in_the_live_world(shop: Keeper) -> None:
    assert [each["level"] for each in shop.ask("+70000000002", "+70000000008")] == ["unknown"] * 2


def test_imported_people_give_own_history_at_once_and_the_rest_within_the_budget(
    app: Flask, shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    for n in range(3):
        rival.put(f"A-{n}", ANNA)
    with transaction() as session:
        account = Account(shop.shop_id, World.LIVE)
        grant_import(session, caller=account, people=5, today=TODAY)
    ref = {"ref": shop.put("A-1", ANNA, imported=True).get_json()["refs"][0]}
    clock.advance(timedelta(days=1))
    leases.register(app, budgets=Budgets(contacts=Share(1, 1)))
    shop.ask(BORIS)
    for who in ([ref], ANNA):
        [short] = shop.ask(who)
        assert short["own_history"]["paid"] == 1
        assert short["level"] == "unknown"
        assert short["white"]["enrolled"] is False
        assert [each["code"] for each in short["reasons"]] == ["paid_here", "budget_own_only"]
    leases.register(app, budgets=Budgets())
    assert shop.ask([ref])[0]["level"] == "good"
