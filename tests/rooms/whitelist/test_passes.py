"""The white pass: made on a phone, spent once on one order of one shop."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import PassResult, World
from registry.kernel.clock import FixedClock
from registry.ops import jobs
from registry.trust.answering import current_answering
from registry.trust.policy import Negatives
from registry.whitelist import passes, service, texts, verifying
from registry.whitelist.errors import NotEnrolledError, NotWhiteError, TooManyPassesError
from registry.whitelist.models import WhitePass
from registry.whitelist.verifying import Verified
from tests.rooms.conftest import Actor, Call, admit
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person

pytestmark = pytest.mark.usefixtures("paid")


def shown(shop: Keeper, code: str, order: str = "S-1", **said: Any) -> dict[str, Any]:
    """What a shop hears of a pass."""
    headers = said.pop("headers", {})
    body = {"code": code, "order_ref": order} | said
    answer = shop.send("POST", "/v1/passes/verify", body, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_pass_is_spent_on_one_order_and_says_white(anna: Person, shop: Keeper) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    first = shown(shop, made.code)
    assert (first["result"], first["bound"]) == ("white", False)
    assert first["discount"]["eligible"] is True
    assert first["verified_on"] == str(anna.clock.now().date())
    assert shown(shop, made.code, "S-2")["result"] == "spent"


def test_asked_again_about_the_same_order_it_answers_the_same_even_later(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    first = shown(shop, made.code)
    clock.advance(timedelta(days=3))
    anna.withdraws()
    assert shown(shop, made.code) == first


def test_another_shop_is_told_that_it_is_spent_though_its_order_has_the_same_number(
    anna: Person, shop: Keeper, rival: Keeper
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    assert shown(shop, made.code)["result"] == "white"
    assert shown(rival, made.code)["result"] == "spent"


def test_a_code_may_be_typed_with_dashes_and_small_letters(anna: Person, shop: Keeper) -> None:
    anna.enrols()
    code = anna.shows_a_pass().code
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert shown(shop, typed)["result"] == "white"


def test_after_a_quarter_of_an_hour_it_is_expired(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    clock.advance(timedelta(minutes=15))
    expired = shown(shop, made.code)
    assert (expired["result"], expired["discount"]["eligible"]) == ("expired", False)


def test_withdrawn_before_it_is_shown_it_says_so_and_a_new_consent_does_not_revive_it(
    anna: Person, shop: Keeper
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    anna.withdraws()
    anna.enrols()
    assert shown(shop, made.code)["result"] == "withdrawn"


def test_the_pass_of_an_erased_customer_is_withdrawn_and_names_nobody(
    anna: Person, shop: Keeper, session: Session
) -> None:
    anna.enrols()
    made, spent = anna.shows_a_pass(), anna.shows_a_pass()
    shown(shop, spent.code, "S-7", identifiers=[shop.element(ANNA)])
    anna.does(service.erase)
    assert shown(shop, made.code)["result"] == "withdrawn"
    assert set(session.execute(select(WhitePass.customer_id, WhitePass.bound_id))) == {(0, None)}


def test_a_level_lost_since_is_told_at_once(
    anna: Person, shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    day = str(clock.now().date())
    for keeper in (rival, third):
        keeper.failed("F-1", ANNA, occurred_on=day, customer_told_on=day)
    clock.advance(timedelta(days=7, hours=11, minutes=50))
    made = anna.shows_a_pass()
    clock.advance(timedelta(minutes=12))
    lost = shown(shop, made.code)
    assert (lost["result"], lost["discount"]["eligible"]) == ("not_white", False)


def test_the_phone_of_the_order_must_be_the_customers_own(
    anna: Person, shop: Keeper, session: Session
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    other = shown(shop, made.code, identifiers=[shop.element(BORIS)])
    assert (other["result"], other["bound"], other["discount"]["eligible"]) == (
        "not_white",
        False,
        False,
    )
    assert "not spent" in other["text"]
    own = shown(shop, made.code, identifiers=[shop.element(ANNA)])
    assert (own["result"], own["bound"]) == ("white", True)
    assert session.scalars(select(WhitePass.bound_id)).one() in anna.holder.identifier_ids


def test_a_verified_pass_makes_an_e_mail_count_like_an_enrolled_phone_in_that_shop(
    anna: Person, shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    anna.proves(ADDRESS)
    assert shop.ask(ADDRESS)[0]["level"] != "white"
    shown(shop, anna.shows_a_pass().code, identifiers=[shop.element(ADDRESS)])
    assert shop.ask(ADDRESS)[0]["level"] == "white"
    assert rival.ask(ADDRESS)[0]["level"] != "white"
    clock.advance(timedelta(days=8))
    assert shop.ask(ADDRESS)[0]["level"] != "white"


def test_a_pass_shown_without_a_phone_is_tied_to_what_the_report_names(
    anna: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    anna.enrols()
    shown(shop, anna.shows_a_pass().code, "TILL-1")
    shop.put("TILL-1", ANNA, occurred_on=str(clock.now().date()))
    jobs.run("white-renew")
    assert session.scalars(select(WhitePass.bound_id)).one() in anna.holder.identifier_ids


def test_where_something_failed_in_the_shop_itself_white_buys_no_discount(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    day = str(clock.now().date())
    shop.failed("F-1", ANNA, occurred_on=day, customer_told_on=day)
    said = shown(shop, anna.shows_a_pass().code)
    assert (said["result"], said["discount"]["eligible"]) == ("white", False)


def test_only_who_is_on_the_list_gets_a_pass(anna: Person, boris: Person) -> None:
    with pytest.raises(NotEnrolledError):
        anna.shows_a_pass()
    boris.enrols()
    with pytest.raises(NotWhiteError):
        boris.shows_a_pass()


def test_nobody_makes_passes_by_the_hundred(anna: Person) -> None:
    anna.enrols()
    for _ in range(passes.A_DAY):
        anna.shows_a_pass()
    with pytest.raises(TooManyPassesError):
        anna.shows_a_pass()


def test_a_code_is_stored_as_a_mac_only_and_the_signed_form_has_no_subject(
    anna: Person, session: Session
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    row = session.scalars(select(WhitePass)).one()
    assert made.code.encode() not in row.code_mac
    claims = json.loads(base64.urlsafe_b64decode(made.signed.split(".")[1] + "=="))
    assert set(claims) == {"iss", "jti", "iat", "exp"}
    assert claims["jti"] == pack(row.code_mac)
    assert claims["exp"] - claims["iat"] == 15 * 60


def test_the_customer_sees_where_passes_were_spent(anna: Person, shop: Keeper) -> None:
    anna.enrols()
    shown(shop, anna.shows_a_pass().code)
    assert [each.shop for each in anna.sees().passes] == ["Северная лавка"]


def test_wrong_codes_are_few_a_day_and_a_right_one_waits_with_them(
    anna: Person, shop: Keeper, rival: Keeper, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "WRONG_A_DAY", 3)
    anna.enrols()
    made = anna.shows_a_pass()
    for wrong in ("22222222", "not a code", "a.b.c"):
        assert shown(shop, wrong)["result"] == "unknown_code"
    refused = shop.send("POST", "/v1/passes/verify", {"code": made.code, "order_ref": "S-1"})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_guesses")
    assert int(refused.headers["Retry-After"]) > 0
    assert shown(rival, made.code)["result"] == "white"
    clock.advance(timedelta(days=1))
    assert shown(shop, anna.shows_a_pass().code)["result"] == "white"


def test_old_passes_go_and_spent_ones_stay_ninety_days(
    anna: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    anna.enrols()
    shown(shop, anna.shows_a_pass().code)
    anna.shows_a_pass()
    for days, left in ((2, 1), (88, 1), (1, 0)):
        clock.advance(timedelta(days=days))
        jobs.run("finish-erasures")
        assert session.scalar(select(func.count()).select_from(WhitePass)) == left
        session.rollback()


def test_the_test_world_has_passes_that_always_answer_alike(
    call: Call, app: Any, clock: FixedClock
) -> None:
    actor: Actor = admit(app, clock, "Проба", World.TEST)
    shop = Keeper(call, actor.shop_id, actor.key)
    heard = {code: shown(shop, code)["result"] for code in verifying.TEST_CODES}
    assert heard == {code: str(result) for code, result in verifying.TEST_CODES.items()}
    assert shown(shop, "22222222")["result"] == "unknown_code"


def test_every_answer_has_its_own_sentence_in_both_languages(anna: Person, shop: Keeper) -> None:
    today = anna.clock.now().date()
    for language in service.Language:
        said = {
            texts.text_of(Verified(each, today), Negatives.AGGREGATE, language)
            for each in PassResult
        }
        assert len(said) == len(PassResult)
    english = shop.send("POST", "/v1/passes/verify", {"code": "22222222", "order_ref": "S-1"})
    russian = shop.send(
        "POST",
        "/v1/passes/verify",
        {"code": "22222222", "order_ref": "S-1"},
        headers={"Accept-Language": "ru"},
    )
    assert "no such pass" in english.get_json()["text"]
    assert "пропуска нет" in russian.get_json()["text"]


def test_without_negatives_of_others_a_pass_speaks_of_a_paid_record_and_of_no_failure(
    anna: Person, shop: Keeper, rival: Keeper, third: Keeper, clock: FixedClock
) -> None:
    """Where nobody hears of others' failures, nobody may be called free of them."""
    answering = current_answering()
    answering.policy = replace(answering.policy, negatives=Negatives.OFF)
    anna.enrols()
    day = str(clock.now().date())
    for keeper in (rival, third):
        keeper.failed("F-1", ANNA, occurred_on=day, customer_told_on=day)
    clock.advance(timedelta(days=8))
    made = anna.shows_a_pass()
    said = {
        language: shown(shop, made.code, headers={"Accept-Language": language})
        for language in service.Language
    }
    assert {each["result"] for each in said.values()} == {"white"}
    assert "paid record" in said[service.Language.EN]["text"]
    assert "failed" not in said[service.Language.EN]["text"]
    assert "срыв" not in said[service.Language.RU]["text"]
    assert "оплаченными заказами" in said[service.Language.RU]["text"]
