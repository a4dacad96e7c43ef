"""Put reports in, have them sent."""

import hashlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bonafide._client import Registry
from bonafide.answers import ReportReceipt
from bonafide.errors import (
    BonafideError,
    KeyChanged,
    NotAllowed,
    OutboxError,
    Refused,
    Unavailable,
)
from bonafide.outbox.coverage import cover
from bonafide.outbox.entries import BATCH, Entries, Entry, Refusal, Status
from bonafide.outbox.lock import Lock
from bonafide.questions import Report

EVERY = 15.0

log = logging.getLogger("bonafide")


@contextmanager
def _file_trouble() -> Iterator[None]:
    """A full disk or a lost file, in our word for it."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        trouble = type(error).__name__
    else:
        return
    raise OutboxError(f"the outbox file cannot be used: {trouble}")


class Outbox:
    """A file of reports on their way to ``registry``.

    When ``put`` has returned, the report survives a killed process and a power cut. ``flush`` sends
    what waits; ``start`` does so in the background. Several processes may share the file: one of
    them sends at a time, all may put. What was acknowledged is kept until a signed checkpoint of
    the registry's log covers it, and for 30 days.
    """

    def __init__(self, path: str | Path, registry: Registry) -> None:
        self._entries = Entries(path)
        self._lock = Lock(Path(path).with_name(Path(path).name + ".lock"))
        self._registry = registry
        self._over = threading.Event()
        self._worker: threading.Thread | None = None

    def put(self, report: Report) -> int:
        """Write a report to disk; its number there. The same one twice is one.

        Raises BadIdentifier or Misuse for what no registry would take.
        """
        prepared = self._registry.prepare(report)
        with _file_trouble():
            return self._entries.write(prepared)

    def flush(self) -> Status:
        """Send what waits. Stops where the registry cannot be heard; the rest goes on waiting.

        Then asks the registry's log for what was acknowledged; raises LogRewritten where it does
        not hold what a receipt promised.
        """
        with _file_trouble(), self._lock as mine:
            if mine and self._send_all():
                cover(self._entries, self._registry)
            self._entries.prune(datetime.now(UTC))
        return self.status()

    def status(self) -> Status:
        """How many reports stand where."""
        with _file_trouble():
            return self._entries.status()

    def refusals(self) -> list[Refusal]:
        """Reports that the registry will not take, and why: they need a human."""
        with _file_trouble():
            return self._entries.refusals()

    def start(self, every: float = EVERY) -> None:
        """Flush in a daemon thread every so many seconds, until ``close``."""
        if self._worker is None:
            self._worker = threading.Thread(
                target=self._run, args=(every,), name="bonafide-outbox", daemon=True
            )
            self._worker.start()

    def close(self) -> None:
        """Stop the thread and close the file. What waits goes on waiting there."""
        self._over.set()
        if self._worker is not None:
            self._worker.join()
        self._entries.close()

    def _run(self, every: float) -> None:
        while not self._over.wait(every):
            try:
                self.flush()
            except Exception:
                log.exception("the outbox could not be flushed; it will be tried again")

    def _send_all(self) -> bool:
        """Whether the registry was heard to the end."""
        while batch := self._entries.next(BATCH):
            if not self._send(batch):
                return False
        return True

    def _send(self, batch: list[Entry]) -> bool:
        """Whether all of it was answered, so that going on makes sense."""
        key = hashlib.sha256("".join(entry.key for entry in batch).encode()).hexdigest()
        reports = [entry.report for entry in batch]
        try:
            results = self._registry.report_prepared(reports, key=key)
        except (Unavailable, KeyChanged, NotAllowed) as error:
            log.warning("reports waiting in the outbox: %d; %s", len(batch), error)
            return False
        except Refused as error:
            return self._divide(batch, error)
        taken: list[tuple[Entry, ReportReceipt]] = []
        refused: list[tuple[Entry, BonafideError]] = []
        for entry, result in zip(batch, results, strict=True):
            if isinstance(result, ReportReceipt):
                taken.append((entry, result))
            elif isinstance(result.error, Refused):
                refused.append((entry, result.error))
        self._entries.acknowledge(taken)
        self._refuse(refused)
        return len(taken) + len(refused) == len(batch)

    def _refuse(self, refused: list[tuple[Entry, BonafideError]]) -> None:
        """They will not be sent again, so somebody has to hear of it."""
        self._entries.refuse(refused)
        if refused:
            codes = ", ".join(sorted({error.code for _, error in refused}))
            log.warning(
                "reports refused by the registry: %d (%s); `bonafide outbox status` names them",
                len(refused),
                codes,
            )

    def _divide(self, batch: list[Entry], error: Refused) -> bool:
        """A request that is refused as a whole: find the report at fault, send the others."""
        if len(batch) == 1:
            self._refuse([(batch[0], error)])
            return True
        half = len(batch) // 2
        return self._send(batch[:half]) and self._send(batch[half:])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
