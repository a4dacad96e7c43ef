"""What the white list means to its neighbours: discounts, disputes, the log."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind
from registry.disputes.models import DisputeParty
from registry.identifiers.vault import current_vault
from registry.kernel.db import transaction
from registry.ops import logbook
from registry.reports.models import Report
from registry.whitelist import consent, service
from registry.whitelist.service import Language
from tests.rooms.disputes.conftest import Court
from tests.rooms.figures.conftest import Admit, night, teller
from tests.rooms.figures.test_discount import a_quarter
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.whitelist.conftest import ADDRESS, Person

__all__ = ["night", "teller"]


def enrols(person: Person, who: str) -> None:
    """A person of the quarter's crowd proves the phone that shops call by a word, and joins."""
    around = person.around()
    with transaction() as session:
        holder = service.sign_in(
            session,
            current_vault(),
            kind=Kind.PHONE,
            digest=hashlib.sha256(who.encode()).digest(),
            around=around,
            now=person.clock.now(),
        )
        person.holder = service.enrol(
            session,
            holder,
            version=consent.CURRENT.version,
            language=Language.EN,
            around=around,
            now=person.clock.now(),
        ).holder


def test_an_enrolled_buyers_lookup_and_pass_name_the_shops_own_cap(
    teller: Admit, night: Callable[..., None], anna: Person
) -> None:
    shops = [teller(f"Лавка {n}") for n in range(5)]
    a_quarter(shops, night)
    enrols(anna, "w0")
    answer = shops[0].asked("w0", purpose="discount")
    mine = shops[0].got("/v1/shop/economics")["shop"]["discount"]
    assert (answer["level"], answer["white"]["enrolled"]) == ("white", True)
    assert answer["discount"]["cap_percent"] == float(mine["cap_percent"]) > 0
    code = anna.shows_a_pass().code
    body: Any = {"code": code, "order_ref": "D-1"}
    shown = shops[0].call("POST", "/v1/passes/verify", shops[0].actor.key, json=body)
    assert shown.get_json()["discount"] == answer["discount"]


@pytest.fixture
def court(app: Flask, anna: Person) -> Court:
    """Disputes on the same clock."""
    return Court(app, anna.clock)


def test_an_erasure_ends_the_persons_cases_in_the_same_moment(
    court: Court, anna: Person, shop: Keeper, session: Session
) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    court.contest(report)
    anna.does(service.erase)
    assert session.scalar(select(func.count()).select_from(DisputeParty)) == 0
    assert session.scalars(select(Report.identifier_ids)).one() == []


@pytest.mark.usefixtures("paid")
def test_the_log_agrees_with_the_tables_after_an_erasure(
    court: Court, anna: Person, shop: Keeper
) -> None:
    report = shop.failed("A-1", shop.elements(ANNA, ADDRESS)).get_json()["id"]
    court.contest(report)
    shop.put("A-2", ANNA)
    assert logbook.examine().faults == []
    anna.enrols()
    anna.does(service.erase)
    assert logbook.examine().faults == []
