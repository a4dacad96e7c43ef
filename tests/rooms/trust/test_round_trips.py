"""A question, its log and their commit travel in one round trip, however many people it names.

Counted on the wire: a proxy between the service and the server tells how often the service spoke
and then waited for an answer.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, text

from registry.app import create_app
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.settings import Settings
from tests.rooms.keeper import ANNA, BORIS, Keeper

SOCKET = ".s.PGSQL.5432"


@dataclass
class Wire:
    """A proxy on a unix socket that counts round trips."""

    folder: Path
    server: Path
    trips: int = 0
    _speaking: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> socket.socket:
        """Listen and pass everything on until the listener is closed."""
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.folder / SOCKET))
        listener.listen()
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self.server / SOCKET))
            for source, target, asks in ((near, far, True), (far, near, False)):
                pump = threading.Thread(
                    target=self._pump, args=(source, target), kwargs={"asks": asks}, daemon=True
                )
                pump.start()

    def _pump(self, source: socket.socket, target: socket.socket, *, asks: bool) -> None:
        while data := _receive(source):
            with self._lock:
                self.trips += asks and not self._speaking
                self._speaking = asks
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):  # the other one's pump was first
                each.shutdown(socket.SHUT_RDWR)
        target.close()


def _receive(source: socket.socket) -> bytes:
    try:
        return source.recv(1 << 20)
    except OSError:
        return b""


@pytest.fixture
def wire(postgresql_url: str, tmp_path: Path) -> Iterator[Wire]:
    """The proxy."""
    server = Path(str(make_url(postgresql_url).query["host"]))
    folder = tmp_path / "w"
    folder.mkdir()
    wire = Wire(folder, server)
    listener = wire.open()
    yield wire
    listener.close()


@pytest.fixture
def app(wire: Wire, postgresql_url: str, key_dir: Path, clock: FixedClock) -> Iterator[Flask]:
    """The service, speaking to its database through the proxy."""
    url = postgresql_url.replace(str(wire.server), str(wire.folder))
    app = create_app(Settings(database_url=url, key_dir=key_dir, demo=True), clock=clock)
    with app.app_context():
        with transaction() as session:
            rotation.begin_worlds(session, current_vault(), now=clock.now())
        yield app
        db.session.remove()
        db.engine.dispose()


def trips(wire: Wire, keeper: Keeper, *people: list[dict[str, str]]) -> int:
    """Round trips of one request about some people."""
    items = [keeper.question(each) for each in people]
    before = wire.trips
    assert keeper.send("POST", "/v1/lookups", {"items": items}).status_code == 200
    return wire.trips - before


def test_a_question_and_its_log_cost_one_round_trip_for_one_person_as_for_fifty(
    wire: Wire, shop: Keeper
) -> None:
    refs = [shop.ref(ANNA), shop.ref(BORIS)]
    for _ in range(4):
        trips(wire, shop, *([ref] for ref in refs))
    assert trips(wire, shop, [refs[0]]) == 1
    assert trips(wire, shop, *([refs[n % 2]] for n in range(50))) == 1


def test_a_server_that_ended_all_connections_costs_one_refusal(shop: Keeper) -> None:
    body = {"items": [shop.question([shop.ref(ANNA)])]}
    assert shop.send("POST", "/v1/lookups", body).status_code == 200
    with transaction() as session:
        ended = session.scalar(
            text(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert ended
    statuses = [shop.send("POST", "/v1/lookups", body).status_code for _ in range(3)]
    assert statuses == [503, 200, 200]
