"""The agent: any program of this machine, nobody else."""

import json
import socket
import threading
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from bonafide import Outbox
from bonafide.agent import guard, server
from bonafide.agent.guard import token_from
from bonafide.cli.main import _parser
from bonafide.cli.speech import spoken
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, ANNA_AS_TYPED
from tests.client.running import Run

TOKEN = "token-of-this-test"
UNIT = Path(__file__).parents[2] / "client/agent/bonafide-agent.service"


@dataclass
class Agent:
    """A running agent."""

    url: str
    port: int
    outbox: Outbox
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": f"Bearer {TOKEN}"})

    def post(self, path: str, fields: object, **headers: str) -> httpx2.Response:
        return httpx2.post(self.url + path, json=fields, headers=self.headers | headers)


@pytest.fixture
def agent(fake: FakeRegistry, tmp_path: Path) -> Iterator[Agent]:
    """An agent of a fake registry."""
    with (
        fake.client(budget=0.5) as client,
        Outbox(tmp_path / "outbox.db", client) as outbox,
        server.serve(server.Work(client, outbox, TOKEN, spoken), 0) as running,
    ):
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield Agent(f"http://127.0.0.1:{running.server_port}", running.server_port, outbox)
        running.shutdown()
        thread.join()


def test_a_raw_phone_goes_in_and_an_answer_comes_out(fake: FakeRegistry, agent: Agent) -> None:
    fake.know(phone=ANNA, level="watch", advice="prepay")
    answer = agent.post("/lookup", {"phone": ANNA_AS_TYPED, "order_ref": "A-1"}).json()
    assert (answer["level"], answer["advice"]["code"]) == ("watch", "prepay")
    assert answer["source"] == "registry"


def test_a_refusal_is_told_in_the_language_of_whoever_started_it(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    for fields, says in (
        ({"phone": ANNA}, "нужно поле order_ref"),
        ({"colour": "red"}, "поля: amount"),
        ({"phone": "12", "order_ref": "A-1"}, "слишком коротко"),
    ):
        answer = agent.post("/lookup", fields)
        assert (answer.status_code, says in answer.json()["detail"]) == (422, True)


def test_form_fields_do_as_well_as_json(fake: FakeRegistry, agent: Agent) -> None:
    fake.know(phone=ANNA, level="good")
    answer = httpx2.post(
        agent.url + "/lookup", data={"phone": ANNA, "order_ref": "A-1"}, headers=agent.headers
    )
    assert answer.json()["level"] == "good"


def test_a_byte_order_mark_before_a_body_is_no_part_of_it(fake: FakeRegistry, agent: Agent) -> None:
    fake.know(phone=ANNA, level="good")
    body = f"phone={quote(ANNA)}&order_ref=A-1".encode("utf-8-sig")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx2.post(agent.url + "/lookup", content=body, headers=agent.headers | kind)
    assert answer.json()["level"] == "good"


def test_a_port_that_is_taken_is_said_with_what_to_do(run: Run, agent: Agent) -> None:
    status, _, err = run("agent", "--port", str(agent.port))
    assert (status, f"port {agent.port} is taken" in err, "--port" in err) == (2, True, True)


def test_a_report_is_taken_even_while_the_registry_is_away(
    fake: FakeRegistry, agent: Agent
) -> None:
    fake.go_down()
    fields = {"phone": ANNA, "order_ref": "A-1", "outcome": "paid", "amount": "3490"}
    assert agent.post("/report", fields).status_code == 202
    health = httpx2.get(agent.url + "/health", headers=agent.headers).json()
    assert health == {"waiting": 1, "refused": 0}
    fake.come_back()
    agent.outbox.flush()
    assert fake.reports["A-1"]["amount_band"] == "3000-4999"


def test_a_checkout_goes_on_without_the_registry(fake: FakeRegistry, agent: Agent) -> None:
    fake.go_down()
    answer = agent.post("/lookup", {"phone": ANNA, "order_ref": "A-1"}).json()
    assert (answer["source"], answer["advice"]["code"]) == ("fallback", "ship")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": ""}, 401),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
    ],
)
def test_strangers_and_browsers_are_turned_away(
    fake: FakeRegistry, agent: Agent, headers: dict[str, str], status: int
) -> None:
    answer = agent.post("/lookup", {"phone": ANNA, "order_ref": "A-1"}, **headers)
    assert answer.status_code == status
    assert fake.requests == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"phone": "12", "order_ref": "A-1"}, "bad_identifier"),
        ({"phone": ANNA}, "missing_field"),
        ({"order_ref": "A-1"}, "misuse"),
        ({"phone": ANNA, "order_ref": "A-1", "colour": "red"}, "unknown_field"),
        ([], "unknown_field"),
    ],
)
def test_what_is_wrong_is_said_without_repeating_it(
    agent: Agent, fields: object, code: str
) -> None:
    answer = agent.post("/lookup", fields)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert ANNA not in answer.text


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 50_000, b""])
def test_rubbish_is_refused(agent: Agent, body: bytes) -> None:
    answer = httpx2.post(agent.url + "/lookup", content=body, headers=agent.headers)
    assert answer.status_code == 400


def test_a_large_body_is_not_read(agent: Agent) -> None:
    answer = agent.post("/lookup", {"phone": "1" * guard.LONGEST_BODY})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_more_connections_than_there_is_room_for_are_closed(agent: Agent) -> None:
    held = [socket.create_connection(("127.0.0.1", agent.port)) for _ in range(server.MOST_AT_ONCE)]
    one_more = socket.create_connection(("127.0.0.1", agent.port))
    one_more.settimeout(5)
    assert one_more.recv(1) == b""
    for each in (*held, one_more):
        each.close()


def test_nothing_of_a_request_is_written_down(
    agent: Agent, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="bonafide"):
        agent.post("/lookup", {"phone": ANNA, "order_ref": "A-1"})
        httpx2.get(f"{agent.url}/lookup?phone=9161234567", headers=agent.headers)
    ours = [record.getMessage() for record in caplog.records if record.name == "bonafide"]
    assert "9161234567" not in json.dumps([*capsys.readouterr(), *ours])


def test_the_unit_starts_what_there_is_and_keeps_its_state_where_the_agent_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # as the standard library says
    unit.read(UNIT, "utf-8")
    service = unit["Service"]
    # systemd tells the program by this variable (systemd.exec(5), RuntimeDirectory=).
    monkeypatch.setenv("STATE_DIRECTORY", f"/var/lib/{service['StateDirectory']}")
    args = _parser().parse_args(service["ExecStart"].split()[1:])
    assert (args.command, args.state) == ("agent", Path("/var/lib/bonafide-agent"))
    assert f"cat {args.state}/token" in UNIT.read_text("utf-8")
    assert (service["DynamicUser"], service["StateDirectoryMode"]) == ("yes", "0700")


def test_the_token_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    token = token_from(tmp_path / "token")
    assert token_from(tmp_path / "token") == token
    assert len(token) >= 43
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
