"""The import itself: a thousand rows at a time, every row accounted for."""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from bonafide.answers import ItemError, ReportReceipt
from bonafide.errors import BadIdentifier, BonafideError, RateLimited
from bonafide.importer.orders import BadRow, Reading
from bonafide.importer.progress import Bookmark, Progress
from bonafide.importer.tables import Row
from bonafide.questions import Report

BATCH = 1000
LANES = 3


class Taker(Protocol):
    """What takes reports: a ``Registry``."""

    def report_many(self, reports: Iterable[Report]) -> list[ReportReceipt | ItemError]:
        """A receipt or an error for each."""


@dataclass
class Complaints:
    """The file of rows that were not taken: the line, where the fault lies, which it is.

    ``say`` puts a reason or an error into the reader's words.
    """

    path: Path
    say: Callable[[str | BonafideError], str] = str
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
        for done in _in_turn(_batches(waiting, reading), taker):
            _account(done, progress, complaints)
            progress.line = done.last
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


@dataclass(slots=True)
class _Batch:
    """Up to a thousand rows, read; ``last`` is the line of the last of them."""

    last: int
    rows: list[tuple[Row, Report]] = field(default_factory=list)
    unread: list[tuple[Row, BadRow]] = field(default_factory=list)
    results: list[ReportReceipt | ItemError] = field(default_factory=list)

    @property
    def orders(self) -> set[str]:
        """What it is about."""
        return {report.order_ref for _, report in self.rows}


def _batches(rows: Iterator[Row], reading: Reading) -> Iterator[_Batch]:
    while some := list(islice(rows, BATCH)):
        batch = _Batch(some[-1].line)
        for row in some:
            try:
                batch.rows.append((row, reading.report(row)))
            except BadRow as error:
                batch.unread.append((row, error))
        yield batch


def _in_turn(batches: Iterator[_Batch], taker: Taker) -> Iterator[_Batch]:
    """Answered batches in their order, a few of them on their way at once.

    While one is at the registry another is blinded here. A batch about an order that is still on
    its way waits: of two rows about one order the first must arrive first.
    """

    def take(batch: _Batch) -> _Batch:
        batch.results = taker.report_many([report for _, report in batch.rows])
        return batch

    under_way: deque[tuple[set[str], Future[_Batch]]] = deque()
    pool = ThreadPoolExecutor(LANES, thread_name_prefix="bonafide-import")
    try:
        for batch in batches:
            orders = batch.orders
            while len(under_way) >= LANES or any(orders & others for others, _ in under_way):
                yield under_way.popleft()[1].result()
            under_way.append((orders, pool.submit(take, batch)))
        while under_way:
            yield under_way.popleft()[1].result()
    finally:
        pool.shutdown(cancel_futures=True)


def _account(batch: _Batch, progress: Progress, complaints: Complaints) -> None:
    """A used-up budget stops the import before this batch, which is then sent again another day."""
    for result in batch.results:
        if isinstance(result, ItemError) and isinstance(result.error, RateLimited):
            raise result.error
    failed: list[tuple[Row, BadRow | BonafideError]] = [*batch.unread]
    failed += [
        (row, result.error)
        for (row, _), result in zip(batch.rows, batch.results, strict=True)
        if isinstance(result, ItemError)
    ]
    for row, error in sorted(failed, key=lambda each: each[0].line):
        _complain(complaints, row, error)
    progress.failed += len(failed)
    progress.sent += len(batch.rows) + len(batch.unread) - len(failed)


def _complain(complaints: Complaints, row: Row, error: BadRow | BonafideError) -> None:
    if isinstance(error, BadRow):
        complaints.add(row.line, error.column, complaints.say(error.reason))
    else:
        column = error.kind if isinstance(error, BadIdentifier) else ""
        complaints.add(row.line, column, complaints.say(error))
