"""Webhooks arrive signed, are tried again for days, and lead nowhere but outside."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from bonafide import verify_webhook
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.kernel.web import context
from registry.kernel.web.idempotency_models import IdempotencyRow
from registry.notices import delivering, sending
from registry.notices.delivering import Parcel
from registry.notices.models import Webhook
from registry.notices.rules import PAUSES
from tests.rooms.keeper import Keeper
from tests.rooms.notices.conftest import Hooked, Receiver, signatures_that_fit
from tests.rooms.threads import at_once

Change = Callable[..., None]
Deliver = Callable[[], int]


def test_a_change_arrives_signed_as_the_standard_says(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver, clock: FixedClock
) -> None:
    change(dispute="dsp_1", report="rep_1")
    assert deliver() == 1
    [one] = receiver.got
    secret = hooked.hook["secret"]
    assert signatures_that_fit(one, secret) == 1
    assert one.event["type"] == "dispute.opened"
    assert one.event["data"].keys() == {"id", "kind", "dispute", "report", "on"}
    assert one.event["data"]["id"] == one.headers["webhook-id"]
    now = clock.now().timestamp()
    assert verify_webhook(one.headers, one.body, secret, now=now) == one.event
    assert deliver() == 0
    [sent] = hooked.log()
    assert (sent["state"], sent["tries"], sent["outcome"]) == ("delivered", 1, "delivered")


def test_a_failing_server_is_tried_on_schedule_and_then_no_more(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver, clock: FixedClock
) -> None:
    receiver.answers = [500]
    change()
    assert deliver() == 1
    for number, pause in enumerate(PAUSES, start=1):
        clock.advance(pause * 0.85)
        assert deliver() == 0, f"too early for try {number + 1}"
        clock.advance(pause * 0.3)
        assert deliver() == 1, f"try {number + 1} did not come"
    clock.advance(timedelta(days=5))
    assert deliver() == 0
    [sent] = hooked.log()
    assert (sent["state"], sent["tries"]) == ("failed", len(PAUSES) + 1)
    assert sent["outcome"] == "http_500"
    assert len({one.headers["webhook-id"] for one in receiver.got}) == 1


def test_a_server_that_comes_back_gets_it(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver, clock: FixedClock
) -> None:
    receiver.answers = [503, 204]
    change()
    deliver()
    clock.advance(timedelta(seconds=6))
    assert deliver() == 1
    assert hooked.log()[0]["state"] == "delivered"


def test_410_disables_a_webhook_until_it_gets_a_new_secret(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver, clock: FixedClock
) -> None:
    receiver.answers = [410, 204]
    change()
    change()
    deliver()
    [hook] = hooked.keeper.send("GET", "/v1/webhooks").get_json()["data"]
    assert hook["state"] == "disabled"
    change()
    clock.advance(timedelta(days=1))
    before = len(receiver.got)
    assert deliver() == 0
    hooked.post(f"/v1/webhooks/{hook['id']}/rotate")
    change()
    assert deliver() == 1
    assert len(receiver.got) == before + 1


def test_for_a_day_after_a_rotation_both_secrets_sign(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver, clock: FixedClock
) -> None:
    old = hooked.hook["secret"]
    new = hooked.post(f"/v1/webhooks/{hooked.hook['id']}/rotate").get_json()["secret"]
    change()
    deliver()
    clock.advance(timedelta(days=1))
    change()
    deliver()
    first, second = receiver.got
    assert [signatures_that_fit(first, each) for each in (old, new)] == [1, 1]
    assert [signatures_that_fit(second, each) for each in (old, new)] == [0, 1]


def test_a_delivery_is_sent_again_on_demand(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver
) -> None:
    change()
    deliver()
    [sent] = hooked.log()
    again = hooked.post(f"/v1/webhooks/deliveries/{sent['id']}/resend")
    assert (again.status_code, again.get_json()["state"]) == (200, "waiting")
    assert deliver() == 1
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_redirect_is_not_followed(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver
) -> None:
    receiver.answers = [307]
    receiver.headers = {"Location": receiver.url.replace("/hook", "/inside")}
    change()
    deliver()
    assert [one.path for one in receiver.got] == ["/hook"]
    assert hooked.log()[0]["outcome"] == "redirect"


def parcel(url: str) -> Parcel:
    return Parcel(1, 1, url, b"{}", {"content-type": "application/json"})


@pytest.mark.parametrize(
    "numbers",
    [
        ["10.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:192.168.0.1"],
        ["fe80::1%eth0"],
        ["64:ff9b::7f00:1"],
        [],
    ],
)
def test_a_name_that_leads_inside_is_never_connected_to(numbers: list[str]) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return numbers

    sent = sending.send_all([parcel("https://shop.example/")], loopback=False, resolver=resolver)
    assert sent == ["bad_address"]


def test_a_name_that_changes_its_mind_is_asked_once_and_connected_to_by_number(
    receiver: Receiver,
) -> None:
    """DNS rebinding: the second answer would be another, and nobody asks for it."""
    asked: list[str] = []

    async def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    url = receiver.url.replace("127.0.0.1", "rebinding.example")
    assert sending.send_all([parcel(url)], loopback=True, resolver=resolver) == ["delivered"]
    assert asked == ["rebinding.example"]
    assert receiver.got[0].headers["host"].startswith("rebinding.example:")


def test_http_is_for_this_machine_only_even_in_a_demo() -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["8.8.8.8"]

    sent = sending.send_all([parcel("http://shop.example/")], loopback=True, resolver=resolver)
    assert sent == ["bad_address"]


def test_a_server_that_does_not_answer_is_left_and_harms_no_other(receiver: Receiver) -> None:
    """A machine that stalls may be late with both, so there are longer tries."""
    receiver.hold.clear()
    both = [parcel(receiver.url), parcel("http://127.0.0.1:1/")]
    tries = (sending.send_all(both, loopback=True, seconds=each) for each in (0.5, 5.0, 15.0))
    assert any(sent == ["timeout", "unreachable"] for sent in tries)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.2.nip.io x", "ftp://a.example/", "https://10.0.0.1/", "https://[fd00::1]/"],
)
def test_an_address_that_leads_inside_is_not_taken(hooked: Hooked, url: str) -> None:
    answer = hooked.post("/v1/webhooks", {"url": url})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_webhook_url")


def test_a_shop_has_five_webhooks_at_most_and_sees_no_others(
    hooked: Hooked, receiver: Receiver, rival: Keeper
) -> None:
    for _ in range(4):
        assert hooked.post("/v1/webhooks", {"url": receiver.url}).status_code == 201
    assert hooked.post("/v1/webhooks", {"url": receiver.url}).get_json()["code"] == "webhook_limit"
    assert rival.send("GET", "/v1/webhooks").get_json() == {"data": []}
    path = f"/v1/webhooks/{hooked.hook['id']}"
    assert rival.send("DELETE", path).status_code == 404
    headers = {"Idempotency-Key": "x"}
    assert rival.send("POST", f"{path}/rotate", headers=headers).status_code == 404
    assert hooked.keeper.send("DELETE", path).status_code == 204
    assert len(hooked.keeper.send("GET", "/v1/webhooks").get_json()["data"]) == 4


def test_what_was_on_its_way_to_a_webhook_goes_with_it(
    hooked: Hooked, receiver: Receiver, change: Change, deliver: Deliver
) -> None:
    change()
    hooked.keeper.send("DELETE", f"/v1/webhooks/{hooked.hook['id']}")
    assert (deliver(), receiver.got, hooked.log()) == (0, [], [])


def test_a_secret_is_shown_once_and_lies_nowhere_in_plain(
    app: Flask, hooked: Hooked, shop: Keeper
) -> None:
    secret = hooked.hook["secret"]
    headers = {"Idempotency-Key": "n-1"}
    repeat = shop.send("POST", "/v1/webhooks", {"url": hooked.hook["url"]}, headers=headers)
    assert (repeat.status_code, repeat.get_json()["secret"]) == (201, None)
    listed = shop.send("GET", "/v1/webhooks").get_data(as_text=True)
    assert "secret" not in listed
    with transaction() as session:
        [row] = session.scalars(select(Webhook)).all()
        stored = session.scalars(select(IdempotencyRow.response)).all()
    assert secret.encode() not in bytes(row.secret)
    assert all(secret.encode() not in bytes(each) for each in stored)


def test_the_log_is_read_page_by_page(hooked: Hooked, change: Change, deliver: Deliver) -> None:
    for _ in range(5):
        change()
    deliver()
    seen: list[str] = []
    cursor = ""
    while True:
        path = f"/v1/webhooks/deliveries?limit=2{cursor}"
        page = hooked.keeper.send("GET", path).get_json()
        seen += [each["id"] for each in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 5


def send_like_a_job(app: Flask, settled: list[Any]) -> int:
    """What one deliverer does, without the lease of the job."""
    with app.app_context():
        with transaction() as session:
            parcels = delivering.take(session, context.keyring(), now=context.now())
        outcomes = sending.send_all(parcels, loopback=True)
        for each, outcome in zip(parcels, outcomes, strict=True):
            with transaction() as session:
                delivering.settle(session, each, outcome, now=context.now())
        settled += parcels
        return len(parcels)


def test_two_deliverers_at_once_deliver_each_change_once(
    app: Flask, hooked: Hooked, receiver: Receiver, change: Change
) -> None:
    for _ in range(12):
        change()
    settled: list[Any] = []
    at_once(2, lambda _: send_like_a_job(app, settled))
    at_once(2, lambda _: send_like_a_job(app, settled))
    ids = [one.headers["webhook-id"] for one in receiver.got]
    assert len(ids) == len(set(ids)) == 12


@pytest.mark.parametrize(("held", "times"), [(delivering.HELD, 1), (timedelta(0), 2)])
def test_what_is_taken_is_held_while_it_is_sent_or_it_is_sent_twice(
    app: Flask,
    hooked: Hooked,
    receiver: Receiver,
    change: Change,
    monkeypatch: pytest.MonkeyPatch,
    held: timedelta,
    times: int,
) -> None:
    """With the broken variant beside it: nothing held, and a second deliverer sends it again."""
    monkeypatch.setattr(delivering, "HELD", held)
    change()
    taken: list[Parcel] = []
    for _ in range(2):
        with transaction() as session:
            taken += delivering.take(session, context.keyring(), now=context.now())
    sending.send_all(taken, loopback=True)
    assert len(receiver.got) == times


def test_a_deliverer_that_died_lets_go_after_a_minute(
    app: Flask,
    hooked: Hooked,
    receiver: Receiver,
    change: Change,
    deliver: Deliver,
    clock: FixedClock,
) -> None:
    change()
    with transaction() as session:
        assert len(delivering.take(session, context.keyring(), now=clock.now())) == 1
    assert deliver() == 0
    clock.advance(delivering.HELD)
    assert deliver() == 1
    assert json.loads(receiver.got[0].body)["type"] == "dispute.opened"
