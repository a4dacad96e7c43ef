"""The key directory from the operator's side, and `registry doctor`."""

import stat
import tarfile
import time
from pathlib import Path

import pytest
from flask import Flask

from bonafide.protocol.group import default_group
from registry.kernel import keys
from registry.kernel.db import db
from registry.settings import Settings
from tests.rooms.ops.conftest import Command, document
from tests.rooms.threads import at_once


def test_missing_keys_are_made_and_present_ones_never_touched(
    command: Command, key_dir: Path
) -> None:
    before = (key_dir / "live-oprf-1.key").read_text()
    (key_dir / "shared-pass-1.key").unlink()
    assert document(command("keys", "init", "--json"))["made"] == ["shared-pass-1.key"]
    assert (key_dir / "live-oprf-1.key").read_text() == before


def test_a_backup_holds_every_key_and_is_for_the_owner_alone(
    command: Command, key_dir: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "keys.tar"
    assert document(command("keys", "backup", str(archive), "--json"))["keys"] == 17
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as tar:
        assert sorted(tar.getnames()) == sorted(path.name for path in key_dir.glob("*.key"))
    status, _, err = command("keys", "backup", str(archive))
    assert (status, "exists" in err) == (1, True)


def test_a_ref_key_is_retired_only_after_its_successor_came(
    command: Command, key_dir: Path
) -> None:
    status, _, err = command("keys", "retire", "ref", "1")
    assert (status, "keys rotate ref" in err) == (1, True)
    assert document(command("keys", "rotate", "ref", "--json"))["key_id"] == 2
    assert document(command("keys", "retire", "ref", "1", "--json"))["retired"] == "live-ref-1"
    assert keys.load(key_dir).ids("live", "ref") == [2]


def test_the_key_of_checkpoints_is_rotated_and_the_old_one_stays(
    command: Command, key_dir: Path
) -> None:
    done = document(command("keys", "rotate", "checkpoint", "--json"))
    assert (done["world"], done["key_id"], done["moved"]) == ("shared", 2, 0)
    assert keys.load(key_dir).ids("shared", "checkpoint") == [2, 1]
    assert command("keys", "retire", "checkpoint", "1")[0] == 2


def test_an_order_key_stays_as_long_as_reports_are_found_by_it(command: Command) -> None:
    document(command("keys", "rotate", "order", "--json"))
    status, _, err = command("keys", "retire", "order", "1")
    assert (status, "orders are still found" in err) == (1, True)


@pytest.mark.usefixtures("app")
def test_check_finds_a_key_that_rows_need_and_that_is_gone(command: Command, key_dir: Path) -> None:
    assert document(command("keys", "check", "--json"))["missing"] == []
    keys.add(key_dir, "live", "oprf", make_oprf=lambda: bytes(31) + b"\x01")
    (key_dir / "live-oprf-1.key").unlink()
    status, _, err = command("keys", "check")
    assert (status, "live-oprf-1.key" in err) == (1, True)


def test_doctor_is_content_with_a_whole_service(command: Command, app: Flask) -> None:
    found = document(command("doctor", "--json"))
    assert found["well"] is True
    assert [each["name"] for each in found["findings"]] == [
        "settings",
        "libsodium",
        "policy",
        "keys",
        "database",
        "clock",
        "stored keys",
        "log",
    ]
    keeps = "wal_recycle = off" in found["findings"][4]["seen"]
    assert keeps is (db.engine.dialect.name == "postgresql")


def test_doctor_finds_a_loose_key_directory(command: Command, key_dir: Path) -> None:
    key_dir.chmod(0o755)
    status, out, _ = command("doctor")
    assert (status, "chmod it to 700" in out) == (1, True)


def test_doctor_finds_the_keys_of_another_registry(
    command: Command, app: Flask, settings: Settings
) -> None:
    stranger = settings.key_dir / "test-store-1.key"
    stranger.write_text("07" * 64 + "\n")
    status, out, _ = command("doctor")
    assert (status, "not those of this database" in out) == (1, True)


def test_doctor_finds_a_database_that_does_not_answer(
    command: Command, environment: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", "postgresql+psycopg://u:p@127.0.0.1:1/none")
    status, out, _ = command("doctor")
    assert (status, "does not answer" in out) == (1, True)


def test_two_that_make_the_keys_at_once_make_each_key_once(tmp_path: Path) -> None:
    """The first one is held up between choosing what is missing and writing it."""
    folder = tmp_path / "new"
    folder.mkdir(mode=0o700)

    def slow_scalar() -> bytes:
        time.sleep(0.05)
        return default_group().random_scalar()

    made = at_once(2, lambda _: keys.create_missing(folder, make_oprf=slow_scalar))
    assert sorted(map(len, made)) == [0, 17]
    assert len(keys.load(folder).keys) == 17
    assert list(folder.glob("*.new")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "LOUD"),
        ("RATE_LIMIT", "lots"),
        ("RATE_LIMIT_STORAGE", "abacus://"),
        ("POLICY_FILE", "/nowhere/policy.toml"),
        ("POLICY_FILE", "/"),
        ("DATABASE_URL", "postgresql+psycopg://a:b:c:d"),
        ("DATABASE_URL", "sqlite:////nowhere/registry.db"),
        ("WORKERS", "1000000"),
        ("METRICS_BIND", "here"),
    ],
)
@pytest.mark.parametrize("words", [("keys", "check"), ("doctor",), ("serve",)])
def test_a_setting_that_makes_no_sense_is_one_sentence_that_names_it(
    environment: Settings,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv(f"BONAFIDE_{name}", value)
    status, out, err = command(*words)
    assert status == 1
    assert f"BONAFIDE_{name}" in out + err
    assert "Traceback" not in out + err
