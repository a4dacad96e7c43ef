"""``bonafide webhooks listen``: changes arrive at a local program, signed, until it is taken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bonafide import WebhookRejected, verify_webhook
from bonafide.testing import FakeRegistry
from bonafide.webhooks import fresh_secret
from tests.client.running import Run

SECRET = fresh_secret()


class Shop:
    """A shop's own endpoint; believes what is signed and answers with ``status``."""

    def __init__(self) -> None:
        self.status = 204
        self.events: list[dict[str, Any]] = []
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its URL."""
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                shop.events.append(verify_webhook(dict(self.headers.items()), body, SECRET))
                self.send_response(shop.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook"
        finally:
            server.shutdown()
            server.server_close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A running shop."""
    shop = Shop()
    with shop.serving() as shop.url:
        yield shop


def test_changes_are_handed_on_signed_and_once(
    fake: FakeRegistry, run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    ids = [fake.change("answer.changed", ref=f"ref-{number}") for number in range(3)]
    for expected in (3, 0):
        status, out, _ = run("webhooks", "listen", shop.url, "--once", "--json")
        assert (status, f'"handed_on": {expected}' in out) == (0, True)
    assert [event["data"]["id"] for event in shop.events] == ids
    assert {event["type"] for event in shop.events} == {"answer.changed"}


def test_an_event_that_was_not_taken_comes_again(
    fake: FakeRegistry, run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_WEBHOOK_SECRET", SECRET)
    fake.change("answer.changed", ref="ref-1")
    shop.status = 500
    status, _, err = run("webhooks", "listen", shop.url, "--once")
    assert (status, "500" in err) == (1, True)
    shop.status = 200
    assert run("webhooks", "listen", shop.url, "--once")[0] == 0
    assert len(shop.events) == 2


def test_without_a_secret_one_is_made_up_and_shown(
    fake: FakeRegistry, run: Run, shop: Shop
) -> None:
    fake.change("answer.changed", ref="ref-1")
    _, _, err = run("webhooks", "listen", shop.url, "--once")
    assert "whsec_" in err
    assert shop.events == []


def test_nothing_is_handed_to_another_machine(run: Run) -> None:
    for url in ("https://shop.example/hook", "ftp://127.0.0.1/", "127.0.0.1:3000"):
        assert run("webhooks", "listen", url, "--once")[0] == 2


def test_the_endpoint_of_this_test_does_not_believe_everybody() -> None:
    with pytest.raises(WebhookRejected):
        verify_webhook({}, b"{}", SECRET)
