"""Running one command as an operator types it, with the settings in the environment."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from registry.ops.cli import run
from registry.settings import Settings

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The test's settings as BONAFIDE_* variables."""
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("BONAFIDE_KEY_DIR", str(settings.key_dir))
    monkeypatch.setenv("BONAFIDE_DEMO", "1")
    return settings


@pytest.fixture
def command(environment: Settings, capsys: pytest.CaptureFixture[str]) -> Command:
    """``registry WORDS…``: exit status, standard output, standard error."""

    def type_it(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return type_it


def document(answer: tuple[int, str, str]) -> dict[str, Any]:
    """The one JSON document of a command that went well."""
    status, out, err = answer
    assert status == 0, err
    found: dict[str, Any] = json.loads(out)
    return found
