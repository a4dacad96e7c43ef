"""Where a demo keeps its state, and a fresh start in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.ops.output import fail

_OURS = ("registry.db", "registry.db-wal", "registry.db-shm", "registry.db-turn", "service.log")


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """The folder without what an earlier demo left; nobody else may play in it meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        fail(f"{folder} cannot be used ({error.strerror}): name another one with --folder")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _clear(folder)
        yield folder
    except BlockingIOError:
        fail(f"a demo is running in {folder}: stop it, or name another folder with --folder")
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)
    keys = folder / "keys"
    if keys.is_dir():
        for path in keys.glob("*.key"):
            path.unlink()
