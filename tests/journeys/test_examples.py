"""The examples in the API's description: exchanges of a service with published keys.

Run with ``BONAFIDE_WRITE_EXAMPLES=1`` to write down what the service answers now.
"""

import hashlib
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it brings no hints

from bonafide.protocol import oprf, points
from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.app import EXAMPLES
from registry.inquiries.service import Account, grant_import
from registry.kernel import keys
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import ANNA, TODAY, Keeper, hashed

GROUP = default_group()
Exchanges = dict[str, dict[str, Any]]
BORIS = "boris@example.org"
GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"
BLOCK = re.compile(r"```json\n(\{.*?)```", re.DOTALL)
READ = "GET /v1/reports/{report_id}"


@pytest.fixture
def key_template(tmp_path: Path) -> Path:
    """Keys that are no secret: made of their own names."""
    folder = tmp_path / "published"
    folder.mkdir(mode=0o700)
    for place, purpose in keys.NEEDED:
        name = f"{place}-{purpose}-1.key"
        seed = hashlib.shake_256(name.encode()).digest(64)
        key = seed[: keys.LENGTHS.get(purpose, 32)]
        if purpose == "oprf":
            key, _ = oprf.derive_key_pair(seed[:32], name.encode(), group=GROUP)
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(key.hex())
    return folder


@pytest.fixture
def _known_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row ids come in a known order, and salts do."""
    chance = random.Random(1)
    monkeypatch.setattr("registry.kernel.ids._draw", lambda: chance.randrange(1 << 32, 1 << 63))
    monkeypatch.setattr("registry.audit.service.secrets.token_bytes", chance.randbytes)


class Recorder:
    """A keeper who writes down what was said."""

    def __init__(self, keeper: Keeper) -> None:
        """Nothing was said yet."""
        self.keeper = keeper
        self.heard: Exchanges = {}

    def say(self, door: str, path: str, body: Any = None, **options: Any) -> Any:
        """One exchange, remembered under its operation; the answer's body."""
        method, _ = door.split(" ")
        answer = self.keeper.send(method, path, body, **options)
        exchange = {} if body is None else {"request": body}
        if answer.status_code != 204:
            exchange |= {"status": answer.status_code, "response": answer.get_json()}
        self.heard[door] = exchange
        return answer.get_json()


def blinded(number: int, x: bytes) -> Any:
    """A digest blinded by a factor that everybody knows."""
    factor = hashlib.shake_256(bytes([number])).digest(31) + b"\x00"
    return oprf.blind(x, group=GROUP, r=factor)


def story(keeper: Keeper) -> Exchanges:
    """A shop's first days: blind, ask, report, correct, retract."""
    said = Recorder(keeper)
    said.say("GET /v1/shop", "/v1/shop")
    said.say("GET /v1/params", "/v1/params")
    people = [hashed(ANNA), hashed(BORIS)]
    sent = [blinded(number, x) for number, (_, x) in enumerate(people)]
    evaluated = said.say(
        "POST /v1/evaluations",
        "/v1/evaluations",
        {"points": [points.encode(each.point) for each in sent]},
    )
    anna, boris = (
        {
            "kind": str(kind),
            "element": points.encode(
                oprf.unblind(mine.scalar, points.decode(text, group=GROUP), group=GROUP)
            ),
            "epoch": evaluated["epoch"],
        }
        for (kind, _), mine, text in zip(people, sent, evaluated["points"], strict=True)
    )
    terms = {"failure_cost_percent": "25", "failure_cost_fixed": "400", "prepay_above": "15000"}
    said.say("PUT /v1/shop/terms", "/v1/shop/terms", terms)
    said.say("GET /v1/shop/terms", "/v1/shop/terms")
    question = {"order_ref": "A-1001", "purpose": "dispatch", "payment": "cod"}
    amounts = {"amount": "3490.00", "currency": "RUB", "segment": "msk"}
    asked = said.say(
        "POST /v1/lookups",
        "/v1/lookups",
        {"items": [{"identifiers": [anna, boris], **question, **amounts}]},
    )["data"][0]
    refs = [{"ref": ref} for ref in asked["refs"]]
    report = {
        "order_ref": "A-1001",
        "identifiers": refs,
        "outcome": "not_collected",
        "fault": "customer",
        "evidence": "courier_event",
        "payment": "cod",
        "occurred_on": str(TODAY),
        "amount_band": "3000-4999",
        "courier": "pochta",
        "segment": "msk",
        "lookup": asked["id"],
        "customer_told_on": str(TODAY),
        "revision": 1,
    }
    filed = said.say("PUT /v1/reports", "/v1/reports", report)
    paid = {
        "order_ref": "A-1000",
        "identifiers": refs[:1],
        "outcome": "paid",
        "payment": "cod",
        "occurred_on": "2026-11-12",
        "amount_band": "500-1499",
    }
    said.say(
        "POST /v1/reports",
        "/v1/reports",
        {"reports": [paid, {**paid, "order_ref": "A-0999", "occurred_on": "2027-02-01"}]},
        headers={"Idempotency-Key": "0b7c1c9e-5d0e-4a53-9d0a-2f1f6f0c8f11"},
    )
    said.say("POST /v1/reports/find", "/v1/reports/find", {"order_ref": "A-1000"})
    said.say("GET /v1/reports/{report_id}", f"/v1/reports/{filed['id']}")
    said.say("GET /v1/reports", "/v1/reports?limit=1")
    path = f"/v1/reports/{filed['id']}"
    said.say("DELETE /v1/reports/{report_id}", path, {"revision": 2})
    override = f"/v1/shop/overrides/{refs[0]['ref']}"
    said.say("PUT /v1/shop/overrides/{ref}", override, {"advice": "confirm_call"})
    said.say("GET /v1/shop/budgets", "/v1/shop/budgets")
    said.say("GET /.well-known/jwks.json", "/.well-known/jwks.json")
    return said.heard


def at_the_till(keeper: Keeper) -> Exchanges:
    """A white pass of the test world, which anybody may try."""
    said = Recorder(keeper)
    shown = {"code": "TESTWHTE", "order_ref": "A-1002"}
    said.say("POST /v1/passes/verify", "/v1/passes/verify", shown)
    return said.heard


@pytest.mark.usefixtures("_known_chance")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_examples_are_what_the_service_answers(
    app: Flask, call: Call, clock: FixedClock
) -> None:
    actor = admit(app, clock, "Чайная лавка")
    with transaction() as session:
        account = Account(actor.shop_id, World.LIVE)
        grant_import(session, caller=account, people=2_000, today=TODAY)
    heard = story(Keeper(call, actor.shop_id, actor.key))
    rehearsal = admit(app, clock, "Проба", World.TEST)
    heard |= at_the_till(Keeper(call, rehearsal.shop_id, rehearsal.key))
    assert {each.get("status", 204) for each in heard.values()} <= {200, 201, 204}
    if os.environ.get("BONAFIDE_WRITE_EXAMPLES"):
        text = json.dumps(heard, ensure_ascii=False, indent=1)
        EXAMPLES.write_text(text + "\n", encoding="utf-8")
    written = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert heard == written, "the service answers otherwise now: see the docstring of this test"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_example_stands_in_the_description_and_fits_its_schema(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    written: Exchanges = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert len(written) >= 16
    for door, exchange in written.items():
        method, path = door.split(" ")
        operation = document["paths"][path][method.lower()]
        if "request" in exchange:
            body = operation["requestBody"]["content"]["application/json"]
            check(document, body["schema"], body["example"])
        if "response" in exchange:
            answer = operation["responses"][str(exchange["status"])]["content"]["application/json"]
            assert answer["example"] == exchange["response"]
            check(document, answer["schema"], answer["example"])


def test_the_guide_shows_the_same_answer_to_a_pass() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    written: Exchanges = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    exchange = written["POST /v1/passes/verify"]
    told = guide.partition("/v1/passes/verify -H")[2]
    sent, _, rest = told.partition("```json\n")
    assert json.loads(sent.partition("-d '")[2].partition("'")[0]) == exchange["request"]
    shown = json.loads(rest.partition("```")[0])
    assert shown | {"verified_on": exchange["response"]["verified_on"]} == exchange["response"]


@pytest.mark.parametrize("door", ["PUT /v1/reports", "POST /v1/reports", READ])
def test_the_guide_shows_receipts_that_the_service_gave(door: str) -> None:
    """So the `commitment` of each is a real one."""
    guide = GUIDE.read_text(encoding="utf-8")
    shown = [json.loads(each) for each in BLOCK.findall(guide)]
    written: Exchanges = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert written[door]["response"] in shown
    commitments = set(re.findall(r'"commitment": ?"([^"]+)"', guide))
    assert all(each in EXAMPLES.read_text(encoding="utf-8") for each in commitments)


def check(document: dict[str, Any], schema: dict[str, Any], example: Any) -> None:
    """Raise where an example does not fit its schema."""
    whole = {**schema, "components": document["components"]}
    Draft202012Validator(whole).validate(example)
