"""Invitations, passwords, second factors: with a database, on both engines."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.kernel.clock import FixedClock
from registry.kernel.keys import Keyring
from registry.kernel.web import context
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.staff import service
from registry.staff.errors import (
    AccountNotFoundError,
    ForbiddenRoleError,
    InvitationGoneError,
    LoginTakenError,
    NotSignedInError,
    SignInRefusedError,
    WeakPasswordError,
    WrongCodeError,
)
from registry.staff.models import StaffAccount, StaffInvitation, StaffRecovery, StaffSession
from registry.staff.roles import Role
from registry.staff.service import Account
from tests.rooms.conftest import Actor

PASSWORD = "a long enough sentence"


@pytest.fixture
def ring(app: Flask) -> Keyring:
    return context.keyring()


def hired(
    session: Session,
    ring: Keyring,
    clock: FixedClock,
    login: str = "anna",
    role: Role = Role.ADMIN,
    shop_id: int | None = None,
) -> Account:
    """An account made the way everybody's is."""
    now = clock.now()
    token = service.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
    return service.accept(session, ring, token, login=login, password=PASSWORD, now=now)


def sign_in(session: Session, ring: Keyring, clock: FixedClock, **said: str) -> str:
    given = {"login": "anna", "password": PASSWORD, "code": "", "address": "203.0.113.5"}
    return service.sign_in(
        session, ring, **(given | said), browser="Firefox, Linux", now=clock.now()
    )


def test_an_invitation_makes_one_account_and_no_second(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    token = service.invite(session, ring, role=Role.ADMIN, by=None, now=clock.now())
    service.accept(session, ring, token, login="Anna", password=PASSWORD, now=clock.now())
    with pytest.raises(InvitationGoneError):
        service.accept(session, ring, token, login="boris", password=PASSWORD, now=clock.now())
    assert [each.login for each in service.list_accounts(session, shop_id=None)] == ["anna"]


def test_an_invitation_ends_after_three_days(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    token = service.invite(session, ring, role=Role.ADMIN, by=None, now=clock.now())
    clock.advance(timedelta(hours=72))
    with pytest.raises(InvitationGoneError):
        service.get_invitation(session, ring, token, now=clock.now())


def test_an_open_invitation_ends_with_either_of_those_who_made_it(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    now = clock.now()
    anna, boris, carl = (hired(session, ring, clock, each) for each in ("anna", "boris", "carl"))
    for by, other in ((anna, carl), (carl, boris)):
        second = service.Second(other, service.new_word(ring).mac)
        token = service.invite(session, ring, role=Role.ADMIN, by=by, second=second, now=now)
        auditor = service.invite(session, ring, role=Role.AUDITOR, by=by, now=now)
        assert service.get_invitation(session, ring, token, now=now).needs_word
        gone = anna if by is anna else boris
        service.close(session, gone.account_id, shop_id=None, now=now)
        with pytest.raises(InvitationGoneError):
            service.get_invitation(session, ring, token, now=now)
    assert service.get_invitation(session, ring, auditor, now=now).role is Role.AUDITOR


def test_an_open_invitation_waits_while_the_shop_is_suspended_and_ends_when_it_leaves(
    session: Session, ring: Keyring, clock: FixedClock, north: Actor
) -> None:
    now, shop_id = clock.now(), north.shop_id
    token = service.invite(session, ring, role=Role.OWNER, shop_id=shop_id, by=None, now=now)
    for standing in (Standing.SUSPENDED, Standing.ACTIVE, Standing.LEFT):
        shops.set_standing(session, shop_id, standing, now=now)
        if standing is Standing.ACTIVE:
            service.get_invitation(session, ring, token, now=now)
        else:
            with pytest.raises(InvitationGoneError):
                service.accept(session, ring, token, login="olga", password=PASSWORD, now=now)
    service.close_shop(session, shop_id, now=now)
    assert session.query(StaffInvitation).count() == 0


def test_a_refused_name_or_password_leaves_the_invitation_open(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    hired(session, ring, clock)
    token = service.invite(session, ring, role=Role.ADMIN, by=None, now=clock.now())
    with pytest.raises(LoginTakenError):
        service.accept(session, ring, token, login="anna", password=PASSWORD, now=clock.now())
    with pytest.raises(WeakPasswordError):
        service.accept(session, ring, token, login="boris", password="short", now=clock.now())
    assert service.get_invitation(session, ring, token, now=clock.now()).role is Role.ADMIN


def test_an_owner_invites_for_his_own_shop_only(
    session: Session, ring: Keyring, clock: FixedClock, north: Actor, south: Actor
) -> None:
    owner = hired(session, ring, clock, "olga", Role.OWNER, north.shop_id)

    def invite(role: Role, shop_id: int | None) -> str:
        return service.invite(session, ring, role=role, shop_id=shop_id, by=owner, now=clock.now())

    invite(Role.STAFF, north.shop_id)
    for role, shop_id in ((Role.STAFF, south.shop_id), (Role.ADMIN, None)):
        with pytest.raises(ForbiddenRoleError):
            invite(role, shop_id)


def test_what_a_table_holds_signs_nobody_in(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    account = hired(session, ring, clock)
    setup = service.totp_setup(session, ring, account.account_id)
    token = sign_in(session, ring, clock)
    row = session.get_one(StaffAccount, account.account_id)
    stored = session.query(StaffSession).one()
    assert PASSWORD not in row.password
    assert row.password.startswith("$argon2id$")
    assert setup.secret.encode() not in setup.sealed
    assert row.totp == b"", "kept once it is confirmed"
    assert token.encode() not in stored.token_mac


@pytest.mark.parametrize("said", [{"login": "boris"}, {"password": "another sentence"}])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    session: Session, ring: Keyring, clock: FixedClock, said: dict[str, str]
) -> None:
    hired(session, ring, clock)
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(session, ring, clock, **said)
    assert (refused.value.detail, refused.value.pointer) == ("", None)


def second_factor(
    session: Session, ring: Keyring, clock: FixedClock, account: Account
) -> tuple[pyotp.TOTP, list[str]]:
    setup, now = service.totp_setup(session, ring, account.account_id), clock.now()
    totp = pyotp.TOTP(setup.secret)
    codes = service.confirm_totp(
        session, ring, account.account_id, totp.at(now), sealed=setup.sealed, now=now
    )
    return totp, list(codes)


def test_the_second_factor_is_asked_from_its_confirmation_on(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    account = hired(session, ring, clock)
    assert account.must_set_totp
    totp, _ = second_factor(session, ring, clock, account)
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock)
    clock.advance(timedelta(seconds=30))
    assert sign_in(session, ring, clock, code=totp.at(clock.now()))


def test_a_code_works_once(session: Session, ring: Keyring, clock: FixedClock) -> None:
    totp, _ = second_factor(session, ring, clock, hired(session, ring, clock))
    clock.advance(timedelta(minutes=1))
    code = totp.at(clock.now())
    assert sign_in(session, ring, clock, code=code)
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock, code=code)


def test_a_clock_may_be_half_a_minute_off_and_no_more(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    totp, _ = second_factor(session, ring, clock, hired(session, ring, clock))
    clock.advance(timedelta(minutes=5))
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock, code=totp.at(clock.now() - timedelta(seconds=60)))
    assert sign_in(session, ring, clock, code=totp.at(clock.now() - timedelta(seconds=30)))


def test_a_recovery_code_stands_in_once(session: Session, ring: Keyring, clock: FixedClock) -> None:
    _, codes = second_factor(session, ring, clock, hired(session, ring, clock))
    assert len(set(codes)) == 8
    assert sign_in(session, ring, clock, code=codes[0].upper())
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock, code=codes[0])
    assert session.query(StaffRecovery).count() == 7


def test_a_wrong_code_does_not_confirm_and_a_confirmed_secret_is_not_shown_again(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    account = hired(session, ring, clock)
    account_id, now = account.account_id, clock.now()
    first, last = (service.totp_setup(session, ring, account_id) for _ in range(2))
    assert first.secret != last.secret, "whoever saw one knows nothing of another"
    for code in ("000000", pyotp.TOTP(first.secret).at(now)):
        with pytest.raises(WrongCodeError):
            service.confirm_totp(session, ring, account_id, code, sealed=last.sealed, now=now)
    second_factor(session, ring, clock, account)
    with pytest.raises(ForbiddenRoleError):
        service.totp_setup(session, ring, account.account_id)


def test_a_new_password_ends_every_other_session(
    session: Session, ring: Keyring, clock: FixedClock
) -> None:
    account = hired(session, ring, clock)
    here, there = sign_in(session, ring, clock), sign_in(session, ring, clock)
    mine = service.authenticate(session, ring, here, now=clock.now())
    service.change_password(
        session,
        account.account_id,
        new="another long sentence",
        keep=mine.token_mac,
    )
    assert service.authenticate(session, ring, here, now=clock.now()).account.login == "anna"
    with pytest.raises(NotSignedInError):
        service.authenticate(session, ring, there, now=clock.now())
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock)


def test_a_closed_account_is_out_at_once_and_stays_out(
    session: Session, ring: Keyring, clock: FixedClock, north: Actor, south: Actor
) -> None:
    account = hired(session, ring, clock, "olga", Role.OWNER, north.shop_id)
    token = sign_in(session, ring, clock, login="olga")
    with pytest.raises(AccountNotFoundError):
        service.close(session, account.account_id, shop_id=south.shop_id, now=clock.now())
    service.close(session, account.account_id, shop_id=north.shop_id, now=clock.now())
    with pytest.raises(NotSignedInError):
        service.authenticate(session, ring, token, now=clock.now())
    with pytest.raises(SignInRefusedError):
        sign_in(session, ring, clock, login="olga")
