"""The service on a free port of loopback, in threads of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from registry.app import create_app
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.settings import Settings


@dataclass
class House:
    """What a test may know of the service that a browser talks to."""

    app: Flask
    url: str
    clock: FixedClock
    folder: Path = field(default_factory=Path)


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
    with app.app_context(), transaction() as session:
        rotation.begin_worlds(session, current_vault(), now=clock.now())
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield House(app, url, clock, folder)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
