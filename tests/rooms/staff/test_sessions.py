"""Staying signed in, and being kept from guessing."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.kernel.db import aside, db
from registry.kernel.keys import Keyring
from registry.kernel.web import context
from registry.staff import service
from registry.staff.errors import (
    ActNotFoundError,
    ForbiddenRoleError,
    NotSignedInError,
    SecondPersonNeededError,
    SignInRefusedError,
    TooManyAttemptsError,
    WrongWordError,
)
from registry.staff.models import StaffInvitation
from registry.staff.roles import Role
from registry.staff.service import Account, ActKind
from tests.rooms.staff.test_accounts import PASSWORD, hired, ring, sign_in
from tests.rooms.threads import at_once

__all__ = ["ring"]

HERE, THERE = "203.0.113.5", "198.51.100.7"


def attempt(
    session: Session, ring: Keyring, clock: FixedClock, address: str = HERE, login: str = "anna"
) -> None:
    service.count_attempt(session, ring, address=address, login=login, now=clock.now())


def test_a_session_ends_after_half_an_hour_without_a_request(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    token = sign_in(session, ring, clock)
    clock.advance(timedelta(minutes=29))
    signed_in = service.authenticate(session, ring, token, now=clock.now())
    service.touch(session, signed_in, now=clock.now())
    clock.advance(timedelta(minutes=29))
    service.authenticate(session, ring, token, now=clock.now())
    clock.advance(timedelta(minutes=1))
    with pytest.raises(NotSignedInError):
        service.authenticate(session, ring, token, now=clock.now())


def test_a_session_ends_after_twelve_hours_whatever_happens(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    token = sign_in(session, ring, clock)
    for _ in range(36):
        clock.advance(timedelta(minutes=20))
        try:
            signed_in = service.authenticate(session, ring, token, now=clock.now())
        except NotSignedInError:
            break
        service.touch(session, signed_in, now=clock.now())
    assert clock.now().hour == 0, "noon and twelve hours"


def test_a_person_sees_and_ends_his_own_browsers_only(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    hired(session, ring, clock, "boris")
    mine = service.authenticate(session, ring, sign_in(session, ring, clock), now=clock.now())
    his_token = sign_in(session, ring, clock, login="boris")
    his = service.authenticate(session, ring, his_token, now=clock.now())
    [browser] = service.list_browsers(session, his, now=clock.now())
    service.end_browser(session, mine, browser.name)
    service.authenticate(session, ring, his_token, now=clock.now())
    service.end_browser(session, his, browser.name)
    with pytest.raises(NotSignedInError):
        service.authenticate(session, ring, his_token, now=clock.now())


def test_an_address_that_fails_five_times_has_to_wait_and_another_one_does_not(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    for _ in range(5):
        attempt(session, ring, clock)
    with pytest.raises(TooManyAttemptsError) as refused:
        attempt(session, ring, clock)
    assert refused.value.facts == {"retry_after": 15}
    attempt(session, ring, clock, THERE)
    clock.advance(timedelta(seconds=15))
    attempt(session, ring, clock)


def test_success_forgives_the_failures_before_it(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    for _ in range(4):
        attempt(session, ring, clock)
    sign_in(session, ring, clock, address=HERE)
    for _ in range(5):
        attempt(session, ring, clock)


def test_own_success_does_not_forgive_guesses_at_others_from_the_same_address(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    for login in ("boris", "vera", "galina", "dmitri"):
        attempt(session, ring, clock, login=login)
        attempt(session, ring, clock)
        sign_in(session, ring, clock, address=HERE)
    attempt(session, ring, clock, login="elena")
    with pytest.raises(TooManyAttemptsError):
        attempt(session, ring, clock, login="fedor")


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    for _ in range(8):
        attempt(session, ring, clock)
        sign_in(session, ring, clock, address=HERE)


def guesses(app: Flask, clock: FixedClock, count: int, *, kept: bool) -> int:
    """How many of so many parallel tries got as far as the password."""

    def guess(_number: int) -> bool:
        with app.app_context():
            try:
                with aside() as session:
                    attempt(session, context.keyring(), clock)
                    if not kept:
                        session.rollback()
            except TooManyAttemptsError:
                return False
            finally:
                db.session.remove()
            return True

    return sum(at_once(count, guess))


def test_of_fifteen_parallel_guesses_five_are_tried(app: Flask, clock: FixedClock) -> None:
    assert guesses(app, clock, 15, kept=True) == 5


def test_a_count_that_is_rolled_back_with_its_refusal_would_let_all_through(
    app: Flask, clock: FixedClock
) -> None:
    assert guesses(app, clock, 15, kept=False) == 15


def test_old_rows_go(session: Session, ring: Keyring, clock: FixedClock) -> None:
    hired(session, ring, clock)
    sign_in(session, ring, clock)
    attempt(session, ring, clock)
    service.invite(session, ring, role=Role.ADMIN, by=None, now=clock.now())
    assert service.forget_old(session, now=clock.now()) == 0
    clock.advance(timedelta(hours=72))
    assert service.forget_old(session, now=clock.now()) == 5
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock, login="nobody")


def test_an_act_needs_a_second_admin(session: Session, ring: Keyring, clock: FixedClock) -> None:
    anna, boris = hired(session, ring, clock), hired(session, ring, clock, "boris")
    auditor = hired(session, ring, clock, "vera", Role.AUDITOR)
    act = service.propose(
        session, kind=ActKind.UNSUSPEND, subject={"shop": 7}, by=anna, now=clock.now()
    )
    with pytest.raises(SecondPersonNeededError):
        service.confirm(session, act.act_id, by=anna, now=clock.now())
    with pytest.raises(ForbiddenRoleError):
        service.confirm(session, act.act_id, by=auditor, now=clock.now())
    done = service.confirm(session, act.act_id, by=boris, now=clock.now())
    assert (done.kind, done.subject, done.decided_by) == (
        ActKind.UNSUSPEND,
        {"shop": 7},
        boris.account_id,
    )
    with pytest.raises(ActNotFoundError):
        service.confirm(session, act.act_id, by=boris, now=clock.now())


def test_an_act_waits_three_days_or_until_it_is_dismissed(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    anna, boris = hired(session, ring, clock), hired(session, ring, clock, "boris")
    first, second = (
        service.propose(session, kind=ActKind.EXPORT, subject={}, by=anna, now=clock.now())
        for _ in range(2)
    )
    service.dismiss(session, first.act_id, by=anna, now=clock.now())
    assert [each.act_id for each in service.list_waiting(session, now=clock.now())] == [
        second.act_id
    ]
    clock.advance(timedelta(hours=72))
    assert service.list_waiting(session, now=clock.now()) == []
    with pytest.raises(ActNotFoundError):
        service.confirm(session, second.act_id, by=boris, now=clock.now())


def brought_in(session: Session, ring: Keyring, now: datetime, by: Account, login: str) -> Account:
    """An admin by a link that one admin alone had made, before it took two."""
    token = service.invite(session, ring, role=Role.ADMIN, by=None, now=now)
    session.execute(
        update(StaffInvitation)
        .where(StaffInvitation.used_at.is_(None))
        .values(invited_by=by.account_id)
    )
    return service.accept(session, ring, token, login=login, password=PASSWORD, now=now)


def test_whom_one_admin_brought_in_alone_is_no_second_one_to_him_and_his(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    now = clock.now()
    anna, boris = hired(session, ring, clock), hired(session, ring, clock, "boris")
    child = brought_in(session, ring, now, anna, "child")
    sibling = brought_in(session, ring, now, anna, "sibling")
    grandchild = brought_in(session, ring, now, child, "grandchild")

    def agree(first: Account, second: Account) -> None:
        act = service.propose(session, kind=ActKind.EXPORT, subject={}, by=first, now=now)
        service.confirm(session, act.act_id, by=second, now=now)

    for pair in ((anna, child), (child, anna), (anna, grandchild), (sibling, grandchild)):
        with pytest.raises(SecondPersonNeededError):
            agree(*pair)
    agree(grandchild, boris)
    agree(boris, child)


def test_one_admin_invites_no_admin_and_whom_two_invited_is_a_second_one_to_both(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    now = clock.now()
    anna, boris = hired(session, ring, clock), hired(session, ring, clock, "boris")
    word = service.new_word(ring)
    for second in (None, service.Second(anna, word.mac)):
        with pytest.raises(SecondPersonNeededError):
            service.invite(session, ring, role=Role.ADMIN, by=anna, second=second, now=now)
    agreed = service.Second(boris, word.mac)
    token = service.invite(session, ring, role=Role.ADMIN, by=anna, second=agreed, now=now)
    with pytest.raises(WrongWordError):
        service.accept(session, ring, token, login="carl", password=PASSWORD, now=now)
    carl = service.accept(
        session, ring, token, login="carl", password=PASSWORD, word=word.text, now=now
    )
    for first in (anna, boris):
        act = service.propose(session, kind=ActKind.EXPORT, subject={}, by=first, now=now)
        service.confirm(session, act.act_id, by=carl, now=now)
