"""What a shop owner types to see figures, against the service itself."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from flask import Flask

from bonafide import NotFound, Registry
from bonafide.cli import connection, main
from registry.kernel.clock import FixedClock
from tests.rooms.conftest import Actor, admit

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def north(app: Flask, clock: FixedClock) -> Actor:
    """The shop at whose terminal we sit."""
    return admit(app, clock, "Северная лавка")


@pytest.fixture
def typed(
    app: Flask,
    north: Actor,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Typed:
    """Status and standard output of a command."""

    def wired(api_key: str, base_url: str, **options: object) -> Registry:
        options |= {"timeout": 20.0, "budget": 30.0}
        return Registry(api_key, base_url, transport=httpx2.WSGITransport(app=app), **options)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(connection, "Registry", wired)
    monkeypatch.setenv("BONAFIDE_API_KEY", north.key)
    monkeypatch.setenv("BONAFIDE_URL", "http://registry.test")
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "en")
    monkeypatch.setenv("BONAFIDE_STATE", str(tmp_path / "state"))

    def command(*argv: str) -> tuple[int, str]:
        status = main(argv)
        return status, capsys.readouterr().out

    return command


@pytest.fixture
def history(typed: Typed, clock: FixedClock) -> str:
    """One paid and one failed order; the id of the lookup before it."""
    _, out = typed("lookup", "+79161234567", "--order", "A-1", "--json")
    rest = ("--amount", "2000", "--on", clock.now().date().isoformat())
    typed("report", "+79161234567", "--order", "A-1", "--outcome", "paid", *rest)
    typed("report", "+79031112233", "--order", "A-2", "--outcome", "refused", *rest)
    lookup: str = json.loads(out)["id"]
    return lookup


def test_economics_backtest_and_explanation_are_one_document_each(
    typed: Typed, history: str
) -> None:
    status, out = typed("economics", "--json")
    assert (status, json.loads(out)["shop"]["loss_rate"]["all"]["failed"]) == (0, 1)
    status, out = typed("economics", "--quarter", "2026-Q1", "--json")
    assert (status, json.loads(out)["shop"]["loss_rate"]["all"]["orders"]) == (0, 0)
    status, out = typed("backtest", "--limit", "500", "--json")
    assert (status, json.loads(out)["orders"]) == (0, 2)
    status, out = typed("explain", history, "--json")
    assert (status, json.loads(out)["id"]) == (0, history)


def test_a_person_reads_tables(typed: Typed, history: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "50%, 1 / 2" in typed("economics")[1]
    assert "too few shops yet" in typed("economics")[1]
    assert "confirm by phone first ≥ 1.5×" in typed("backtest")[1]
    assert "neither good nor" in typed("explain", history)[1]
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    assert "сорванные заказы" in typed("economics")[1]
    assert "потревожено" in typed("backtest")[1]
    assert "ни хорошо, ни плохо" in typed("explain", history)[1]


def test_an_unknown_lookup_is_said_to_be_one(app: Flask, north: Actor, typed: Typed) -> None:
    assert typed("explain", "lkp_none", "--json")[0] == 1
    transport = httpx2.WSGITransport(app=app)
    with (
        Registry(north.key, "http://registry.test", transport=transport) as registry,
        pytest.raises(NotFound),
    ):
        registry.explain("lkp_../../v1/shop")
