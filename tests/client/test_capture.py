"""Traffic as somebody on the wire would record it, and files as a thief would find them.

Every byte of every way in which the client talks: the library, the outbox, an import, the agent and
the command line. None holds a phone, an address, or a digest of one.
"""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from bonafide import FileCache, Outbox, Question, Registry, Report
from bonafide.agent import server
from bonafide.cli import connection, main
from bonafide.protocol import canonical, digest
from bonafide.protocol.words import Kind
from bonafide.testing import API_KEY, FakeRegistry
from tests.client.cast import ANNA, ANNA_AS_TYPED, BORIS, MAIL

TOKEN = "token-of-this-test"


class Tap:
    """A wire with a recorder in it: both directions, byte for byte."""

    def __init__(self) -> None:
        self.recorded = bytearray()
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []

    @contextmanager
    def between(self, url: str) -> Iterator[str]:
        """The URL that leads to ``url``."""
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, args=(listener, url), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for each in (listener, *self._ends):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def _accept(self, listener: socket.socket, url: str) -> None:
        port = urlsplit(url).port
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", port))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._copy, args=(one, other), daemon=True).start()

    def _copy(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    self.recorded += data
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def betrayals() -> list[bytes]:
    """Spellings of two people, and of their digests, that would give them away."""
    found = [b"9161234567", b"916 123", b"123-45-67", b"9031112233", b"petrova", b"example.org"]
    for kind, raw in ((Kind.PHONE, ANNA), (Kind.PHONE, BORIS), (Kind.EMAIL, MAIL)):
        x = digest(kind, canonical(kind, raw))
        packed = (x.hex().encode(), base64.b64encode(x), base64.urlsafe_b64encode(x))
        found += [x, *(each.rstrip(b"=") for each in packed)]
    return found


def hits(data: bytes) -> list[bytes]:
    return [each for each in betrayals() if each in data or each in data.lower()]


def the_library(registry: Registry, folder: Path) -> None:
    registry.look_up(ANNA_AS_TYPED, MAIL, order_ref="A-1", amount="3490")
    registry.look_up_many([Question(phone=phone, order_ref="A-2") for phone in (ANNA, BORIS)])
    registry.report(ANNA, MAIL, order_ref="A-1", outcome="paid", amount=3490)
    registry.verify_pass("ABCD2345", order_ref="A-1", phone=ANNA, email=MAIL)
    registry.retract("A-1")
    with Outbox(folder / "outbox.db", registry) as outbox:
        outbox.put(Report(phone=BORIS, order_ref="A-3", outcome="refused", amount=1))
        outbox.flush()


def the_agent(registry: Registry, folder: Path) -> None:
    with (
        Outbox(folder / "agent.db", registry) as outbox,
        server.serve(server.Work(registry, outbox, TOKEN), 0) as agent,
    ):
        thread = threading.Thread(target=agent.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"http://127.0.0.1:{agent.server_port}"
        fields = {"phone": ANNA_AS_TYPED, "email": MAIL, "order_ref": "A-4"}
        assert httpx2.post(f"{url}/lookup", json=fields, headers=headers).status_code == 200
        fields |= {"outcome": "paid", "amount": "1"}
        assert httpx2.post(f"{url}/report", json=fields, headers=headers).status_code == 202
        outbox.flush()
        agent.shutdown()
        thread.join()


def the_command_line(folder: Path) -> None:
    table = folder / "orders.csv"
    table.write_text(
        "order;phone;email;date;amount;status\n"
        f"A-5;{ANNA_AS_TYPED};{MAIL};2026-11-01;100;paid\n"
        f"A-6;{BORIS};;2026-11-01;100;nonsense\n"
        f"A-7;{BORIS}9;;2026-11-01;100;refused\n"
    )
    assert main(["import", str(table)]) == 1
    assert main(["lookup", ANNA, "--email", MAIL, "--json"]) == 0
    assert main(["lookup", "+7 916 123-45-67-89"]) == 2
    assert main(["report", BORIS, "--order", "A-8", "--outcome", "paid", "--amount", "1"]) == 0
    assert main(["doctor", "--json"]) == 0


def test_nothing_that_is_recorded_written_or_said_names_a_person(
    fake: FakeRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    tap, state = Tap(), tmp_path / "state"
    monkeypatch.setattr(connection, "BUDGET", 20.0)
    with caplog.at_level("DEBUG"), fake.serving() as url, tap.between(url) as tapped:
        for name, value in (("URL", tapped), ("API_KEY", API_KEY), ("STATE", str(state))):
            monkeypatch.setenv(f"BONAFIDE_{name}", value)
        refs = FileCache(tmp_path / "refs.db")
        with Registry(
            API_KEY, tapped, on_failure="raise", timeout=20, budget=20, ref_cache=refs
        ) as registry:
            the_library(registry, tmp_path)
            the_agent(registry, tmp_path)
        the_command_line(tmp_path)
    said = capfd.readouterr()
    assert b'"element"' in tap.recorded
    assert hits(bytes(tap.recorded)) == []
    assert hits((said.out + said.err).encode()) == []
    ours = [repr(vars(each)) for each in caplog.records if not each.name.startswith("asyncio")]
    assert hits("\n".join(ours).encode()) == []
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "orders.csv"]
    assert {path.name: hits(path.read_bytes()) for path in kept if hits(path.read_bytes())} == {}


def test_the_recorder_would_have_it(fake: FakeRegistry) -> None:
    """The broken variant: the direct tier sends digests, and they are found."""
    tap = Tap()
    with fake.serving() as url, tap.between(url) as tapped:
        x = base64.urlsafe_b64encode(digest(Kind.PHONE, canonical(Kind.PHONE, ANNA))).rstrip(b"=")
        named = {"kind": "phone", "digest": x.decode()}
        httpx2.post(
            f"{tapped}/v1/lookups",
            json={"items": [{"identifiers": [named], "order_ref": "A-1"}]},
            headers={"Authorization": f"Bearer {API_KEY}"},
        )
    assert hits(bytes(tap.recorded)) == [x]
