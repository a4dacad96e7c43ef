"""The import itself: a thousand rows at a time, every row accounted for."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from bonafide.answers import ItemError, ReportReceipt
from bonafide.errors import BonafideError, RateLimited
from bonafide.importer.columns import Column
from bonafide.importer.complaints import Complaints
from bonafide.importer.orders import BadRow, Reading
from bonafide.importer.progress import Bookmark, Progress
from bonafide.importer.tables import Row
from bonafide.protocol.words import Outcome
from bonafide.questions import Report

BATCH = 1000
LANES = 3


class Taker(Protocol):
    """What takes reports: a ``Registry``."""

    def report_many(self, reports: Iterable[Report]) -> list[ReportReceipt | ItemError]:
        """A receipt or an error for each."""


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
    complaints.begin(after=progress.line)
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


@dataclass(slots=True)
class Rehearsal:
    """What an import would send: how many rows, and how the words for outcomes were read.

    ``read`` counts each word with its meaning, ``unknown`` those that have none here.
    """

    taken: int = 0
    failed: int = 0
    read: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many orders ended how, the usual endings first."""
        counted: Counter[Outcome] = Counter()
        for (_, outcome), times in self.read.items():
            counted[outcome] += times
        return {outcome: counted[outcome] for outcome in Outcome if counted[outcome]}


def rehearse(
    rows: Iterator[Row], reading: Reading, complaints: Complaints, check: Callable[[Report], None]
) -> Rehearsal:
    """What ``send`` would find wrong by itself, without sending anything."""
    seen = Rehearsal()
    complaints.begin()
    for row in rows:
        try:
            report = reading.report(row)
            check(report)
        except (BadRow, BonafideError) as error:
            complaints.add(row, error)
            seen.failed += 1
            if isinstance(error, BadRow) and error.column == Column.OUTCOME:
                seen.unknown[reading.outcome_of(row)] += 1
        else:
            seen.taken += 1
            seen.read[reading.outcome_of(row), Outcome(report.outcome)] += 1
    complaints.close()
    return seen


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
        complaints.add(row, error)
    progress.failed += len(failed)
    progress.sent += len(batch.rows) + len(batch.unread) - len(failed)
