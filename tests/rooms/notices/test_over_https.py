"""Webhooks over real HTTPS, to a receiver that knows nothing but the standard's text.

The receiver stands on this machine, where no webhook may lead: so the tests say what a name
resolves to and that 127.0.0.1 is public, and nothing else. The real judge's refusal is tested, too.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from registry.kernel.clock import FixedClock
from registry.notices import sending
from registry.notices.addresses import Address, may_reach
from registry.notices.rules import OLD_SECRET_LIVES
from registry.settings import Settings
from tests.rooms.keeper import Keeper
from tests.rooms.notices.conftest import Hooked
from tests.rooms.notices.secure import Authority, SecureReceiver

NAME = "hooks.shop.example"
HERE = "127.0.0.1"
REAL_MAY_REACH = may_reach
SOON = 1.0
"""How long a silent receiver is waited for here; all others have the real time."""
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Change = Callable[..., None]
Deliver = Callable[[], int]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As on a server: nothing leads to this machine."""
    return replace(settings, webhook_loopback=False)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """The only one that the sender trusts."""
    return Authority(tmp_path)


@pytest.fixture
def looked_up(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names resolve to this machine, which passes for public; which ones were asked for."""
    asked: list[str] = []

    async def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [HERE]

    def is_public(address: Address, *, loopback: bool) -> bool:
        return str(address) == HERE or REAL_MAY_REACH(address, loopback=loopback)

    monkeypatch.setattr(sending, "may_reach", is_public)
    send = partial(sending.send_all, resolver=resolver, trust=authority.trusted())
    monkeypatch.setattr(sending, "send_all", send)
    return asked


def hook(hooked: Hooked, receiver: SecureReceiver) -> str:
    """The shop names the receiver; its secret."""
    url = f"https://{NAME}:{receiver.port}/in?shop=1"
    answer = hooked.post("/v1/webhooks", {"url": url})
    assert answer.status_code == 201, answer.get_json()
    hooked.hook = answer.get_json()
    return str(hooked.hook["secret"])


@pytest.fixture
def hooked(shop: Keeper) -> Hooked:
    """A shop without a webhook yet."""
    return Hooked(shop, {})


def test_a_message_is_believed_by_whoever_read_the_standard(
    authority: Authority,
    looked_up: list[str],
    hooked: Hooked,
    change: Change,
    deliver: Deliver,
    clock: FixedClock,
) -> None:
    """Asked for by name in the handshake, though connected to by number; tampering shows."""
    with SecureReceiver(authority.context_of(NAME)).serving() as receiver:
        secret = hook(hooked, receiver)
        change(dispute="dsp_1", report="rep_1")
        assert deliver() == 1
    [one] = receiver.heard
    assert (one.sni, one.path, looked_up) == (NAME, "/in?shop=1", [NAME])
    assert one.headers["host"] == f"{NAME}:{receiver.port}"
    now = clock.now().timestamp()
    assert one.believed(secret, now=now)
    assert not one.believed(secret, now=now + 301), "an old one is a replay"
    assert not replace(one, body=one.body.replace(b"dsp_1", b"dsp_2")).believed(secret, now=now)
    other = "whsec_" + secrets.token_urlsafe(24).replace("-", "A").replace("_", "B")
    assert not one.believed(other, now=now)
    assert one.event["data"]["id"] == one.headers["webhook-id"]
    assert hooked.log()[0]["outcome"] == "delivered"


def test_while_a_secret_changes_both_are_believed_and_afterwards_the_new_one(
    authority: Authority,
    looked_up: list[str],
    hooked: Hooked,
    change: Change,
    deliver: Deliver,
    clock: FixedClock,
) -> None:
    with SecureReceiver(authority.context_of(NAME)).serving() as receiver:
        old, noon = hook(hooked, receiver), clock.now().timestamp()
        new = hooked.post(f"/v1/webhooks/{hooked.hook['id']}/rotate").get_json()["secret"]
        for _ in range(2):
            change()
            deliver()
            clock.advance(OLD_SECRET_LIVES)
    first, second = receiver.heard
    assert [first.believed(each, now=noon) for each in (old, new)] == [True, True]
    day_after = noon + OLD_SECRET_LIVES.total_seconds()
    assert [second.believed(each, now=day_after) for each in (old, new)] == [False, True]


@pytest.mark.parametrize("wrong", ["another name", "another authority"])
def test_a_wrong_certificate_is_told_nothing(
    authority: Authority,
    looked_up: list[str],
    hooked: Hooked,
    change: Change,
    deliver: Deliver,
    tmp_path: Path,
    wrong: str,
) -> None:
    theirs = authority.context_of("evil.example")
    if wrong == "another authority":
        (tmp_path / "other").mkdir()
        theirs = Authority(tmp_path / "other").context_of(NAME)
    with SecureReceiver(theirs).serving() as receiver:
        hook(hooked, receiver)
        change()
        deliver()
    assert receiver.heard == []
    assert hooked.log()[0]["outcome"] == "unreachable"


def test_what_the_receiver_answers_is_understood(
    authority: Authority,
    looked_up: list[str],
    hooked: Hooked,
    change: Change,
    deliver: Deliver,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A redirect leads nowhere, silence is left after the time there is, 410 ends it."""
    with SecureReceiver(authority.context_of(NAME)).serving() as receiver:
        hook(hooked, receiver)
        receiver.headers = f"location: https://{NAME}:{receiver.port}/inside\r\n"
        for status in ("307 Temporary Redirect", "", "410 Gone"):
            receiver.status = status
            change()
            with monkeypatch.context() as hurried:
                if not status:
                    quick = partial(sending.send_all, seconds=SOON)
                    hurried.setattr(sending, "send_all", quick)
                deliver()
            clock.advance(timedelta(seconds=1))
    assert [one["outcome"] for one in hooked.log()] == ["gone", "timeout", "redirect"]
    assert {one.path for one in receiver.heard} == {"/in?shop=1"}
    [kept] = hooked.keeper.send("GET", "/v1/webhooks").get_json()["data"]
    assert kept["state"] == "disabled"


def test_without_the_tests_leave_this_machine_is_never_connected_to(
    authority: Authority,
    hooked: Hooked,
    change: Change,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
    app: Flask,
) -> None:
    """The same receiver and certificate, and the real judge of addresses."""

    async def resolver(host: str, port: int) -> Sequence[str]:
        return [HERE]

    send = partial(sending.send_all, resolver=resolver, trust=authority.trusted())
    monkeypatch.setattr(sending, "send_all", send)
    with SecureReceiver(authority.context_of(NAME)).serving() as receiver:
        hook(hooked, receiver)
        change()
        deliver()
    assert (receiver.heard, receiver.names) == ([], [])
    assert hooked.log()[0]["outcome"] == "bad_address"
    refused = hooked.post("/v1/webhooks", {"url": f"https://{HERE}:{receiver.port}/"})
    assert refused.get_json()["code"] == "bad_webhook_url"
