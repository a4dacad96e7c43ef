"""A registry that is down, slow or somebody else: a checkout goes on, and soon."""

import asyncio
import socket
import threading
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from bonafide import (
    Advice,
    AsyncRegistry,
    CircuitOpen,
    Level,
    NotAllowed,
    Outbox,
    RateLimited,
    Registry,
    Report,
    ServerFailed,
    TrustAnswer,
    Unavailable,
    UnreadableAnswer,
    _retry,
)
from bonafide.testing import FakeRegistry
from bonafide.testing.fake import URL
from bonafide.testing.patient import PatientRegistry
from tests.client import servers
from tests.client.cast import ANNA

KEY = "bf_test_0000000000000000"
PATIENCE = 20.0


def in_time(url: str, timeout: float = 0.3, budget: float = 0.5) -> TrustAnswer:
    """The answer of a client with half a second; the test fails if the call never comes back."""
    found: list[TrustAnswer] = []

    def ask() -> None:
        with Registry(KEY, url, timeout=timeout, budget=budget) as client:
            found.append(client.look_up(ANNA, order_ref="A-1"))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE + budget)
    assert found, "the checkout was held"
    return found[0]


@pytest.fixture
def quick_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly a pause between two attempts, so that a budget may be generous."""
    monkeypatch.setattr(_retry, "FIRST_WAIT", 0.001)


BEHAVIOURS = {
    "hangs": (servers.hang, "timed_out"),
    "trickles a header": (servers.trickle_headers, "timed_out"),
    "trickles a body": (servers.trickle_body, "timed_out"),
    "resets": (servers.reset, "connection_lost"),
    "talks another protocol": (servers.garbage, "connection_lost"),
    "is a captive portal": (servers.portal, "unreadable_answer"),
    "is cut off in the middle": (servers.cut, "connection_lost"),
    "has its cable pulled": (servers.hard_reset, "connection_lost"),
    "floods": (servers.flood, "unreadable_answer"),
    "has too much to do": (servers.refuses(429), "rate_limited"),
    "wants to be left alone": (servers.refuses(429, "Retry-After: 3600"), "rate_limited"),
    "is being repaired": (servers.refuses(503, "Retry-After: 1"), "server_failed"),
    "has broken": (servers.refuses(500), "server_failed"),
    "has moved": (servers.refuses(301, "Location: http://127.0.0.1:1/"), "unreadable_answer"),
    "does not know our key": (servers.refuses(401), "http_401"),
    "answers a list": (servers.says(b"[]"), "unreadable_answer"),
    "answers half a document": (servers.says(b'{"protocol": "bf1"'), "unreadable_answer"),
    "answers deep nonsense": (servers.says(b"[" * 100_000), "unreadable_answer"),
    "answers bytes": (servers.says(bytes(range(256))), "unreadable_answer"),
    "answers no gzip": (servers.says(b"no", "Content-Encoding: gzip"), "unreadable_answer"),
    "speaks another protocol": (servers.says(b'{"protocol": "bf9"}'), "unreadable_answer"),
}


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_checkout_goes_on_when_the_registry(name: str) -> None:
    behave, code = BEHAVIOURS[name]
    with servers.serving(behave) as url:
        answer = in_time(url)
    assert (answer.level, answer.advice.code) == (Level.UNKNOWN, Advice.SHIP)
    assert (answer.degraded, answer.source) == (True, "fallback")
    assert answer.reasons[0].code in {code, "timed_out"}


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_an_asyncio_checkout_goes_on_when_the_registry(name: str) -> None:
    async def ask(url: str) -> TrustAnswer:
        async with AsyncRegistry(KEY, url, timeout=0.3, budget=0.5) as client:
            return await client.look_up(ANNA, order_ref="A-1")

    with servers.serving(BEHAVIOURS[name][0]) as url:
        answer = asyncio.run(asyncio.wait_for(ask(url), PATIENCE))
    assert (answer.degraded, answer.advice.code) == (True, Advice.SHIP)
    assert answer.reasons[0].code in {BEHAVIOURS[name][1], "timed_out"}


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_report_is_never_lost_nor_waited_for_when_the_registry(name: str, tmp_path: Path) -> None:
    with (
        servers.serving(BEHAVIOURS[name][0]) as url,
        Registry(KEY, url, timeout=0.2, budget=0.3, batch_budget=0.3) as client,
        Outbox(tmp_path / "outbox.db", client) as outbox,
    ):
        outbox.put(Report(phone=ANNA, order_ref="A-1", outcome="paid", amount=1))
        assert outbox.flush().waiting == 1


@pytest.mark.usefixtures("quick_again")
@pytest.mark.parametrize("wrong", [socket.EAI_NONAME, socket.EAI_AGAIN])
def test_a_name_that_is_not_found_stops_no_sale(
    wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(wrong, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    answer = in_time("https://registry.example", timeout=PATIENCE, budget=PATIENCE)
    assert answer.reasons[0].code == "not_connected"


def test_a_resolver_that_hangs_holds_no_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket timeout covers the resolver of the system."""
    over = threading.Event()

    def hangs(*_: object, **__: object) -> None:
        over.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    try:
        assert in_time("https://registry.example").reasons[0].code == "timed_out"
    finally:
        over.set()


def test_socket_timeouts_alone_would_not_end_a_trickle() -> None:
    """The broken variant: without the thread, a trickling header outlives any read timeout.

    A machine that stalls is late with a byte too, so one of ten trickles must outlive it.
    """
    with servers.serving(servers.trickle_headers) as url:
        assert any(outlives(url, timeout=0.3, seconds=1.0) for _ in range(10))


def outlives(url: str, timeout: float, seconds: float) -> bool:
    """Whether a request with this read timeout is still under way after so many seconds."""
    ended = threading.Event()

    def ask() -> None:
        with Registry(KEY, url) as client, suppress(httpx2.HTTPError):
            client._driver._connect().get("/v1/params", timeout=timeout)
        ended.set()

    threading.Thread(target=ask, daemon=True).start()
    return not ended.wait(seconds)


@pytest.mark.usefixtures("quick_again")
def test_a_refused_connection_is_not_the_end_of_a_sale() -> None:
    answer = in_time("http://127.0.0.1:1", timeout=PATIENCE, budget=PATIENCE)
    assert answer.reasons[0].code == "not_connected"


@pytest.mark.parametrize(("on_failure", "advice"), [("open", Advice.SHIP), ("closed", "review")])
def test_the_shop_chooses_what_happens_without_the_registry(
    fake: FakeRegistry, on_failure: str, advice: str
) -> None:
    fake.go_down()
    with fake.client(on_failure=on_failure, budget=0.2) as client:
        assert client.look_up(ANNA, order_ref="A-1").advice.code == advice
        assert client.fallbacks == 1


def test_a_compensation_is_never_waved_through_nor_refused_by_an_outage(
    fake: FakeRegistry,
) -> None:
    fake.go_down()
    with fake.client(budget=0.2) as client:
        answer = client.look_up(ANNA, order_ref="A-1", purpose="compensation")
    assert answer.advice.code is Advice.REVIEW


def test_a_revoked_key_does_not_stop_the_shop_but_is_said_loudly(
    fake: FakeRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    with PatientRegistry(KEY, URL, fake.clock, fake.transport) as client:
        answer = client.look_up(ANNA, order_ref="A-1")
    with PatientRegistry(KEY, URL, fake.clock, fake.transport, language="ru") as client:
        russian = client.look_up(ANNA, order_ref="A-1")
    assert answer.degraded
    assert "refused your key" in answer.reasons[0].text
    assert "не принял ваш ключ" in russian.reasons[0].text
    assert {record.levelname for record in caplog.records if record.name == "bonafide"} == {"ERROR"}
    with (
        PatientRegistry(KEY, URL, fake.clock, fake.transport, on_failure="raise") as client,
        pytest.raises(NotAllowed),
    ):
        client.look_up(ANNA, order_ref="A-1")


@pytest.mark.parametrize(
    ("status", "kind"), [(503, ServerFailed), (500, ServerFailed), (302, UnreadableAnswer)]
)
def test_whoever_wants_to_know_is_told(
    fake: FakeRegistry, status: int, kind: type[Unavailable]
) -> None:
    fake.fail_next(status, times=50)
    with fake.client(on_failure="raise", budget=0.3) as client, pytest.raises(kind) as caught:
        client.look_up(ANNA, order_ref="A-1")
    assert str(caught.value.request_id).startswith("cli_")


def test_being_asked_to_wait_longer_than_the_budget_ends_the_call_at_once(
    fake: FakeRegistry,
) -> None:
    fake.fail_next(429, headers={"Retry-After": "3600"})
    with fake.client(on_failure="raise") as client, pytest.raises(RateLimited) as caught:
        client.look_up(ANNA, order_ref="A-1")
    assert caught.value.retry_after == 3600
    assert len(fake.requests) == 1


def test_a_short_outage_is_ridden_out(fake: FakeRegistry) -> None:
    fake.fail_next(503, times=2)
    with fake.client(on_failure="raise") as client:
        assert client.look_up(ANNA, order_ref="A-1").source == "registry"


def test_too_many_hanging_calls_fail_at_once() -> None:
    with servers.serving(servers.hang) as url, Registry(KEY, url, on_failure="raise") as client:
        while client._driver._hanging.acquire(blocking=False):
            pass
        with pytest.raises(CircuitOpen):
            client.params()
