"""The rows that were not taken, written so that whoever made the table can read why.

The file is that of one import: a fresh run writes it anew, and only an import that goes on where
it stopped keeps what it had written before. It has the encoding and the delimiter of the table, so
that the same program opens both.
"""

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from bonafide.errors import BadIdentifier, BonafideError
from bonafide.importer.orders import BadRow
from bonafide.importer.tables import Row

SHOWN: Final = 5
HEADER: Final = ("line", "column", "reason")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One row: its line, the column at fault (may be empty), the reason in words."""

    line: int
    column: str
    reason: str


@dataclass
class Complaints:
    """The file and the first few of its rows, which are shown at once.

    ``say`` puts a reason or an error into the reader's words, ``titles`` are the table's own for
    its columns, ``header`` is the first line of the file.
    """

    path: Path
    say: Callable[[str | BonafideError], str] = str
    titles: Mapping[str, str] = field(default_factory=dict)
    header: tuple[str, str, str] = HEADER
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    first: list[Complaint] = field(default_factory=list)
    _file: TextIO | None = field(default=None, repr=False)

    def begin(self, *, after: int = 0) -> None:
        """Throw away what an earlier run wrote, but for the lines up to ``after``."""
        kept = self._kept(after) if after else []
        self.path.unlink(missing_ok=True)
        self.first.clear()
        for each in kept:
            self._write(each)

    def add(self, row: Row, error: BadRow | BonafideError) -> None:
        """One row; the file comes into being with the first."""
        if isinstance(error, BadRow):
            column, reason = error.column, self.say(error.reason)
        else:
            column = error.kind if isinstance(error, BadIdentifier) else ""
            reason = self.say(error)
        self._write(Complaint(row.line, self.titles.get(column, column), reason))

    def close(self) -> None:
        """Nothing more to say."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, each: Complaint) -> None:
        if len(self.first) < SHOWN:
            self.first.append(each)
        if self._file is None:
            self._file = self.path.open("w", encoding=self.encoding, errors="replace", newline="")
            self._row(self._file, self.header)
        self._row(self._file, (each.line, each.column, each.reason))

    def _row(self, file: TextIO, cells: tuple[object, ...]) -> None:
        csv.writer(file, delimiter=self.delimiter).writerow(cells)

    def _kept(self, after: int) -> list[Complaint]:
        """What stands there about lines up to ``after``; nothing where it cannot be read."""
        with suppress(OSError, ValueError, csv.Error):
            with self.path.open(encoding=self.encoding, newline="") as file:
                rows = [row for row in csv.reader(file, delimiter=self.delimiter) if len(row) == 3]
            found = [Complaint(int(line), *told) for line, *told in rows[1:]]
            return [each for each in found if each.line <= after]
        return []
