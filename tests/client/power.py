"""A disk that remembers each write and each sync, and what is left of it when the power goes.

SQLite writes through ``recording`` as ever; every step is noted. ``leave`` makes the files of a
machine that lost its power after some of the steps: what was synced is there, of the rest anything
may be missing, sector by sector, as may be the name of a file whose folder was not synced.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
VFS = "remembering"


class Do(Enum):
    """What was asked of the disk. SETTLE is the sync of a folder."""

    CREATE = auto()
    DELETE = auto()
    SETTLE = auto()
    WRITE = auto()
    CUT = auto()
    SYNC = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One of them. ``file`` is a number that no other file ever has, whatever their names."""

    do: Do
    file: int = -1
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """All steps so far."""

    steps: list[Step] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)

    def created(self, path: str) -> int:
        """The number of a file, which is made if it is not there."""
        if path not in self.files:
            self.files[path] = len(self.steps)
            self.steps.append(Step(Do.CREATE, self.files[path], Path(path).name))
        return self.files[path]

    def deleted(self, path: str) -> None:
        self.steps.append(Step(Do.DELETE, self.files.pop(path), Path(path).name))


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__(VFS, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802 # SQLite's own name
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 # SQLite's own name
        super().xDelete(filename, syncdir)
        self._disk.deleted(filename)
        if syncdir:
            self._disk.steps.append(Step(Do.SETTLE))


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._steps = disk.steps
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._number = disk.created(path)
        # As SQLite does it on Unix: the first sync of a journal syncs its folder too.
        self._folder_waits = path.endswith(("-journal", "-wal"))
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 # SQLite's own name
        super().xWrite(data, offset)
        self._steps.append(Step(Do.WRITE, self._number, offset=offset, data=bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 # SQLite's own name
        super().xTruncate(newsize)
        self._steps.append(Step(Do.CUT, self._number, offset=newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 # SQLite's own name
        super().xSync(flags)
        self._steps.append(Step(Do.SYNC, self._number))
        if self._folder_waits:
            self._folder_waits = False
            self._steps.append(Step(Do.SETTLE))


class _Rows:
    """A cursor with the two attributes of the standard library's that the client reads."""

    def __init__(self, db: apsw.Connection, cursor: apsw.Cursor) -> None:
        self.lastrowid, self.rowcount = db.last_insert_rowid(), db.changes()
        self.fetchone, self.fetchall = cursor.fetchone, cursor.fetchall


class _Connection:
    """What the client calls of ``sqlite3.Connection``, on the remembering disk."""

    def __init__(self, path: Path, **_: object) -> None:
        self._db = apsw.Connection(str(path), vfs=VFS)
        self._db.execute("PRAGMA wal_autocheckpoint=8")
        self.close = self._db.close

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _Rows:
        return _Rows(self._db, self._db.execute(sql, tuple(parameters)))

    def executemany(self, sql: str, rows: Sequence[Any]) -> None:
        self._db.executemany(sql, rows)

    def executescript(self, sql: str) -> None:
        self._db.execute(sql)


class RecordingSqlite:
    """Stands where the client imported ``sqlite3``."""

    Error, connect = apsw.Error, _Connection


@contextmanager
def recording() -> Iterator[Disk]:
    """While this lasts, ``RecordingSqlite`` writes where every step is remembered."""
    disk = Disk()
    vfs = _Vfs(disk)
    try:
        yield disk
    finally:
        vfs.unregister()


def leave(steps: Sequence[Step], folder: Path, chance: random.Random) -> None:
    """Write into ``folder`` what a machine finds there that lost its power after ``steps``."""
    synced = {step.file: at for at, step in enumerate(steps) if step.do is Do.SYNC}
    settled = max((at for at, step in enumerate(steps) if step.do is Do.SETTLE), default=-1)
    luck = chance.choice((0.0, 0.5, 1.0))
    files: defaultdict[int, bytearray] = defaultdict(bytearray)
    for at, step in enumerate(steps):
        if step.do in (Do.WRITE, Do.CUT):
            _apply(step, files[step.file], at < synced.get(step.file, -1), luck, chance)
    for name, number in _names(steps[: chance.randint(settled + 1, len(steps))]).items():
        (folder / name).write_bytes(files[number])


def _names(steps: Sequence[Step]) -> dict[str, int]:
    names: dict[str, int] = {}
    for step in steps:
        if step.do is Do.CREATE:
            names[step.name] = step.file
        elif step.do is Do.DELETE:
            del names[step.name]
    return names


def _apply(step: Step, file: bytearray, sure: bool, luck: float, chance: random.Random) -> None:
    """Whole, not at all, or in those sectors that the disk still managed."""
    if not sure and chance.random() > luck:
        return
    if step.do is Do.CUT:
        _stretch(file, step.offset)
        del file[step.offset :]
        return
    torn = not sure and chance.random() < luck / 2
    for start in range(0, len(step.data), SECTOR):
        if not (torn and chance.random() < 1 / 2):
            piece, at = step.data[start : start + SECTOR], step.offset + start
            _stretch(file, at + len(piece))
            file[at : at + len(piece)] = piece


def _stretch(file: bytearray, size: int) -> None:
    file.extend(bytes(max(0, size - len(file))))
