"""The service on a free port of loopback, in threads of this process."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from bonafide.protocol.words import Kind
from registry.app import create_app
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.senders import post
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.demo import MemorySender
from registry.kernel.senders.post import PostRoom
from registry.settings import Settings
from tests.rooms.conftest import admit
from tests.rooms.keeper import Keeper


@dataclass
class House:
    """What a test may know of the service that a browser talks to."""

    app: Flask
    url: str
    clock: FixedClock
    mail: MemorySender
    shops: dict[str, Keeper] = field(default_factory=dict)

    def code_for(self, address: str) -> str:
        """The newest code sent to a canonical phone or e-mail."""
        post: PostRoom = self.app.extensions["bonafide-post"]
        post.drain()
        found = re.search(r"[0-9]{6}", self.mail.last_to(address).text)
        assert found
        return found[0]

    def shop(self, name: str = "Северная лавка") -> Keeper:
        """A shop at its till, admitted when it is first named."""
        if name not in self.shops:
            with self.app.app_context():
                actor = admit(self.app, self.clock, name)
            self.shops[name] = Keeper(self._call, actor.shop_id, actor.key)
        return self.shops[name]

    def _call(self, method: str, path: str, key: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}", **options.pop("headers", {})}
        client = self.app.test_client()
        return Context().run(client.open, path, method=method, headers=headers, **options)


class _Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - its base's name
        """Say nothing."""


@contextmanager
def open_house(folder: Path, key_dir: Path, clock: FixedClock) -> Iterator[House]:
    """Serve the database ``registry.db`` of ``folder`` until the end of the block."""
    server = make_server("127.0.0.1", 0, Flask("later"), threaded=True, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    settings = Settings(
        database_url=f"sqlite:///{folder / 'registry.db'}",
        key_dir=key_dir,
        demo=True,
        rate_limit="1000000/minute",
        public_url=url,
        contact="registry@example.org",
    )
    app = create_app(settings, clock=clock)
    server.app = app
    mail = MemorySender()
    post.register(app, PostRoom(Senders({Kind.PHONE: mail, Kind.EMAIL: mail})))
    with app.app_context(), transaction() as session:
        rotation.begin_worlds(session, current_vault(), now=clock.now())
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield House(app, url, clock, mail)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
