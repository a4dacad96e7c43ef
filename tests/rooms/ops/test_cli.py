"""The command line: what it prints where, its exit status, and no traceback for the expected."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from registry.ops.cli import run
from registry.ops.commands.demo import demo
from registry.settings import Settings
from tests.rooms.ops.conftest import Command, document


def test_help_lists_every_command_without_importing_one() -> None:
    script = (
        "import sys\n"
        "from registry.ops.cli import run\n"
        "status = run(['--help'])\n"
        "heavy = {'sqlalchemy', 'flask', 'bonafide', 'gunicorn'} & set(sys.modules)\n"
        "sys.exit(status or bool(heavy))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0
    for name in (b"demo", b"serve", b"db", b"keys", b"shop", b"key", b"evaluate", b"doctor"):
        assert name in done.stdout


@pytest.mark.parametrize(
    "name", ["demo", "serve", "db", "keys", "shop", "key", "evaluate", "jobs", "doctor"]
)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"registry {name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nothing"], ["shop", "add"], ["key", "issue"], ["--odd"]])
def test_wrong_use_is_status_2(words: list[str]) -> None:
    assert run(words) == 2


def test_a_missing_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BONAFIDE_DATABASE_URL", raising=False)
    monkeypatch.delenv("BONAFIDE_KEY_DIR", raising=False)
    assert run(["shop", "list", "--json"]) == 1
    captured = capsys.readouterr()
    assert "BONAFIDE_DATABASE_URL" in json.loads(captured.out)["error"]["detail"]
    assert captured.err.startswith("registry: set BONAFIDE_DATABASE_URL")
    assert captured.err.count("\n") == 1


def test_a_new_shop_gets_its_id_and_two_keys_once(command: Command) -> None:
    added = document(command("shop", "add", "Северная  лавка", "--json"))
    assert added["name"] == "Северная лавка"
    assert added["live_key"].startswith("bf_live_")
    assert added["test_key"].startswith("bf_test_")
    _, out, _ = command("shop", "list")
    assert added["id"] in out
    assert added["live_key"] not in out


def test_a_shop_without_a_name_is_refused_in_words(command: Command) -> None:
    status, out, err = command("shop", "add", "  ")
    assert (status, out) == (1, "")
    assert err == "registry: a name is one line of 1 to 80 printable characters\n"


def test_an_unknown_shop_is_refused_with_a_hint(command: Command) -> None:
    status, _, err = command("shop", "standing", "shp_nobody", "active")
    assert status == 1
    assert "registry shop list" in err


def test_standing_and_direct_tier_are_changed(command: Command) -> None:
    shop = document(command("shop", "add", "Лавка", "--json"))["id"]
    assert document(command("shop", "standing", shop, "suspended", "--json"))["standing"] == (
        "suspended"
    )
    assert document(command("shop", "direct-tier", shop, "on", "--json"))["direct_tier"] is True


def test_an_import_allowance_adds_up(command: Command) -> None:
    shop = document(command("shop", "add", "Лавка", "--json"))["id"]
    document(command("shop", "allow-import", shop, "100", "--json"))
    twice = document(command("shop", "allow-import", shop, "50", "--json"))
    assert twice["import_people"] == 150


def test_two_keys_live_at_a_time_and_a_revoked_one_makes_room(command: Command) -> None:
    shop = document(command("shop", "add", "Лавка", "--json"))["id"]
    second = document(command("key", "issue", shop, "--scope", "lookup", "--json"))
    assert second["scopes"] == ["lookup"]
    status, _, err = command("key", "issue", shop)
    assert (status, "registry key revoke" in err) == (1, True)
    document(command("key", "revoke", shop, second["id"], "--json"))
    document(command("key", "issue", shop, "--json"))
    listed = document(command("key", "list", shop, "--json"))["keys"]
    assert [bool(each["revoked_at"]) for each in listed if each["world"] == "live"].count(True) == 1


def test_an_empty_database_is_named_as_such(
    environment: Settings, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert command("db", "current")[0] == 1
    status, _, err = command("shop", "list")
    assert (status, "registry db upgrade" in err) == (1, True)
    document(command("db", "upgrade", "--json"))
    assert document(command("shop", "list", "--json")) == {"shops": []}


def test_a_history_is_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = tmp_path / "orders.csv"
    rows = [
        f"{n},c{n % 9},s{n % 3},2026-{1 + n // 28:02}-{1 + n % 28:02}T10:00:00Z,cod,"
        f"{100 + n},{'refused' if n % 7 == 0 else 'paid'}"
        for n in range(200)
    ]
    header = "order_ref,customer,shop,placed_at,payment,amount,outcome"
    history.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert run(["evaluate", str(history), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["lookups"] == 140
    assert set(found["auc"]) == {"own", "shared", "context", "full", "shown"}
    assert run(["evaluate", __file__]) == 1
    assert "registry: test_cli.py: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bind", "words", "port"),
    [
        ("", [], 8080),
        ("unix:/run/registry.sock", [], 8080),
        ("0.0.0.0:8123", [], 8123),
        ("0.0.0.0:8123", ["--port", "8200"], 8200),
    ],
)
def test_a_demo_takes_the_port_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, bind: str, words: list[str], port: int
) -> None:
    monkeypatch.setenv("BONAFIDE_BIND", bind)
    assert demo.make_context("demo", words).params["port"] == port
