"""A shop's people are written to about disputes, at an address that they have proven."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from registry.disputes.words import Verdict
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.senders.post import current_post
from registry.notices import shop_mail
from registry.notices.models import ShopAddress
from registry.ops import jobs
from registry.settings import Settings
from registry.staff.roles import Role
from tests.rooms.conftest import Actor
from tests.rooms.desk.test_desk_pages import hire
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.shopkeeper import answer
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.visitor import Visitor

TO = "disputes@shop.example"
Read = Callable[[], str]


@pytest.fixture
def owner(app: Flask, clock: FixedClock, north: Actor) -> Visitor:
    """At the desk of the shop."""
    return hire(app, clock, "olga", Role.OWNER, north.shop_id)


@pytest.fixture
def letters(app: Flask, settings: Settings) -> Read:
    """All that was written."""

    def read() -> str:
        current_post().drain()
        file = settings.sender_file
        return file.read_text(encoding="utf-8") if file and file.exists() else ""

    return read


def asks(owner: Visitor, letters: Read, to: str = TO) -> str:
    """The code that comes to an address."""
    assert owner.send("/desk/mail", address=to).status_code == 200
    return str(re.findall(r"\b\d{6}\b", letters())[-1])


def answers(owner: Visitor, code: str, to: str = TO) -> bool:
    """Whether a code is taken."""
    sent = owner.send("/desk/mail", "/desk/mail/confirm", address=to, code=code)
    assert sent.status_code in (200, 303)
    return sent.status_code == 303


def test_a_shop_is_written_to_within_the_hour_when_a_customer_contests(
    owner: Visitor, shop: Keeper, court: Court, letters: Read, clock: FixedClock
) -> None:
    assert answers(owner, asks(owner, letters, "Disputes@Shop.Example"))
    assert TO in owner.read("/desk/mail")
    before = letters()
    report = shop.failed("a-parcel-of-anna", ANNA).get_json()["id"]
    dispute = court.contest(report).public_id
    clock.advance(timedelta(minutes=1))
    jobs.run("notices-tell")
    opened = letters().removeprefix(before)
    assert "contests a report of yours" in opened
    assert "/desk/disputes" in opened
    answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED)
    jobs.run("notices-tell")
    said = letters().removeprefix(before)
    assert "is over" in said
    for word in ("a-parcel-of-anna", "refused", report, dispute):
        assert word not in said


def test_an_address_that_nobody_proved_is_written_nothing(
    owner: Visitor, shop: Keeper, court: Court, letters: Read
) -> None:
    asks(owner, letters)
    before = letters()
    court.contest(shop.failed("A-1", ANNA).get_json()["id"])
    jobs.run("notices-tell")
    assert letters() == before
    with transaction() as session:
        assert session.scalars(select(ShopAddress)).all() == []


def test_a_code_is_good_for_its_address_and_ten_minutes_and_five_tries(
    owner: Visitor, letters: Read, clock: FixedClock
) -> None:
    code = asks(owner, letters)
    assert not answers(owner, code, "other@shop.example")
    clock.advance(timedelta(minutes=21))
    assert not answers(owner, code)
    fresh = asks(owner, letters)
    wrong = f"{(int(fresh) + 1) % 1_000_000:06}"
    assert [answers(owner, wrong) for _ in range(3)] == [False] * 3
    assert not answers(owner, fresh), "five tries are used up"


def test_nobody_can_be_flooded_with_codes_or_letters(
    owner: Visitor, shop: Keeper, court: Court, letters: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(shop_mail.MOST_CODES + 2):
        owner.send("/desk/mail", address=TO)
    codes = re.findall(r"\b\d{6}\b", letters())
    assert len(codes) == shop_mail.MOST_CODES
    assert answers(owner, codes[-1])
    monkeypatch.setattr(shop_mail, "MOST_LETTERS", 2)
    before = letters()
    for number in range(4):
        court.contest(shop.failed(f"A-{number}", ANNA).get_json()["id"])
    jobs.run("notices-tell")
    assert letters().removeprefix(before).count("contests a report") == 2


def test_the_address_lies_sealed_and_goes_when_it_is_taken_back(
    owner: Visitor, app: Flask, letters: Read
) -> None:
    assert answers(owner, asks(owner, letters))
    with transaction() as session:
        [row] = session.scalars(select(ShopAddress)).all()
        assert TO.encode() not in bytes(row.sealed)
    db.session.remove()
    assert owner.send("/desk/mail", "/desk/mail/drop").status_code == 303
    assert TO not in owner.read("/desk/mail")


@pytest.mark.parametrize("typed", ["", "no address", "a@b@c", "+79161234567"])
def test_what_is_no_address_is_said_to_be_none(owner: Visitor, letters: Read, typed: str) -> None:
    said = owner.send("/desk/mail", address=typed).get_data(as_text=True)
    assert "That is no e-mail address." in said
    assert letters() == ""
