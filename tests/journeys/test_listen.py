"""`bonafide webhooks listen` between a running service and a shop's program, on real sockets."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pytest_httpserver import HTTPServer
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from werkzeug.serving import WSGIRequestHandler, make_server

from bonafide.protocol.words import World
from bonafide.webhooks import fresh_secret
from registry.kernel.clock import FixedClock
from registry.ops import jobs
from tests.journeys.test_client_afterwards import contested
from tests.journeys.test_client_and_service import client, key_of_a_shop
from tests.rooms.disputes.conftest import Court

SECRET = fresh_secret()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """The URL of the service, for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listen(to: str, environment: dict[str, str]) -> dict[str, Any]:
    """The command as a shop starts it: hand on what there is, then end."""
    command = Path(sys.executable).with_name("bonafide")
    done = subprocess.run(
        [command, "webhooks", "listen", to, "--once", "--json"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_dispute_reaches_a_program_on_the_shops_machine_once_and_signed(
    app: Flask, clock: FixedClock, httpserver: HTTPServer, tmp_path: Path
) -> None:
    """Read with the standard's own library; another secret is the broken variant."""
    key = key_of_a_shop(clock, World.LIVE)
    with client(app, key) as live:
        dispute = contested(live, Court(app, clock), clock, "A-1")
    jobs.run("notices-tell")
    httpserver.expect_request("/hook", method="POST").respond_with_data(status=204)
    with running(app) as service:
        environment = {
            "BONAFIDE_API_KEY": key,
            "BONAFIDE_URL": service,
            "BONAFIDE_STATE": str(tmp_path / "state"),
            "BONAFIDE_WEBHOOK_SECRET": SECRET,
        }
        first, second = (listen(httpserver.url_for("/hook"), environment) for _ in range(2))
    heard = [request for request, _ in httpserver.log]
    assert (first, second) == ({"handed_on": len(heard)}, {"handed_on": 0})
    events = [Webhook(SECRET).verify(each.data, dict(each.headers)) for each in heard]
    (opened,) = [each for each in events if each["type"] == "dispute.opened"]
    assert dispute in opened["data"].values()
    with pytest.raises(WebhookVerificationError):
        Webhook(fresh_secret()).verify(heard[0].data, dict(heard[0].headers))
