"""The key directory: complete, closed to others, every key its own, and retired with care."""

import os
import shutil
import time
from pathlib import Path

import pytest

from bonafide.protocol.group import default_group
from registry.kernel import keys
from registry.kernel.keys import KeyDirectoryError, KeySource

SCALAR = default_group().random_scalar


@pytest.fixture
def folder(key_dir: Path) -> Path:
    """A complete key directory."""
    return key_dir


def refused(folder: Path) -> str:
    with pytest.raises(KeyDirectoryError) as error:
        keys.load(folder)
    return str(error.value)


def test_every_world_has_keys_of_its_own(folder: Path) -> None:
    ring = keys.load(folder)
    names = {(place, purpose) for place, purpose in ring.keys}
    assert names == set(keys.NEEDED)
    every = [key for ids in ring.keys.values() for key in ids.values()]
    assert len(set(every)) == len(every) == 17
    assert [len(ring.newest("live", purpose)[1]) for purpose in ("oprf", "store", "ref")] == [
        32,
        64,
        64,
    ]


def test_keys_are_files_that_only_their_owner_reads(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_making_keys_again_changes_nothing(folder: Path) -> None:
    before = keys.load(folder)
    assert keys.create_missing(folder, make_oprf=SCALAR) == []
    assert keys.load(folder) == before


def test_no_key_is_ever_shown(folder: Path) -> None:
    ring = keys.load(folder)
    assert all(key.hex() not in repr(ring) for ids in ring.keys.values() for key in ids.values())


@pytest.mark.parametrize(("mode", "is_file"), [(0o640, True), (0o604, True), (0o750, False)])
def test_what_others_may_read_is_refused(folder: Path, mode: int, *, is_file: bool) -> None:
    (folder / "live-store-1.key" if is_file else folder).chmod(mode)
    assert "readable by others" in refused(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [("zz" * 64, "damaged"), ("", "wrong length"), ("ab" * 63, "wrong length"), ("ы", "damaged")],
)
def test_a_damaged_key_is_refused(folder: Path, content: str, reason: str) -> None:
    (folder / "live-store-1.key").write_text(content, encoding="utf-8")
    message = refused(folder)
    assert reason in message
    assert "live-store-1.key" in message


def test_one_key_for_two_purposes_is_refused(folder: Path) -> None:
    shutil.copy(folder / "live-ref-1.key", folder / "test-store-1.key")
    assert "the same key" in refused(folder)


def test_a_missing_key_is_named(folder: Path) -> None:
    (folder / "shared-pass-1.key").unlink()
    assert "shared-pass" in refused(folder)


@pytest.mark.parametrize("name", ["live-oprf-0.key", "moon-oprf-1.key", "live-pass-1.key", "a.key"])
def test_a_file_that_is_no_key_is_refused(folder: Path, name: str) -> None:
    (folder / name).touch(mode=0o600)
    assert name in refused(folder)


def test_half_a_key_of_a_crash_does_no_harm(folder: Path) -> None:
    (folder / "live-ref-2.new").touch(mode=0o600)
    assert keys.load(folder).ids("live", "ref") == [1]
    assert keys.add(folder, "live", "ref", make_oprf=SCALAR) == 2


def test_no_directory_is_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    assert "registry keys init" in refused(tmp_path / "none")


def test_new_keys_take_the_next_id_and_the_newest_is_used(folder: Path) -> None:
    old = keys.load(folder).newest("live", "ref")
    assert keys.add(folder, "live", "ref", make_oprf=SCALAR) == 2
    ring = keys.load(folder)
    assert ring.newest("live", "ref")[0] == 2
    assert ring.find("live", "ref", 1) == old[1]
    assert ring.ids("test", "ref") == [1]


def test_a_retired_key_is_gone_and_the_newest_one_stays(folder: Path) -> None:
    with pytest.raises(KeyDirectoryError):
        keys.retire(folder, "live", "ref", 1)
    keys.add(folder, "live", "ref", make_oprf=SCALAR)
    keys.retire(folder, "live", "ref", 1)
    assert keys.load(folder).find("live", "ref", 1) is None
    with pytest.raises(KeyDirectoryError):
        keys.retire(folder, "live", "ref", 1)


def test_ids_end_at_255(folder: Path) -> None:
    (folder / "live-ref-1.key").rename(folder / "live-ref-255.key")
    with pytest.raises(KeyDirectoryError):
        keys.add(folder, "live", "ref", make_oprf=SCALAR)


def test_a_running_worker_sees_a_new_key_without_a_restart(folder: Path) -> None:
    source = KeySource(folder)
    keys.add(folder, "live", "ref", make_oprf=SCALAR)
    assert source.current().ids("live", "ref") == [2, 1]


def test_a_key_made_within_one_tick_of_the_clock_is_seen(folder: Path) -> None:
    tick = time.time_ns() + 3_600 * 10**9
    os.utime(folder, ns=(tick, tick))
    source = KeySource(folder)
    keys.add(folder, "live", "ref", make_oprf=SCALAR)
    os.utime(folder, ns=(tick, tick))
    assert source.current().ids("live", "ref") == [2, 1]


def test_what_was_read_long_after_the_last_change_is_not_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = time.time_ns() - 3_600 * 10**9
    os.utime(folder, ns=(long_ago, long_ago))
    source = KeySource(folder)
    monkeypatch.setattr(keys, "load", None)
    assert source.current().ids("live", "ref") == [1]
