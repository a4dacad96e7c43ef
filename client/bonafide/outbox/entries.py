"""The rows of an outbox file.

A waiting row holds the digest of each identifier, because nothing can be blinded while the registry
is away. A digest can be guessed, so the file is the owner's alone, deleted pages are overwritten,
and the digests go as soon as the report is answered.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bonafide._people import Named, Person
from bonafide._reports import Prepared
from bonafide._sqlite import SqliteFile
from bonafide.answers import ReportReceipt
from bonafide.errors import BonafideError, Misuse
from bonafide.protocol.words import Kind

KEPT = timedelta(days=30)
BATCH = 1000
TAKEN = ("acknowledged", "promised", "covered")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL DEFAULT 'waiting',
    key TEXT NOT NULL,
    order_ref TEXT NOT NULL,
    revision INTEGER NOT NULL,
    person TEXT,
    body TEXT NOT NULL,
    outcome TEXT,
    written_at TEXT NOT NULL,
    answered_at TEXT,
    UNIQUE (order_ref, revision)
);
CREATE INDEX IF NOT EXISTS entry_waiting ON entry (order_ref, id) WHERE state = 'waiting';
"""
# The first waiting row of each order: a correction never overtakes what it corrects.
_NEXT = """
SELECT id, key, person, body FROM entry AS this WHERE state = 'waiting' AND id = (
    SELECT min(id) FROM entry WHERE state = 'waiting' AND order_ref = this.order_ref
) ORDER BY id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report on its way."""

    id: int
    key: str
    report: Prepared


@dataclass(frozen=True, slots=True)
class Refusal:
    """A report that the registry will not take; mend it and put its next revision."""

    order_ref: str
    revision: int
    code: str
    detail: str
    request_id: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """How many reports stand where. ``oldest_at`` is when the oldest waiting one was written.

    ``covered`` of the ``acknowledged`` ones stand in the registry's log under its signature;
    ``unlogged_since`` is when the oldest one that does not yet was acknowledged: a minute is usual,
    a day is not.
    """

    waiting: int
    acknowledged: int
    refused: int
    oldest_at: datetime | None
    covered: int = 0
    unlogged_since: datetime | None = None


class Entries:
    """The file."""

    def __init__(self, path: str | Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, synchronous="FULL")

    def write(self, report: Prepared) -> int:
        """Write one report to disk, once; raises Misuse for another one of the same revision."""
        order_ref, revision = report.body["order_ref"], report.body["revision"]
        text = json.dumps(report.body, sort_keys=True)
        person = _packed(report.person)
        with self._file.writing() as db:
            known = db.execute(
                "SELECT id, body FROM entry WHERE order_ref = ? AND revision = ?",
                (order_ref, revision),
            ).fetchone()
            if known is None:
                return _insert(db, (str(uuid.uuid4()), order_ref, revision, person, text))
        if known[1] != text:
            raise Misuse("another report of this order and revision is in the outbox")
        return int(known[0])

    def next(self, limit: int = BATCH) -> list[Entry]:
        """What is to be sent now, oldest first, at most one of each order."""
        rows = self._file.read(_NEXT, (limit,))
        return [
            Entry(number, key, Prepared(_unpacked(person), json.loads(body)))
            for number, key, person, body in rows
        ]

    def acknowledge(self, answered: Sequence[tuple[Entry, ReportReceipt]]) -> None:
        """The registry has them; one with a commitment is promised a place in the log."""
        for state in ("promised", "acknowledged"):
            self._close(
                state,
                [
                    (dict(receipt.raw), entry.id)
                    for entry, receipt in answered
                    if (receipt.commitment is not None) == (state == "promised")
                ],
            )

    def promised(self, limit: int) -> list[tuple[int, str]]:
        """The oldest that the log should hold: number and commitment."""
        rows = self._file.read(
            "SELECT id, outcome FROM entry WHERE state = 'promised' ORDER BY id LIMIT ?", (limit,)
        )
        return [(number, str(json.loads(outcome)["commitment"])) for number, outcome in rows]

    def cover(self, numbers: Iterable[int]) -> None:
        """A signed checkpoint holds them."""
        with self._file.writing() as db:
            db.executemany(
                "UPDATE entry SET state = 'covered' WHERE id = ?", [(number,) for number in numbers]
            )

    def refuse(self, answered: Iterable[tuple[Entry, BonafideError]]) -> None:
        """The registry will never take them as they are."""
        self._close(
            "refused",
            [
                ({"code": e.code, "detail": str(e), "request_id": e.request_id}, entry.id)
                for entry, e in answered
            ],
        )

    def status(self) -> Status:
        """Where everything stands."""
        rows = self._file.read(
            "SELECT state, count(*), min(written_at), min(answered_at) FROM entry GROUP BY state"
        )
        counts = {state: count for state, count, _, _ in rows}
        oldest = {state: written for state, _, written, _ in rows}
        unlogged = [answered for state, _, _, answered in rows if state == "promised"]
        covered = counts.get("covered", 0)
        return Status(
            waiting=counts.get("waiting", 0),
            acknowledged=sum(counts.get(state, 0) for state in TAKEN),
            refused=counts.get("refused", 0),
            oldest_at=_moment(oldest.get("waiting")),
            covered=covered,
            unlogged_since=_moment(unlogged[0] if unlogged else None),
        )

    def refusals(self) -> list[Refusal]:
        """What was refused, and why."""
        rows = self._file.read(
            "SELECT order_ref, revision, outcome FROM entry WHERE state = 'refused' ORDER BY id"
        )
        return [
            Refusal(order_ref, revision, **json.loads(outcome))
            for order_ref, revision, outcome in rows
        ]

    def prune(self, now: datetime) -> int:
        """Forget what was acknowledged long ago, but nothing that the log has yet to hold."""
        with self._file.writing() as db:
            return db.execute(
                "DELETE FROM entry WHERE state IN ('acknowledged', 'covered') AND answered_at < ?",
                ((now - KEPT).isoformat(),),
            ).rowcount

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _close(self, state: str, outcomes: Sequence[tuple[Mapping[str, Any], int]]) -> None:
        now = _now()
        with self._file.writing() as db:
            db.executemany(
                "UPDATE entry SET state = ?, outcome = ?, answered_at = ?, person = NULL"
                " WHERE id = ?",
                [(state, json.dumps(outcome), now, number) for outcome, number in outcomes],
            )


def _insert(db: sqlite3.Connection, values: Sequence[object]) -> int:
    cursor = db.execute(
        "INSERT INTO entry (key, order_ref, revision, person, body, written_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*values, _now()),
    )
    return int(cursor.lastrowid or 0)


def _packed(person: Person) -> str:
    return json.dumps([[named.kind, named.x.hex(), named.slot] for named in person])


def _unpacked(text: str) -> Person:
    return tuple(Named(Kind(kind), bytes.fromhex(x), slot) for kind, x, slot in json.loads(text))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _now() -> str:
    return datetime.now(UTC).isoformat()
