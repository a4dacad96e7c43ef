"""An address that asks too often is refused, is told when to come back, and harms no other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.storage import MemoryStorage

from registry.kernel.errors import UnusableError
from registry.kernel.web import ceiling, headers
from registry.kernel.web.ceiling import Window


class Late:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class AwayError(Exception):
    """The shared storage does not answer."""


class Away(MemoryStorage):
    """A shared storage that has died."""

    STORAGE_SCHEME = ["away"]  # noqa: RUF012 - theirs

    @property
    def base_exceptions(self) -> type[Exception]:
        return AwayError

    def incr(self, *_: object, **__: object) -> int:
        raise AwayError


def served(limit: str, storage: str = "memory://") -> FlaskClient:
    app = Flask("ceiling")
    app.add_url_rule("/", view_func=lambda: "well")
    headers.register(app)
    ceiling.register(app, limit=limit, storage=storage)
    return app.test_client()


def statuses(client: FlaskClient, number: int, address: str = "10.0.0.1") -> list[int]:
    environ = {"REMOTE_ADDR": address}
    return [client.get("/", environ_overrides=environ).status_code for _ in range(number)]


@pytest.mark.parametrize("storage", ["memory://", "away://"])
def test_beyond_the_limit_an_address_is_refused_and_another_one_is_not(storage: str) -> None:
    client = served("3/minute", storage)
    assert statuses(client, 5) == [200, 200, 200, 429, 429]
    assert statuses(client, 1, "10.0.0.2") == [200]


def test_every_answer_tells_what_is_left_and_a_refusal_when_to_come_back() -> None:
    client = served("2 per 5 minutes")
    first, _, third = (client.get("/") for _ in range(3))
    assert first.headers["RateLimit-Policy"] == '"address";q=2;w=300'
    assert first.headers["RateLimit"].startswith('"address";r=1;t=')
    assert "Retry-After" not in first.headers
    assert third.status_code == 429
    assert 0 < int(third.headers["Retry-After"]) <= 300


def test_a_window_ends_and_the_count_begins_anew() -> None:
    clock = Late()
    window = Window(60, clock)
    assert [window.count("a")[0] for _ in range(3)] == [1, 2, 3]
    clock.now += 59.9
    assert window.count("a") == (4, 1)
    clock.now += 0.2
    assert window.count("a") == (1, 61)


def test_many_addresses_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceiling, "_MOST_ADDRESSES", 10)
    clock = Late()
    window = Window(60, clock)
    for n in range(9):
        window.count(f"10.0.0.{n}")
    clock.now += 61
    window.count("a")
    for n in range(100):
        window.count(f"10.0.1.{n}")
    assert window.count("a")[0] <= 2


def test_a_storage_that_nobody_knows_is_said_by_the_setting_to_mend() -> None:
    with pytest.raises(UnusableError, match="BONAFIDE_RATE_LIMIT_STORAGE"):
        served("3/minute", "abacus://")
