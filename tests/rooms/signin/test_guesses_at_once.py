"""Fifty guesses at once: five are looked at, whatever the database."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from registry.kernel.db import aside, db
from registry.portal.signin import store
from registry.portal.signin.models import SigninCode
from registry.portal.signin.rules import TRIES
from registry.portal.signin.service import Over, Proven, Wrong
from registry.portal.signin.store import Taken
from tests.rooms.keeper import ANNA
from tests.rooms.signin.conftest import Answer, Person
from tests.rooms.threads import at_once

GUESSES = 50


def guess_all(
    app: Flask, person: Person, typed: Callable[[int], str], number: int = GUESSES
) -> list[Answer]:
    """Every guess from a thread of its own; one that finds no free connection knocks again."""

    def guess(index: int) -> Answer:
        with app.app_context():
            while True:
                try:
                    return person.answer(typed(index))
                except PoolTimeoutError:
                    continue
                finally:
                    db.session.remove()

    return at_once(number, guess)


class Spy:
    """Counts how often a try was given out, through whichever way of taking one."""

    def __init__(self, take: Callable[..., Taken | None]) -> None:
        self.take = take
        self.looked_at = 0
        self._lock = threading.Lock()

    def __call__(self, session: Session, pair: bytes, *, now: datetime) -> Taken | None:
        taken = self.take(session, pair, now=now)
        if taken is not None:
            with self._lock:
                self.looked_at += 1
        return taken


class Broken:
    """What must be caught: tries read in one transaction and raised in another."""

    def __init__(self, number: int) -> None:
        self._all_have_read = threading.Barrier(number)

    def __call__(self, session: Session, pair: bytes, *, now: datetime) -> Taken | None:
        living = select(SigninCode.code_mac, SigninCode.tries).where(SigninCode.pair == pair)
        with aside(reads=True) as reading:
            row = reading.execute(living).one()
        self._all_have_read.wait(timeout=60)
        if row.code_mac is None or row.tries >= TRIES:
            return None
        raised = update(SigninCode).where(SigninCode.pair == pair)
        session.execute(raised.values(tries=row.tries + 1))
        return Taken(row.code_mac, TRIES - row.tries - 1)


def test_at_most_five_of_fifty_wrong_guesses_are_looked_at(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Spy(store.take_try)
    monkeypatch.setattr(store, "take_try", spy)
    person.begin(ANNA)
    right = int(person.code(ANNA))
    answers = guess_all(app, person, lambda n: f"{(right + 1 + n) % 1_000_000:06}")
    assert spy.looked_at == TRIES
    assert sorted(each.left for each in answers if isinstance(each, Wrong)) == [1, 2, 3, 4]
    assert sum(each == Over(tries_gone=True) for each in answers) == GUESSES - TRIES + 1


def test_reading_the_tries_before_raising_them_lets_more_through(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Spy(Broken(8))
    monkeypatch.setattr(store, "take_try", spy)
    person.begin(ANNA)
    right = int(person.code(ANNA))
    guess_all(app, person, lambda n: f"{(right + 1 + n) % 1_000_000:06}", 8)
    assert spy.looked_at > TRIES


def test_of_fifty_right_answers_one_gets_in(app: Flask, person: Person) -> None:
    person.begin(ANNA)
    code = person.code(ANNA)
    answers = guess_all(app, person, lambda _: code)
    assert sum(isinstance(each, Proven) for each in answers) == 1
    assert all(isinstance(each, Proven | Over) for each in answers)
