"""What a person sees: everything about the record, and of shop and day what was earned."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.pages.format import day
from registry.portal.texts import pick
from registry.portal.texts.orders import ORDERS
from registry.trust.exact import exactly
from registry.trust.network import Context
from registry.trust.scene import Scene
from registry.whitelist import opening, records, service
from registry.whitelist.errors import TooManyGuessesError
from registry.whitelist.models import OrderGuess
from registry.whitelist.service import Language
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person
from tests.rooms.whitelist.test_signing_out import browser


def names_an_order(person: Person, order_ref: str) -> int:
    with transaction() as session:
        done = opening.open_by_order(
            session,
            context.keyring(),
            person.holder,
            order_ref=order_ref,
            now=person.clock.now(),
        )
    person.holder = done.holder
    return done.found


@pytest.mark.usefixtures("paid")
def test_a_code_alone_shows_what_was_said_but_neither_shop_nor_day(anna: Person) -> None:
    said = anna.sees().statements
    assert [(each.outcome, each.good, each.state) for each in said] == [
        ("paid", True, "counting")
    ] * 3
    assert {(each.shop, each.occurred_on) for each in said} == {(None, None)}
    assert {each.weight for each in said} <= {0.9, 1.0}


@pytest.mark.usefixtures("paid")
def test_nothing_says_the_hidden_day_in_another_way(
    app: Flask, anna: Person, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=100))

    def shown() -> tuple[dict[str, Any], str]:
        here = browser(app, anna)
        names = json.loads(here.read("/me/export.json")), here.read("/me/orders")
        return names[0], names[1] + here.read("/me/export")

    end = TODAY + timedelta(days=730)
    document, pages = shown()
    assert {each["expires_in"] for each in document["reports"]} == {f"{end:%Y-%m}"}
    for each in document["reports"]:
        assert (each["expires_on"], each["weight_made_of"], each["occurred_on"]) == (None,) * 3
        assert each["weight"] == round(each["weight"], 1) > 0
    level = document["level"]
    assert level["weight_of_good"] == round(level["weight_of_good"], 1)
    assert level["risk"] == round(level["risk"], 3)
    with app.test_request_context():
        whole, month = day(end, "medium"), day(end, "LLLL y")
        made_of = pick(ORDERS)["parts"].partition("{")[0]
    assert (whole in pages, month in pages, made_of in pages) == (False, True, False)
    assert str(end) not in json.dumps(document)
    assert {each["on"] for each in document["level"]["changes_by_itself"]} >= {f"{end:%Y-%m}"}
    with app.test_request_context():
        whole_home = day(end)
    assert (whole_home in browser(app, anna).read("/me/home"), month in pages) == (False, True)
    names_an_order(anna, "P-1")
    document, pages = shown()
    opened = [each for each in document["reports"] if each["shop"]]
    assert [each["expires_on"] for each in opened] == [str(end)]
    assert opened[0]["weight_made_of"]["decay"] < 1
    assert (whole in pages, made_of in pages) == (True, True)


@pytest.mark.usefixtures("paid")
def test_the_number_of_an_order_opens_its_report_and_no_other(anna: Person) -> None:
    assert names_an_order(anna, " P-1 ") == 1
    opened = [(each.shop, each.occurred_on) for each in anna.sees().statements if each.shop]
    assert opened == [("Северная лавка", TODAY)]


@pytest.mark.usefixtures("paid")
def test_order_numbers_of_others_open_nothing_and_few_may_be_tried(
    anna: Person, boris: Person, shop: Keeper, session: Session, clock: FixedClock
) -> None:
    shop.put("B-1", BORIS)
    assert names_an_order(boris, "P-1") == 0
    assert names_an_order(boris, "B-1") == 1
    for number in range(opening.WRONG_A_DAY):
        assert names_an_order(anna, f"X-{number}") == 0
    with pytest.raises(TooManyGuessesError):
        names_an_order(anna, "P-1")
    clock.advance(timedelta(days=1))
    assert names_an_order(anna, "P-1") == 1
    assert max(session.scalars(select(OrderGuess.tried))) == opening.WRONG_A_DAY


def test_a_second_identifier_that_the_report_names_opens_it(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    shop.put("A-1", shop.elements(ANNA, ADDRESS))
    shop.put("A-2", ANNA)
    assert [each.shop for each in anna.sees().statements] == [None, None]
    anna.proves(ADDRESS)
    assert sorted(str(each.shop) for each in anna.sees().statements) == ["None", "Северная лавка"]


def test_who_was_the_proven_holder_before_the_order_sees_its_shop(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    shop.put("A-1", ANNA)
    anna.enrols()
    clock.advance(timedelta(days=1))
    shop.put("A-2", ANNA, occurred_on=str(clock.now().date()))
    newest, oldest = anna.sees().statements
    assert (newest.shop, newest.occurred_on) == ("Северная лавка", clock.now().date())
    assert (oldest.shop, oldest.occurred_on) == (None, None)
    again = Person(clock).proves(ANNA)
    assert again.sees().statements[0].shop == "Северная лавка"


def test_a_failure_tells_from_when_it_counts_until_when_and_what_redeems_it(
    anna: Person, shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    shop.failed("A-1", ANNA, outcome="not_collected")
    [said] = anna.sees().statements
    assert (said.bad, said.state, said.weight) == (True, "pending", 0.0)
    assert said.counts_on == TODAY + timedelta(days=8)
    assert (said.paid_to_redeem, said.redeemed_on) == (3, None)
    clock.advance(timedelta(days=8))
    day = clock.now().date()
    for n in range(3):
        rival.put(f"B-{n}", ANNA, occurred_on=str(day))
    names_an_order(anna, "A-1")
    [said] = [each for each in anna.sees().statements if each.bad]
    assert said.weight > 0
    assert said.expires_on == TODAY + timedelta(days=365)
    assert (said.paid_to_redeem, said.redeemed_on) == (0, day + timedelta(days=1))
    clock.advance(timedelta(days=1))
    [said] = [each for each in anna.sees().statements if each.bad]
    assert (said.redeemed, said.weight) == (True, 0.0)


@pytest.mark.usefixtures("paid")
def test_the_weights_shown_are_those_of_the_formula(anna: Person, shop: Keeper) -> None:
    for order_ref in ("P-1", "P-2", "P-3"):
        names_an_order(anna, order_ref)
    seen = anna.sees()
    assert sum(each.weight for each in seen.statements if each.good) == pytest.approx(seen.why.good)
    around = anna.around()
    with transaction() as session:
        on_file = records.read(session, anna.holder.identifier_ids)
    asking, today = Context(0, "cod"), anna.clock.now().date()
    scene = Scene(asking, network=around.network, policy=around.policy, today=today)
    said = exactly(on_file.facts(around), scene)
    assert seen.why.risk == pytest.approx(said.person_risk)


def test_who_asked_is_told_with_day_and_purpose(anna: Person, shop: Keeper, rival: Keeper) -> None:
    shop.ask(ANNA)
    rival.ask(ANNA, purpose="compensation")
    rival.ask(BORIS)
    seen = {(each.shop, each.on, each.purpose) for each in anna.sees().lookups}
    assert seen == {("Северная лавка", TODAY, "dispatch"), ("Южный двор", TODAY, "compensation")}


@pytest.mark.usefixtures("paid")
def test_the_export_holds_everything_and_names_nobody(
    anna: Person, shop: Keeper, clock: FixedClock
) -> None:
    anna.enrols()
    shop.ask(ANNA)
    document = service.export_document(
        anna.sees(),
        around=anna.around(),
        language=Language.RU,
        contact="operator@example.org",
        now=clock.now(),
    )
    text = json.dumps(document, ensure_ascii=False)
    assert json.loads(text) == document
    assert (len(document["reports"]), len(document["asked"])) == (3, 1)
    assert document["white_list"]["consent"]["language"] == "ru"
    assert document["white_list"]["white_since"] == str(clock.now().date())
    assert "operator@example.org" in document["about"]["contact"]["text"][0]
    secrets = [ANNA, ANNA[1:], *(str(each) for each in anna.holder.identifier_ids)]
    assert [each for each in secrets if each in text] == []


@pytest.mark.parametrize("language", list(Language))
def test_the_facts_of_article_15_are_complete_and_carry_the_policys_numbers(
    anna: Person, language: Language
) -> None:
    policy = anna.around().policy
    sections = service.rights(language, policy=policy, contact="operator@example.org")
    assert [each.code for each in sections] == [
        *("purpose", "kept", "sources", "recipients", "logic", "retention", "rights", "contact"),
    ]
    text = " ".join(line for each in sections for line in each.paragraphs)
    assert "{" not in text
    for number in (policy.retention.report_days, policy.retention.lookup_days):
        assert str(number) in text


def test_another_customers_identifiers_are_out_of_reach(
    anna: Person, boris: Person, shop: Keeper
) -> None:
    shop.put("B-1", BORIS)
    anna.enrols()
    boris.enrols()
    assert anna.sees().statements == ()
    assert not set(anna.holder.identifier_ids) & set(boris.holder.identifier_ids)
