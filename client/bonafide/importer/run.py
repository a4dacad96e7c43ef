"""The import itself: a thousand rows at a time, every row accounted for."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from bonafide.answers import ItemError, ReportReceipt
from bonafide.errors import BonafideError, RateLimited
from bonafide.importer.orders import BadRow, Reading
from bonafide.importer.progress import Bookmark, Progress
from bonafide.importer.tables import Row
from bonafide.questions import Report

BATCH = 1000


class Taker(Protocol):
    """What takes reports: a ``Registry``."""

    def report_many(self, reports: Iterable[Report]) -> list[ReportReceipt | ItemError]:
        """A receipt or an error for each."""


@dataclass
class Complaints:
    """The file of rows that were not taken: the line, where the fault lies, which it is."""

    path: Path
    _file: TextIO | None = field(default=None, repr=False)

    def add(self, line: int, column: str, reason: str) -> None:
        """One row; the file comes into being with the first."""
        if self._file is None:
            fresh = not self.path.exists()
            self._file = self.path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="")
            if fresh:
                csv.writer(self._file).writerow(("line", "column", "reason"))
        csv.writer(self._file).writerow((line, column, reason))

    def close(self) -> None:
        """Nothing more to say."""
        if self._file is not None:
            self._file.close()
            self._file = None


def send(
    rows: Iterator[Row],
    reading: Reading,
    taker: Taker,
    *,
    bookmark: Bookmark,
    complaints: Complaints,
    moved: Callable[[Progress], None],
) -> Progress:
    """Send all rows from where the bookmark lies. Raises what stops an import as a whole."""
    progress = bookmark.read()
    waiting = (row for row in rows if row.line > progress.line)
    try:
        while batch := list(islice(waiting, BATCH)):
            _send(batch, reading, taker, progress, complaints)
            progress.line = batch[-1].line
            bookmark.write(progress)
            moved(progress)
    finally:
        complaints.close()
    bookmark.remove()
    return progress


def rehearse(
    rows: Iterator[Row], reading: Reading, complaints: Complaints, check: Callable[[Report], None]
) -> Progress:
    """What ``send`` would find wrong by itself, without sending anything."""
    progress = Progress()
    for row in rows:
        try:
            check(reading.report(row))
        except (BadRow, BonafideError) as error:
            _complain(complaints, row, error)
            progress.failed += 1
        else:
            progress.sent += 1
        progress.line = row.line
    complaints.close()
    return progress


def _send(
    batch: Sequence[Row], reading: Reading, taker: Taker, progress: Progress, complaints: Complaints
) -> None:
    """A used-up budget stops the import before this batch, which is then sent again another day."""
    readable: list[tuple[Row, Report]] = []
    for row in batch:
        try:
            readable.append((row, reading.report(row)))
        except BadRow as error:
            _complain(complaints, row, error)
    results = taker.report_many([report for _, report in readable])
    for result in results:
        if isinstance(result, ItemError) and isinstance(result.error, RateLimited):
            raise result.error
    refused = [
        (row, result.error)
        for (row, _), result in zip(readable, results, strict=True)
        if isinstance(result, ItemError)
    ]
    for row, refusal in refused:
        _complain(complaints, row, refusal)
    taken = len(readable) - len(refused)
    progress.sent += taken
    progress.failed += len(batch) - taken


def _complain(complaints: Complaints, row: Row, error: BadRow | BonafideError) -> None:
    if isinstance(error, BadRow):
        complaints.add(row.line, error.column, error.reason)
    else:
        complaints.add(row.line, "", str(error))
