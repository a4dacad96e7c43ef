"""A shop's own server for webhooks, written from the text of Standard Webhooks."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import ChangeKind, World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.notices import feed
from registry.ops import jobs
from registry.settings import Settings
from tests.rooms.disputes.conftest import Court
from tests.rooms.keeper import Keeper


@dataclass
class Received:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said


@dataclass
class Receiver:
    """Takes webhooks; ``answers`` are the statuses it gives, the last one for ever."""

    answers: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    got: list[Received] = field(default_factory=list)
    url: str = ""
    hold: threading.Event = field(default_factory=threading.Event)

    def status(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def signatures_that_fit(one: Received, secret: str) -> int:
    """How many of the signatures are HMAC-SHA256(secret, "id.timestamp.body"), by hand."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join(
        [one.headers["webhook-id"].encode(), one.headers["webhook-timestamp"].encode(), one.body]
    )
    mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    offered = one.headers["webhook-signature"].split(" ")
    return offered.count(f"v1,{mine}")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server on this machine."""
    mine = Receiver()
    mine.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            names = {name.lower(): value for name, value in self.headers.items()}
            mine.got.append(Received(self.path, names, body))
            mine.hold.wait(timeout=20)
            self.send_response(mine.status())
            for name, value in mine.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    mine.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield mine
    mine.hold.set()
    server.shutdown()
    server.server_close()
    thread.join(timeout=20)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Webhooks may lead to this machine, and letters go into a file."""
    file = tmp_path / "letters.txt"
    return replace(settings, webhook_loopback=True, mail_sender="file", sender_file=file)


@pytest.fixture
def court(app: Flask, clock: FixedClock) -> Court:
    """Anna and the admins."""
    return Court(app, clock)


@dataclass
class Hooked:
    """A shop with a webhook."""

    keeper: Keeper
    hook: dict[str, Any]
    numbers: int = 0

    def post(self, path: str, body: Any = None) -> Any:
        """A POST under a key of its own."""
        self.numbers += 1
        headers = {"Idempotency-Key": f"n-{self.numbers}"}
        return self.keeper.send("POST", path, body, headers=headers)

    def log(self) -> list[dict[str, Any]]:
        """What was sent, newest first."""
        found: list[dict[str, Any]] = self.keeper.send("GET", "/v1/webhooks/deliveries").get_json()[
            "data"
        ]
        return found


@pytest.fixture
def hooked(shop: Keeper, receiver: Receiver) -> Hooked:
    """The shop is told at its receiver."""
    mine = Hooked(shop, {})
    answer = mine.post("/v1/webhooks", {"url": receiver.url})
    assert answer.status_code == 201, answer.get_json()
    mine.hook = answer.get_json()
    return mine


@pytest.fixture
def change(app: Flask, clock: FixedClock, shop: Keeper) -> Callable[..., None]:
    """Put something into the shop's feed."""

    def write(kind: ChangeKind = ChangeKind.DISPUTE_OPENED, **names: str) -> None:
        with transaction() as session:
            feed.write(
                session,
                shop_id=shop.shop_id,
                world=World.LIVE,
                kind=kind,
                names=names or {"dispute": "dsp_x"},
                now=clock.now(),
            )

    return write


@pytest.fixture
def deliver(app: Flask) -> Callable[[], int]:
    """Run the deliverer; how many it tried."""
    return lambda: jobs.run("notices-deliver")["tried"]
