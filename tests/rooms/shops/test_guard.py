"""The guard over HTTP: who gets in, what the refused are told, how fast a key dies."""

import base64
import logging
from datetime import datetime, timedelta

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.kernel.believed import Believed
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.shops import auth, service
from registry.shops.access import Caller
from registry.shops.keys_format import KeyText, format_key
from registry.shops.rules import Scope, Standing
from tests.rooms.conftest import Actor, Call

STEP = timedelta(seconds=1)


def basic(user: str, password: str = "") -> dict[str, str]:
    sent = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {sent}"}


def test_a_key_is_taken_as_bearer_and_as_the_user_name_of_basic(call: Call, north: Actor) -> None:
    by_bearer = call("GET", "/v1/shop", north.key)
    by_basic = call("GET", "/v1/shop", headers=basic(north.key, "ignored"))
    assert by_bearer.status_code == by_basic.status_code == 200
    assert by_bearer.get_json() == by_basic.get_json()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \u00ff\u00fe"},
        {"Authorization": "Bearer a b c"},
        {"Authorization": "Basic ===="},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()},
        {"Authorization": "Digest username=x"},
        {"Authorization": "Bearer bf_live_" + "a" * 46},
        {"Authorization": "Bearer " + "a" * 8_000},
        basic(""),
        basic("bf_live_x", "y"),
    ],
)
def test_what_is_no_key_gets_a_challenge(call: Call, headers: dict[str, str]) -> None:
    answer = call("GET", "/v1/shop", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.get_json()["code"] == "unauthenticated"


def test_a_key_in_the_address_is_not_taken(call: Call, north: Actor) -> None:
    assert call("GET", f"/v1/shop?api_key={north.key}").status_code == 401


def test_a_refusal_never_says_whether_a_key_id_exists(call: Call, north: Actor) -> None:
    known = format_key(KeyText(World.LIVE, north.key_id, "0" * 28))
    unknown = format_key(KeyText(World.LIVE, "aaaaaaaaaaaa", "0" * 28))
    answers = [call("GET", "/v1/shop", key).get_json() for key in (known, unknown, "nonsense")]
    for answer in answers:
        del answer["request_id"]
    assert answers[0] == answers[1] == answers[2]


def test_a_key_without_the_scope_is_told_which_one_it_lacks(
    app: Flask, call: Call, north: Actor, clock: FixedClock
) -> None:
    with app.app_context(), transaction() as session:
        weak = service.issue_key(
            session,
            north.shop_id,
            world=World.LIVE,
            scopes=[Scope.LOOKUP],
            keyring=context.keyring(),
            now=clock.now(),
        )
    answer = call("GET", "/v1/shop/keys", weak.text)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden_scope")
    assert answer.get_json()["scope"] == "manage"


def test_the_scope_is_asked_before_the_body_is_read(
    app: Flask, call: Call, north: Actor, clock: FixedClock
) -> None:
    with app.app_context(), transaction() as session:
        weak = service.issue_key(
            session,
            north.shop_id,
            world=World.LIVE,
            scopes=[Scope.LOOKUP],
            keyring=context.keyring(),
            now=clock.now(),
        )
    assert call("PUT", "/v1/shop/terms", weak.text, data="{").status_code == 403


def test_a_suspended_shop_is_told_so_and_an_active_one_is_not(
    app: Flask, call: Call, north: Actor, south: Actor, clock: FixedClock
) -> None:
    with app.app_context(), transaction() as session:
        service.set_standing(session, south.shop_id, Standing.SUSPENDED, now=clock.now())
    refused = call("GET", "/v1/shop", south.key)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "shop_suspended")
    assert call("GET", "/v1/shop", north.key).status_code == 200


Keys = Believed[bytes, Caller]


class ForeverYoung(Keys):
    """Broken on purpose: every hit makes the entry new again."""

    def find(self, key: bytes, now: datetime) -> Caller | None:
        caller = super().find(key, now)
        if caller is not None:
            self.learn(key, caller, now)
        return caller


def seconds_until_refused_everywhere(
    app: Flask, call: Call, actor: Actor, clock: FixedClock, caches: list[Keys]
) -> int:
    """A key in steady use by several workers is revoked; counts up to a minute."""

    def status(cache: Keys) -> int:
        app.extensions[auth._EXTENSION] = cache
        return call("GET", "/v1/shop", actor.key).status_code

    assert [status(cache) for cache in caches] == [200] * len(caches)
    with app.app_context(), transaction() as session:
        service.revoke_key(session, actor.shop_id, actor.key_id, now=clock.now())
    for second in range(60):
        if [status(cache) for cache in caches] == [401] * len(caches):
            return second
        clock.advance(STEP)
    return 60


def test_a_revoked_key_is_refused_in_every_worker_within_five_seconds(
    app: Flask, call: Call, north: Actor, clock: FixedClock
) -> None:
    workers = [Keys(), Keys()]
    assert seconds_until_refused_everywhere(app, call, north, clock, workers) <= 5


def test_a_cache_that_a_hit_keeps_young_would_be_noticed(
    app: Flask, call: Call, north: Actor, clock: FixedClock
) -> None:
    workers: list[Keys] = [Keys(), ForeverYoung()]
    assert seconds_until_refused_everywhere(app, call, north, clock, workers) > 5


def test_a_clock_set_back_does_not_lengthen_the_life_of_a_key(
    app: Flask, call: Call, north: Actor, clock: FixedClock
) -> None:
    assert call("GET", "/v1/shop", north.key).status_code == 200
    with app.app_context(), transaction() as session:
        service.revoke_key(session, north.shop_id, north.key_id, now=clock.now())
    clock.advance(-timedelta(hours=1))
    assert call("GET", "/v1/shop", north.key).status_code == 401


def test_a_key_stands_neither_in_the_log_nor_in_the_cache(
    app: Flask, call: Call, north: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    call("GET", "/v1/shop", north.key)
    call("GET", "/v1/shop", north.key[:-1])
    assert north.key[:-1] not in caplog.text
    assert north.key not in repr(vars(app.extensions[auth._EXTENSION]))
