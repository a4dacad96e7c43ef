"""The power goes while a shop puts reports: none that was put is lost, doubled or changed.

More cuts: ``BONAFIDE_POWER_CUTS=2000 .venv/bin/pytest tests/client/test_outbox_power.py``.
"""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("apsw", reason="apsw is not installed")

from bonafide import Outbox, Report, _sqlite
from bonafide.outbox import entries
from bonafide.testing import FakeRegistry
from tests.client.power import Disk, RecordingSqlite, leave, recording

CUTS = int(os.environ.get("BONAFIDE_POWER_CUTS", "100"))
REPORTS = 63
# Of a busy machine; nothing here waits for long.
PATIENT = {"timeout": 60.0, "budget": 60.0, "batch_budget": 60.0}

Play = Callable[[str], "Shop"]


@dataclass
class Shop:
    """What a shop was told, and how many steps the disk had made by then."""

    disk: Disk
    keys: dict[str, tuple[int, str]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)

    def run(self, fake: FakeRegistry, path: Path) -> None:
        """Put reports, send them at every seventh, start anew at every eleventh."""
        with fake.client(**PATIENT) as registry:
            outbox = Outbox(path, registry)
            for number in range(REPORTS):
                self._put(outbox, number)
                if number % 7 == 6:
                    self._flush(outbox)
                if number % 11 == 10:
                    outbox.close()
                    outbox = Outbox(path, registry)
            outbox.close()

    def faults(self, cut: int, path: Path) -> list[str]:
        """What it was told before the cut, and does not find after it with the client's code."""
        with closing(entries.Entries(path)) as kept:
            try:
                whole = kept._file.read("PRAGMA integrity_check") == [("ok",)]
                rows = kept._file.read("SELECT order_ref, key, state FROM entry")
            except sqlite3.DatabaseError:
                whole, rows = False, []
        keys = {order: key for order, key, _ in rows}
        waiting = {order for order, _, state in rows if state == "waiting"}
        put = {order: key for order, (at, key) in self.keys.items() if at <= cut}
        return (
            ["the file is corrupt"] * (not whole)
            + ["an order stands twice"] * (len(keys) < len(rows))
            + [f"{order} is lost" for order, key in put.items() if keys.get(order) != key]
            + [f"{each} waits again" for each in waiting if self.answered.get(each, cut + 1) <= cut]
        )

    def _put(self, outbox: Outbox, number: int) -> None:
        order = f"A-{number}"
        phone = f"+7916000{number:04d}"
        row = outbox.put(Report(phone=phone, order_ref=order, outcome="paid", amount=1))
        done = len(self.disk.steps)
        ((key,),) = outbox._entries._file.read("SELECT key FROM entry WHERE id = ?", (row,))
        self.keys[order] = done, key

    def _flush(self, outbox: Outbox) -> None:
        assert outbox.flush().waiting == 0
        done = len(self.disk.steps)
        self.answered = dict.fromkeys(self.keys, done) | self.answered


@pytest.fixture
def play(fake: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A shop's day on the remembering disk; with another ``synchronous`` than the outbox's own."""

    def played(synchronous: str) -> Shop:
        (tmp_path / "shop").mkdir()
        with recording() as disk, monkeypatch.context() as patched:
            patched.setattr(_sqlite, "sqlite3", RecordingSqlite)
            if synchronous != "FULL":
                patched.setattr(entries, "SqliteFile", weaker(synchronous))
            shop = Shop(disk)
            shop.run(fake, tmp_path / "shop" / "outbox.db")
        return shop

    return played


def weaker(synchronous: Any) -> Callable[..., _sqlite.SqliteFile]:
    """The broken variant: files that do not wait for the disk as the outbox asks them to."""
    return lambda path, schema, **_: _sqlite.SqliteFile(path, schema, synchronous=synchronous)


def cuts(shop: Shop, folder: Path) -> Iterator[tuple[int, Path]]:
    """At any step of the day: how many were made, and where the files lie that it left."""
    chance = random.Random(7)
    for number in range(CUTS):
        cut = chance.randint(0, len(shop.disk.steps))
        left = folder / str(number)
        left.mkdir()
        leave(shop.disk.steps[:cut], left, chance)
        yield cut, left / "outbox.db"


def test_what_was_put_survives_a_power_cut_exactly_once(
    play: Play, fake: FakeRegistry, tmp_path: Path
) -> None:
    shop = play("FULL")
    for number, (cut, path) in enumerate(cuts(shop, tmp_path)):
        assert shop.faults(cut, path) == [], f"cut {number}, after step {cut}"
        if number % 10 == 0:
            with fake.client(**PATIENT) as registry, Outbox(path, registry) as outbox:
                done = outbox.flush()
            assert (done.waiting, done.refused) == (0, 0)
    assert {order: body["revision"] for order, body in fake.reports.items()} == dict.fromkeys(
        shop.keys, 1
    )


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_an_outbox_that_does_not_wait_for_the_disk_is_caught(
    play: Play, tmp_path: Path, synchronous: str
) -> None:
    shop = play(synchronous)
    assert any(shop.faults(cut, path) for cut, path in cuts(shop, tmp_path))
