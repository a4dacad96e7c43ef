"""JSON of every shape at every door, and nothing about a person in any log line."""

import logging
import random
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema
from structlog.testing import capture_logs

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.web.paging import encode_cursor
from tests.rooms.conftest import Actor, Call, admit
from tests.rooms.keeper import ANNA, Keeper, hashed

ADDRESS = "anna@example.org"
PLAIN: list[Any] = [
    *(None, True, 0, -1, 1.5, 2**53, 1e300, 65_536, [], {}, [[]], {"a": {}}),
    *("", "x", "ы" * 200, "\u202e", "2026-02-30", "0001-01-01", "9999-12-31", "+79161234567"),
    *("'; DROP TABLE report; --", "../../etc/passwd", "%00", "lkp_" + "a" * 26),
]


def doors(app: Flask) -> list[tuple[str, str]]:
    """Every operation of the API that takes a body."""
    paths = app.test_client().get("/openapi.json").get_json()["paths"]
    return [
        (method.upper(), path.replace("{", "").replace("}", ""))
        for path, operations in paths.items()
        for method, operation in operations.items()
        if isinstance(operation, dict) and "requestBody" in operation
    ]


def mutated(value: Any, chance: random.Random) -> Any:
    """The same body with one thing in it replaced, dropped, doubled or added."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(sorted(value))
        deed = chance.random()
        if deed < 0.15:
            return {key: each for key, each in value.items() if key != name}
        if deed < 0.25:
            return {**value, chance.choice(["", "__proto__", "x" * 70, "сумма"]): 1}
        return {**value, name: mutated(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], mutated(value[place], chance), *value[place + 1 :]]
    return chance.choice(PLAIN)


def test_no_shape_of_json_breaks_a_door(
    app: Flask, call: Call, clock: FixedClock, shop: Keeper
) -> None:
    chance = random.Random(20261121)
    element = shop.element(ANNA)
    good: dict[str, Any] = {
        "/v1/evaluations": {"points": [element["element"]], "proof": True},
        "/v1/lookups": {"items": [shop.question([element, element])]},
        "/v1/reports/find": {"order_ref": "A-1"},
        "/v1/reports": {"reports": [shop.report("A-1", [element])]},
    }
    for method, path in doors(app):
        base = good.get(path, {"advice": "ship", "revision": 2, "call_attempts": 1})
        if (method, path) == ("PUT", "/v1/reports"):
            base = good[path]["reports"][0]
        for number in range(25):
            body = mutated(base, chance)
            headers = {"Idempotency-Key": f"{path}-{number}"}
            answer = shop.send(method, path, body, headers=headers)
            assert answer.status_code < 500, (method, path, body)
            if answer.status_code >= 400:
                assert answer.mimetype == "application/problem+json"
            for item in (answer.get_json() or {}).get("data") or []:
                assert item.get("error", {}).get("status", 200) < 500, (method, path, body)


def test_hostile_ids_in_paths_are_not_found(shop: Keeper) -> None:
    own = shop.put("A-1", ANNA).get_json()["id"]
    shifted = own[:-13] + "7" * 13
    tails = ("", "ы" * 26, "1" * 26, "ß" * 26)
    whole = (shifted, own.upper(), own + "a", "%00", "lkp_" + own[4:], "9" * 400)
    for report_id in (*whole, *("rep_" + tail for tail in tails)):
        answer = shop.send("GET", f"/v1/reports/{report_id}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found"), report_id


@pytest.mark.parametrize("numbers", [(-5, 1), (2**62, 1), (0, 0), (3_652_060, 1)])
def test_a_cursor_made_by_hand_is_refused(shop: Keeper, numbers: tuple[int, ...]) -> None:
    from_hand = encode_cursor(*numbers)
    answer = shop.send("GET", f"/v1/reports?cursor={from_hand}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("world", list(World))
def test_no_log_line_says_who_or_which_order(
    app: Flask,
    call: Call,
    clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
    world: World,
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        secrets = busy_day(admit(app, clock, "Лавка", world), call)
    said = caplog.text + repr(lines)
    assert [secret for secret in secrets if secret in said] == []
    assert lines[-1]["error"] == "ValueError"
    assert lines[-1]["path"] == "/v1/reports"


def busy_day(actor: Actor, call: Call) -> list[str]:
    """Requests of many kinds, the last of them breaking; what must not be said of them."""
    shop = Keeper(call, actor.shop_id, actor.key)
    person = "+70000000008" if actor.world is World.TEST else ANNA
    elements = shop.elements(person, ADDRESS)
    ref = shop.ask([elements[1]])[0]["refs"][0]
    shop.put("a-parcel-of-anna", elements)
    shop.put("a-parcel-of-anna", [{"ref": ref}], revision=9)
    shop.put("a-parcel-of-anna", [{**elements[0], "epoch": 7}])
    shop.send(
        "POST", "/v1/lookups", {"items": [shop.question(elements, order_ref="a-parcel-of-anna")]}
    )
    shop.send("POST", "/v1/reports/find", {"order_ref": "a-parcel-of-anna"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("registry.reports.recording.recognise", explode)
        assert shop.put("a-parcel-of-anna", elements).status_code == 500
    secrets = [person, ADDRESS, "a-parcel", ref, actor.key, elements[0]["element"], "boom-of-"]
    return [*secrets, hashed(person)[1].hex(), elements[1]["element"]]


def explode(*_: Any, **named: Any) -> None:
    """A failure whose text carries what was sent, as drivers' do."""
    raise ValueError(f"boom-of-a-driver {named}")


@pytest.mark.parametrize(
    ("method", "path", "raw"),
    [
        ("POST", "/v1/lookups", b'{"items":[' + b",".join([b"{}"] * 300_000) + b"]}"),
        ("POST", "/v1/reports", b'{"reports":[' + b",".join([b"{}"] * 300_000) + b"]}"),
        ("POST", "/v1/evaluations", b'{"points":[' + b",".join([b"1"] * 450_000) + b"]}"),
        (
            "POST",
            "/v1/lookups",
            b'{"items":[{"identifiers":[' + b",".join([b"{}"] * 300_000) + b"]}]}",
        ),
    ],
    ids=["items", "reports", "points", "identifiers"],
)
def test_a_list_that_is_far_too_long_is_refused_before_its_items_are_read(
    shop: Keeper, method: str, path: str, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = 0
    original = Schema.load

    def counting(self: Schema, *args: Any, **options: Any) -> Any:
        nonlocal loads
        loads += 1
        return original(self, *args, **options)

    monkeypatch.setattr(Schema, "load", counting)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k-1"}
    answer = shop.send(method, path, data=raw, headers=headers)
    assert answer.status_code in {200, 422}
    assert len(answer.data) < 5_000
    assert loads < 5
