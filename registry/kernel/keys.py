"""The key directory: one file per key, none of them in the database.

A file is named ``<place>-<purpose>-<id>.key`` and holds the key in hexadecimal; ``place`` is
``live``, ``test`` or ``shared``. Ids count from 1 and the newest one is used for new writes.
Files are 0600 in a directory 0700; anything looser is refused at start.
"""

import fcntl
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

WORLD_PURPOSES: Final = ("oprf", "store", "ref", "order")
SHARED_PURPOSES: Final = (
    "api",
    "idem",
    "session",
    "code",
    "notify",
    "pass",
    "checkpoint",
    "staff",
    "case",
)
LENGTHS: Final = {"oprf": 32, "store": 64, "ref": 64, "staff": 64, "case": 64}
NEEDED: Final = tuple(
    [(world, purpose) for world in ("live", "test") for purpose in WORLD_PURPOSES]
    + [("shared", purpose) for purpose in SHARED_PURPOSES]
)
MAX_KEY_ID: Final = 255
_STEP_NS: Final = 1_000_000_000
_NAME = re.compile(r"(live|test|shared)-([a-z]+)-([1-9][0-9]{0,4})\.key")


log = structlog.get_logger(__name__)


class KeyDirectoryError(Exception):
    """The key directory cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Keyring:
    """Every key of one directory, by place and purpose, then by id."""

    keys: Mapping[tuple[str, str], Mapping[int, bytes]] = field(repr=False)
    _newest: Mapping[tuple[str, str], tuple[int, bytes]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Which key is the newest is asked several times in every request."""
        newest = {each: max(held.items()) for each, held in self.keys.items()}
        object.__setattr__(self, "_newest", newest)

    def ids(self, place: str, purpose: str) -> list[int]:
        """The ids held, newest first."""
        return sorted(self.keys.get((place, purpose), {}), reverse=True)

    def newest(self, place: str, purpose: str) -> tuple[int, bytes]:
        """The id and bytes of the key that new writes use."""
        return self._newest[place, purpose]

    def find(self, place: str, purpose: str, key_id: int) -> bytes | None:
        """One key, or None when it was retired or never existed."""
        return self.keys.get((place, purpose), {}).get(key_id)


class KeySource:
    """The keyring of a directory, read again when the directory changed: no restart to rotate."""

    def __init__(self, directory: Path) -> None:
        """Load at once, so that a directory that cannot be used stops the program at start."""
        self._directory = directory
        self._read_at = time.time_ns()
        self._mark = _names(directory)
        self._ring = load(directory)

    def current(self) -> Keyring:
        """The keys as they are on disk now; one ``stat`` a call.

        A directory's time moves in steps of some milliseconds. What was read within a second of a
        change may have missed another one, so names are compared until it was read later.
        """
        changed_at = os.stat(self._directory).st_mtime_ns
        if changed_at == self._mark[0] and self._read_at - changed_at > _STEP_NS:
            return self._ring
        read_at, mark = time.time_ns(), _names(self._directory)
        if mark != self._mark:
            self._reload()
        self._read_at, self._mark = read_at, mark
        return self._ring

    def _reload(self) -> None:
        """Take what is there now; a folder that became unusable leaves the keys as they were."""
        try:
            self._ring = load(self._directory)
        except KeyDirectoryError as error:
            log.error("key_directory_unusable", reason=str(error))


def _names(directory: Path) -> tuple[int, tuple[str, ...]]:
    """When a directory last changed, and which keys it holds."""
    changed_at = directory.stat().st_mtime_ns if directory.is_dir() else 0
    return changed_at, tuple(sorted(path.name for path in directory.glob("*.key")))


def load(directory: Path) -> Keyring:
    """Read and check every key; raises KeyDirectoryError, never returns half a ring."""
    if not directory.is_dir():
        raise KeyDirectoryError(f"no key directory at {directory}: run `registry keys init`")
    _check_mode(directory, 0o700)
    keys: dict[tuple[str, str], dict[int, bytes]] = {}
    for path in sorted(directory.glob("*.key")):
        place, purpose, key_id = _parse_name(path)
        keys.setdefault((place, purpose), {})[key_id] = _read(path, purpose)
    missing = [f"{place}-{purpose}" for place, purpose in NEEDED if (place, purpose) not in keys]
    if missing:
        raise KeyDirectoryError(f"missing keys: {', '.join(missing)}: run `registry keys init`")
    _check_separate(keys)
    return Keyring(keys)


def create_missing(directory: Path, *, make_oprf: Callable[[], bytes]) -> list[str]:
    """Create what NEEDED names and is not there yet; returns the names of the new files.

    Two that begin at once take turns, and the second one finds what the first one made.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_mode(directory, 0o700)
    with held(directory):
        present = {_parse_name(path)[:2] for path in directory.glob("*.key")}
        missing = [place_purpose for place_purpose in NEEDED if place_purpose not in present]
        return [_create(directory, place, purpose, 1, make_oprf) for place, purpose in missing]


@contextmanager
def held(directory: Path, *, wait: bool = True) -> Iterator[None]:
    """Keep other programs from changing the keys; raises BlockingIOError instead of waiting.

    The system lets go when the process ends, however it ends.
    """
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def add(directory: Path, place: str, purpose: str, *, make_oprf: Callable[[], bytes]) -> int:
    """Create the next key of one purpose and return its id."""
    newest, _ = load(directory).newest(place, purpose)
    if newest >= MAX_KEY_ID:
        raise KeyDirectoryError(f"{place}-{purpose} has used all {MAX_KEY_ID} key ids")
    _create(directory, place, purpose, newest + 1, make_oprf)
    return newest + 1


def retire(directory: Path, place: str, purpose: str, key_id: int) -> None:
    """Forget one key for good; the newest one of a purpose cannot be retired."""
    ring = load(directory)
    if key_id == ring.newest(place, purpose)[0]:
        raise KeyDirectoryError("the newest key is in use and cannot be retired: rotate first")
    path = directory / f"{place}-{purpose}-{key_id}.key"
    if not path.exists():
        raise KeyDirectoryError(f"no such key: {path.name}")
    path.unlink()
    _sync(directory)


def _create(
    directory: Path, place: str, purpose: str, key_id: int, make_oprf: Callable[[], bytes]
) -> str:
    path = directory / f"{place}-{purpose}-{key_id}.key"
    key = make_oprf() if purpose == "oprf" else secrets.token_bytes(LENGTHS.get(purpose, 32))
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.link(unfinished, path)  # unlike a rename it never takes the place of a key that is there
    unfinished.unlink()
    _sync(directory)
    return path.name


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parse_name(path: Path) -> tuple[str, str, int]:
    match = _NAME.fullmatch(path.name)
    if match is None or (match[1], match[2]) not in NEEDED:
        raise KeyDirectoryError(f"{path.name} is not the name of a key: move it away")
    return match[1], match[2], int(match[3])


def _read(path: Path, purpose: str) -> bytes:
    _check_mode(path, 0o600)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        raise KeyDirectoryError(f"{path.name} is damaged: restore it from a backup") from None
    if len(key) != LENGTHS.get(purpose, 32):
        raise KeyDirectoryError(f"{path.name} has the wrong length: restore it from a backup")
    return key


def _check_mode(path: Path, wanted: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~wanted:
        raise KeyDirectoryError(
            f"{path.name} is readable by others ({mode:o}): chmod it to {wanted:o}"
        )


def _check_separate(keys: Mapping[tuple[str, str], Mapping[int, bytes]]) -> None:
    seen: dict[bytes, str] = {}
    for (place, purpose), ring in keys.items():
        for key_id, key in ring.items():
            name = f"{place}-{purpose}-{key_id}"
            if key in seen:
                raise KeyDirectoryError(f"{name} and {seen[key]} are the same key: one must go")
            seen[key] = name
