"""A fake registry and a client of it."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bonafide import Registry
from bonafide.cli import connection, main, tables
from bonafide.testing import API_KEY, FakeRegistry
from bonafide.testing.patient import PatientRegistry
from tests.client.running import Run


@pytest.fixture
def fake() -> FakeRegistry:
    """A registry in memory."""
    return FakeRegistry()


@pytest.fixture
def registry(fake: FakeRegistry) -> Iterator[Registry]:
    """A client that raises."""
    with fake.client(on_failure="raise") as client:
        yield client


@pytest.fixture
def run(
    fake: FakeRegistry,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    """Status, standard output and standard error of a command against the fake registry."""

    def wired(api_key: str, base_url: str, **options: object) -> Registry:
        return PatientRegistry(api_key, base_url, fake.clock, fake.transport, **options)

    monkeypatch.setattr(connection, "Registry", wired)
    monkeypatch.setenv("BONAFIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("BONAFIDE_API_KEY", API_KEY)
    monkeypatch.setenv("BONAFIDE_URL", "https://registry.test")
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "en")
    monkeypatch.setattr(connection, "BUDGET", 0.5)
    monkeypatch.setattr(tables, "utc_today", lambda: date(2026, 11, 26))

    def command(*argv: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            status = main(argv)
        except SystemExit as left:
            status = int(str(left.code))
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    return command
