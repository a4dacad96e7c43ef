"""API keys against a database: issue, revoke, recognise."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.kernel.web import context
from registry.shops import access, service
from registry.shops.access import IssuedKey, KeyInfo
from registry.shops.errors import (
    KeyLimitError,
    KeyNotFoundError,
    NotAuthenticatedError,
    ShopNotFoundError,
)
from registry.shops.keys_format import KeyText, format_key, parse_key
from registry.shops.models import ApiKey
from registry.shops.rules import Scope, Standing


@pytest.fixture
def shop_id(session: Session, clock: FixedClock) -> int:
    """One shop without keys."""
    shop_id = service.add_shop(session, "Чайная лавка", now=clock.now()).shop_id
    session.commit()
    return shop_id


def issue(
    session: Session, shop_id: int, clock: FixedClock, world: World = World.LIVE, *scopes: Scope
) -> IssuedKey:
    return service.issue_key(
        session,
        shop_id,
        world=world,
        scopes=scopes or [Scope.LOOKUP],
        keyring=context.keyring(),
        now=clock.now(),
    )


def test_a_key_names_its_shop_world_and_scopes(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock, World.TEST, Scope.REPORT, Scope.LOOKUP)
    caller = service.authenticate(session, issued.text, keyring=context.keyring())
    assert (caller.shop_id, caller.world, caller.key_id) == (
        shop_id,
        World.TEST,
        issued.info.key_id,
    )
    assert caller.scopes == {Scope.LOOKUP, Scope.REPORT}
    assert (caller.standing, caller.direct_tier) == (Standing.PROBATION, False)


def test_the_database_holds_nothing_that_opens_anything(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock)
    row = session.scalars(select(ApiKey)).one()
    key = parse_key(issued.text)
    assert key is not None
    stored = " ".join(str(getattr(row, column.key)) for column in ApiKey.__table__.columns)
    assert key.secret not in stored
    assert key.secret not in repr(issued)
    assert len(row.mac) == 32


def test_two_keys_live_per_world_and_a_third_waits_for_a_revocation(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    first = issue(session, shop_id, clock)
    issue(session, shop_id, clock)
    issue(session, shop_id, clock, World.TEST)
    with pytest.raises(KeyLimitError):
        issue(session, shop_id, clock)
    service.revoke_key(session, shop_id, first.info.key_id, now=clock.now())
    issue(session, shop_id, clock)
    live = [key for key in service.list_keys(session, shop_id) if key.revoked_at is None]
    assert sorted(key.world for key in live) == [World.LIVE, World.LIVE, World.TEST]


def issue_from_many_threads(app: Flask, clock: FixedClock, shop_id: int, threads: int) -> int:
    """How many of so many simultaneous requests got a key."""
    start, issued = threading.Barrier(threads), []

    def one() -> None:
        start.wait()
        try:
            with app.app_context(), transaction() as session:
                issued.append(issue(session, shop_id, clock))
        except DomainError:
            return

    workers = [threading.Thread(target=one) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(issued)


def test_many_requests_at_once_get_two_keys_in_all(
    app: Flask, shop_id: int, clock: FixedClock
) -> None:
    assert issue_from_many_threads(app, clock, shop_id, 12) == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_lock_on_the_shop_they_would_get_more(
    app: Flask, shop_id: int, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_have_counted, count = threading.Barrier(6), access.list_keys

    def count_and_wait(session: Session, shop_id: int, *, world: World) -> Sequence[KeyInfo]:
        found = count(session, shop_id, world=world)
        all_have_counted.wait(10)
        return found

    monkeypatch.setattr(access, "_lock_member", lambda *_: None)
    monkeypatch.setattr(access, "list_keys", count_and_wait)
    assert issue_from_many_threads(app, clock, shop_id, 6) > 2


def test_a_revoked_key_opens_nothing_and_revoking_again_changes_nothing(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock)
    for _ in range(2):
        service.revoke_key(session, shop_id, issued.info.key_id, now=clock.now())
    with pytest.raises(NotAuthenticatedError):
        service.authenticate(session, issued.text, keyring=context.keyring())


def test_another_shop_or_world_cannot_revoke_a_key(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock)
    key_id, now = issued.info.key_id, clock.now()
    with pytest.raises(KeyNotFoundError):
        service.revoke_key(session, shop_id + 1, key_id, now=now)
    with pytest.raises(KeyNotFoundError):
        service.revoke_key(session, shop_id, key_id, world=World.TEST, now=now)
    assert service.authenticate(session, issued.text, keyring=context.keyring()).shop_id == shop_id


def test_a_guess_fails_alike_for_an_unknown_id_a_wrong_secret_and_another_world(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    key = parse_key(issue(session, shop_id, clock).text)
    assert key is not None
    guesses = [
        replace(key, secret=key.secret[::-1]),
        KeyText(key.world, "aaaaaaaaaaaa", key.secret),
        replace(key, world=World.TEST),
    ]
    seen = set()
    for guess in guesses:
        with pytest.raises(NotAuthenticatedError) as caught:
            service.authenticate(session, format_key(guess), keyring=context.keyring())
        seen.add((str(caught.value), caught.value.detail, str(caught.value.facts)))
    assert len(seen) == 1


def test_a_key_outlives_the_rotation_of_k_api_until_its_mac_key_is_retired(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock)
    keys = dict(context.keyring().keys)
    old = dict(keys["shared", "api"])
    keys["shared", "api"] = MappingProxyType({**old, 2: b"n" * 32})
    assert service.authenticate(session, issued.text, keyring=Keyring(keys)).shop_id == shop_id
    keys["shared", "api"] = MappingProxyType({2: b"n" * 32})
    with pytest.raises(NotAuthenticatedError):
        service.authenticate(session, issued.text, keyring=Keyring(keys))


def test_a_shop_that_left_has_no_keys_and_gets_none(
    session: Session, shop_id: int, clock: FixedClock
) -> None:
    issued = issue(session, shop_id, clock)
    service.set_standing(session, shop_id, Standing.LEFT, now=clock.now())
    with pytest.raises(NotAuthenticatedError):
        service.authenticate(session, issued.text, keyring=context.keyring())
    with pytest.raises(ShopNotFoundError):
        issue(session, shop_id, clock)
