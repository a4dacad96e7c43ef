"""``bonafide doctor``: each thing that can be wrong is named, with what to do about it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from bonafide.cli import doctor
from bonafide.protocol.group_pure import PureGroup
from bonafide.testing import FakeRegistry
from tests.client.running import Run
from tests.client.test_pins import ELSEWHERE

Examined = tuple[int, dict[str, dict[str, str]]]


@pytest.fixture
def examine(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Examined]:
    """The exit status, and what was found by its name."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    def look() -> Examined:
        status, out, _ = run("doctor", "--json")
        return status, {each["name"]: each for each in json.loads(out)["findings"]}

    return look


def test_a_healthy_registry_is_found_healthy(examine: Callable[[], Examined]) -> None:
    status, found = examine()
    assert status == 0
    assert {name for name, each in found.items() if each["state"] == "ok"} >= {
        "proxy",
        "network",
        "clock",
        "key",
        "canary",
        "log",
    }


def test_what_hangs_on_a_broken_network_is_skipped(
    fake: FakeRegistry, examine: Callable[[], Examined]
) -> None:
    fake.go_down()
    status, found = examine()
    assert (status, found["network"]["state"], found["key"]["state"]) == (1, "failed", "skipped")
    assert "BONAFIDE_URL" in found["network"]["todo"]


def test_something_else_at_the_address_is_named(
    fake: FakeRegistry, examine: Callable[[], Examined]
) -> None:
    page = httpx2.Response(200, text="<html>Please log in</html>")
    fake.transport = httpx2.MockTransport(lambda _: page)
    status, found = examine()
    assert (status, "something else" in found["network"]["todo"]) == (1, True)


def test_a_revoked_key_is_named(
    examine: Callable[[], Examined], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_API_KEY", "bf_test_revoked0000000000000000000")
    status, found = examine()
    assert (status, found["key"]["state"], found["canary"]["state"]) == (1, "failed", "skipped")
    assert "revoked" in found["key"]["todo"]


def test_a_missing_key_is_named(
    examine: Callable[[], Examined], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BONAFIDE_API_KEY")
    status, found = examine()
    assert (status, "BONAFIDE_API_KEY" in found["key"]["detail"]) == (1, True)
    assert "bf_live_" in found["key"]["todo"]


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(minutes=-10)])
def test_a_wrong_clock_is_named(
    fake: FakeRegistry, examine: Callable[[], Examined], off: timedelta
) -> None:
    def dated(request: httpx2.Request) -> httpx2.Response:
        response = fake._handle(request)
        response.headers["date"] = format_datetime(datetime.now(UTC) + off, usegmt=True)
        return response

    fake.transport = httpx2.MockTransport(dated)
    status, found = examine()
    assert (status, found["clock"]["state"]) == (1, "failed")
    assert "timedatectl" in found["clock"]["todo"]


def test_a_registry_that_uses_another_key_is_named(
    fake: FakeRegistry, examine: Callable[[], Examined], monkeypatch: pytest.MonkeyPatch
) -> None:
    published = fake._routes.params()
    monkeypatch.setattr(fake._routes, "params", lambda: published)
    fake._people._keys[1] = ELSEWHERE
    status, found = examine()
    assert (status, found["canary"]["state"]) == (1, "failed")
    assert "by phone" in found["canary"]["todo"]


def test_a_rewritten_log_is_named(fake: FakeRegistry, examine: Callable[[], Examined]) -> None:
    fake.log.append("an entry")
    examine()
    fake.log.leaves.clear()
    status, found = examine()
    assert (status, found["log"]["state"]) == (1, "failed")
    assert "other shops" in found["log"]["todo"]


def test_a_missing_libsodium_is_a_warning(
    examine: Callable[[], Examined], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "default_group", PureGroup)
    status, found = examine()
    assert (status, found["libsodium"]["state"]) == (0, "warning")
    assert "libsodium23" in found["libsodium"]["todo"]


def test_a_dead_proxy_is_named(
    examine: Callable[[], Examined], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    status, found = examine()
    assert (status, found["proxy"]["state"]) == (1, "failed")
    assert "NO_PROXY=registry.test" in found["proxy"]["todo"]
    monkeypatch.setenv("NO_PROXY", "registry.test")
    assert examine()[1]["proxy"]["state"] == "ok"


def test_it_speaks_russian(run: Run, fake: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    healthy = run("doctor")[1]
    for said in ("сеть: в порядке", "ключ № 1", "проверка ключа реестра", "журнал: в порядке"):
        assert said in " ".join(healthy.split())
    fake.go_down()
    _, out, _ = run("doctor")
    assert "проверьте" in out
    assert "ключ: пропущено" in out
    assert not any(word in healthy + out for word in ("network", "clock", "failed", "skipped"))
