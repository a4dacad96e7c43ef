"""Signing in by a code, against both databases."""

from datetime import timedelta

import pytest
import structlog
from flask import Flask
from sqlalchemy import text

from bonafide.protocol.errors import NotCanonical
from bonafide.protocol.words import Kind
from registry.identifiers import service as identifiers
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.demo import MemorySender
from registry.kernel.senders.message import Failure, Message, NotSent
from registry.kernel.senders.post import PostFullError, PostRoom, register
from registry.kernel.web.language import Language
from registry.ops import jobs
from registry.portal.signin import door, rules, service
from registry.portal.signin.door import Begun, Malformed
from registry.portal.signin.rules import TRIES, Refusal
from registry.portal.signin.service import Over, Proven, Refused, WorkNeeded, Wrong
from tests.rooms.conftest import Call
from tests.rooms.keeper import ANNA, Keeper
from tests.rooms.signin.conftest import Person

TYPED = "8 916 123-45-67"


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_that_came_back_proves_the_number(person: Person) -> None:
    begun = person.begin(TYPED)
    assert isinstance(begun, Begun)
    assert (begun.kind, begun.shown) == (Kind.PHONE, "+7 ••• ••• 45 67")
    code = person.code(ANNA)
    proven = person.answer(f"{code[:3]} {code[3:]}")
    assert isinstance(proven, Proven)
    assert proven.kind is Kind.PHONE


def test_the_row_is_the_one_that_shops_know(person: Person, shop: Keeper) -> None:
    shop.put("A-1", ANNA)
    person.begin(TYPED)
    proven = person.answer(person.code(ANNA))
    assert isinstance(proven, Proven)
    with transaction() as session:
        known = session.execute(text("SELECT id FROM identifier WHERE kind = 'phone'")).all()
        mine = identifiers.states(session, [proven.identifier_id])
    assert proven.identifier_id in {row.id for row in known}
    assert mine[proven.identifier_id].kind == "phone"
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 1
    person.begin(TYPED)
    again = person.answer(person.code(ANNA))
    assert again == proven


def test_an_unknown_address_gets_a_row_once(person: Person) -> None:
    ids = set()
    for _ in range(2):
        person.begin(" Anna@Example.org ")
        proven = person.answer(person.code("anna@example.org"))
        assert isinstance(proven, Proven)
        ids.add(proven.identifier_id)
    assert len(ids) == 1


def test_what_is_no_number_is_refused_with_the_reason(person: Person) -> None:
    for typed in ("8 916 123", "8 916 123 45 67 890", "anna@example"):
        with pytest.raises(NotCanonical):
            person.begin(typed)


def test_a_code_is_good_once(person: Person) -> None:
    person.begin(TYPED)
    code = person.code(ANNA)
    assert isinstance(person.answer(code), Proven)
    assert person.answer(code) == Over(tries_gone=False)


def test_five_tries_and_no_sixth_not_even_with_the_right_code(person: Person) -> None:
    person.begin(TYPED)
    code = person.code(ANNA)
    wrong = [person.answer(another(code)) for _ in range(TRIES)]
    assert wrong == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Over(tries_gone=True)]
    assert person.answer(code) == Over(tries_gone=True)


def test_what_is_not_six_digits_costs_no_try(person: Person) -> None:
    person.begin(TYPED)
    assert [person.answer(each) for each in ("", "12345", "abcdef")] == [Malformed()] * 3
    assert person.answer(another(person.code(ANNA))) == Wrong(4)


def test_another_code_replaces_the_first_and_gives_no_tries_back(person: Person) -> None:
    person.begin(TYPED)
    first = person.code(ANNA)
    assert [person.answer(another(first)) for _ in range(3)][-1] == Wrong(2)
    assert isinstance(person.again(), Begun)
    second = person.code(ANNA)
    if first != second:
        assert person.answer(first) == Wrong(1)
    assert isinstance(person.answer(second), Proven)


def test_when_all_tries_are_gone_another_code_is_had_only_after_the_first_has_ended(
    person: Person, clock: FixedClock
) -> None:
    begun = person.begin(TYPED)
    assert isinstance(begun, Begun)
    for _ in range(TRIES):
        person.answer(another(person.code(ANNA)))
    assert person.again() == Refused(Refusal.TRIES, begun.expires_at)
    assert person.begin(TYPED) == Refused(Refusal.TRIES, begun.expires_at)
    clock.advance(timedelta(minutes=11))
    person.begin(TYPED)
    assert isinstance(person.answer(person.code(ANNA)), Proven)


def test_after_ten_minutes_a_code_is_nothing(person: Person, clock: FixedClock) -> None:
    person.begin(TYPED)
    code = person.code(ANNA)
    clock.advance(timedelta(minutes=10))
    assert person.answer(code) == Over(tries_gone=False)
    assert person.again() == Over(tries_gone=False)


def test_a_code_is_of_no_use_in_another_browser(person: Person, stranger: Person) -> None:
    person.begin(TYPED)
    stranger.cookie = person.cookie
    assert stranger.answer(person.code(ANNA)) == Over(tries_gone=False)
    stranger.begin(TYPED)
    stranger_code = stranger.code(ANNA)
    assert person.answer(stranger_code) in (Wrong(4), Over(tries_gone=False))


def test_the_fourth_code_of_a_day_costs_work_that_pays_once(
    person: Person, clock: FixedClock
) -> None:
    for _ in range(3):
        assert isinstance(person.begin(TYPED), Begun)
    needed = person.begin(TYPED)
    assert isinstance(needed, WorkNeeded)
    work = person.work(needed)
    person.address = "192.0.2.77"
    assert isinstance(person.begin(TYPED, work=work), Begun)
    assert isinstance(person.begin(TYPED, work=work), WorkNeeded)
    clock.advance(timedelta(days=1))
    assert isinstance(person.begin(TYPED), Begun)


def test_a_refused_code_is_not_counted(person: Person) -> None:
    for _ in range(3):
        person.begin(TYPED)
    asked = {repr(person.begin(TYPED)) for _ in range(5)}
    assert len(asked) == 1


def test_a_stranger_locks_nobody_out(
    person: Person, stranger: Person, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stranger spares no work, of which there is little here."""
    monkeypatch.setattr(rules, "WORK_MOST", 8)
    person.begin(TYPED)
    assert isinstance(person.answer(person.code(ANNA)), Proven)
    clock.advance(timedelta(days=1))
    for network in range(4):
        stranger.address = f"198.51.100.{network}"
        stranger.browser = f"browser-{network}"
        for _ in range(3):
            found = stranger.begin(TYPED)
            if isinstance(found, WorkNeeded):
                found = stranger.begin(TYPED, work=stranger.work(found))
    assert isinstance(person.begin(TYPED), Begun)
    assert isinstance(person.answer(person.code(ANNA)), Proven)


def test_guesses_of_a_stranger_use_up_none_of_mine(person: Person, stranger: Person) -> None:
    person.begin(TYPED)
    mine = person.code(ANNA)
    stranger.begin(TYPED)
    for _ in range(TRIES):
        stranger.answer(another(stranger.code(ANNA)))
    assert isinstance(person.answer(mine), Proven)


def test_spraying_makes_everybody_work(person: Person, stranger: Person) -> None:
    for number in range(20):
        stranger.address, to = f"198.51.100.{number}", f"+790311122{number:02}"
        stranger.begin(to)
        code = stranger.code(to)
        for _ in range(3):
            stranger.answer(another(code))
    assert isinstance(person.begin(TYPED), WorkNeeded)


def test_tables_hold_no_number_and_no_code(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "new_code", lambda: "482915")  # no counter comes so far
    person.begin(TYPED)
    code = person.code(ANNA)
    assert code == "482915"
    with transaction() as session:
        rows = [
            *session.execute(text("SELECT * FROM signin_code")),
            *session.execute(text("SELECT * FROM message_count")),
        ]
    cells = [cell for row in rows for cell in row]
    assert {code, int(code), code.encode()}.isdisjoint(cells)
    for told in ("9161234567", "192.0.2.1", person.browser):
        assert told not in repr(rows)


def test_where_there_is_no_gateway_phones_are_told_so(app: Flask, person: Person) -> None:
    register(app, PostRoom(Senders({Kind.EMAIL: person.outbox})))
    assert person.begin(TYPED) == Refused(Refusal.CLOSED)


class Stuck:
    """A gateway that fails with a text which nobody may see."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, message: Message) -> None:
        raise self.error


@pytest.mark.parametrize("error", [NotSent(Failure.TIMEOUT), ValueError(ANNA)])
def test_a_gateway_that_fails_changes_no_answer_and_tells_no_log(
    app: Flask, person: Person, error: Exception
) -> None:
    post = PostRoom(Senders({Kind.PHONE: Stuck(error)}))
    register(app, post)
    with structlog.testing.capture_logs() as entries:
        assert isinstance(person.begin(TYPED), Begun)
        post.drain()
    logged = repr(entries)
    assert "message_not_sent" in logged
    assert "9161234567" not in logged


def test_a_full_bag_refuses_everybody_alike(app: Flask, person: Person) -> None:
    room = PostRoom(person.post.senders, bag=1)
    room._room.acquire()
    register(app, room)
    with pytest.raises(PostFullError):
        person.begin(TYPED)


def test_calling_in_the_middle_of_a_request_is_a_mistake_that_shows(person: Person) -> None:
    db.session.execute(text("SELECT 1"))
    with pytest.raises(RuntimeError, match="begun"):
        door.begin(TYPED, browser=person.browser, address="", language=Language.EN)
    db.session.rollback()


def test_old_rows_leave_and_what_proves_a_browser_stays(
    person: Person, stranger: Person, clock: FixedClock
) -> None:
    person.begin(TYPED)
    person.answer(person.code(ANNA))
    stranger.begin(TYPED)
    clock.advance(timedelta(days=3))
    assert jobs.run("forget-codes") == {"forgotten": 9}
    with transaction() as session:
        assert session.execute(text("SELECT count(*) FROM signin_code")).scalar_one() == 1
    clock.advance(timedelta(days=181))
    assert jobs.run("forget-codes") == {"forgotten": 1}


def test_messages_come_in_the_language_of_the_page_and_fit_into_one_part(
    person: Person, outbox: MemorySender, call: Call
) -> None:
    person.begin(TYPED)
    person.code(ANNA)
    assert outbox.sent[-1].text.startswith("Код")
    assert len(outbox.sent[-1].text) <= 70
