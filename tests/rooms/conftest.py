"""The cast of the room tests: two shops, the second one hostile, and a way to call as either."""

from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from werkzeug.test import TestResponse

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.engines import prepare_engine
from registry.kernel.web import context
from registry.shops import service
from registry.shops.rules import Scope, Standing
from tests.conftest import ENGINES
from tests.rooms.keeper import Keeper

Call = Callable[..., TestResponse]


@dataclass(frozen=True)
class Actor:
    """A shop with one key of every scope."""

    shop_id: int
    key_id: str
    key: str = field(repr=False)
    world: World = World.LIVE


def admit(app: Flask, clock: FixedClock, name: str, world: World = World.LIVE) -> Actor:
    """A new active shop."""
    with app.app_context(), transaction() as session:
        now = clock.now()
        shop = service.add_shop(session, name, now=now, standing=Standing.ACTIVE)
        issued = service.issue_key(
            session,
            shop.shop_id,
            world=world,
            scopes=list(Scope),
            keyring=context.keyring(),
            now=now,
        )
        return Actor(shop.shop_id, issued.info.key_id, issued.text, world)


@pytest.fixture
def north(app: Flask, clock: FixedClock) -> Actor:
    """The shop that behaves."""
    return admit(app, clock, "Северная лавка")


@pytest.fixture
def south(app: Flask, clock: FixedClock) -> Actor:
    """The shop that does not."""
    return admit(app, clock, "Южный двор")


@pytest.fixture
def call(app: Flask) -> Call:
    """Send one request as a stranger would: nothing of the test's own context leaks into it."""

    def send(method: str, path: str, key: str = "", **options: Any) -> TestResponse:
        headers = dict(options.pop("headers", {}))
        if key:
            headers["Authorization"] = f"Bearer {key}"
        client = app.test_client()
        return Context().run(client.open, path, method=method, headers=headers, **options)

    return send


@pytest.fixture
def shop(call: Call, north: Actor) -> Keeper:
    """The shop that behaves, at its till."""
    return Keeper(call, north.shop_id, north.key)


@pytest.fixture
def rival(call: Call, south: Actor) -> Keeper:
    """The shop that does not."""
    return Keeper(call, south.shop_id, south.key)


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with no table in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.db'}"
        engine = create_engine(url, connect_args={"isolation_level": None})
        prepare_engine(engine)
        yield engine
        engine.dispose()
        return
    url = request.getfixturevalue("databases").postgresql
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE of_before")
        engine = create_engine(url.replace("/registry?", "/of_before?"))
        yield engine
        engine.dispose()
        connection.execute("DROP DATABASE of_before")
