"""How long the log takes: entries are made up on SQLite, placed, and hashed again to the root."""

import platform
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bonafide.protocol.group import default_group
from registry.audit import sequencer
from registry.audit.api import current_signer
from registry.audit.service import Act, ActKind, Acts
from registry.audit.verify import Seen, examine_tree
from registry.kernel import keys
from registry.kernel.db import db, reading, transaction
from registry.ops import schema
from registry.ops.output import fail
from registry.ops.running import opened
from registry.settings import Settings

AT_ONCE: Final = 5_000
_METHOD: Final = (
    "one process, SQLite; verified: every row of the log against its leaf, every leaf and tile "
    "against the root, every checkpoint against its signature"
)


def measure_entries(entries: int, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds for making, placing and verifying a log, by the clock and of the processor."""
    with TemporaryDirectory(prefix="bonafide-bench-") as folder:
        key_dir, file = Path(folder, "keys"), Path(folder, "registry.db")
        keys.create_missing(key_dir, make_oprf=default_group().random_scalar)
        settings = Settings(database_url=f"sqlite:///{file}", key_dir=key_dir, demo=True)
        with opened(settings):
            schema.upgrade(db.engine)
            steps = {
                "committed": lambda: _commit(entries),
                "placed": _place,
                "verified": lambda: _verify(entries),
            }
            took = {name: _timed(name, step, say) for name, step in steps.items()}
    return {
        "entries": entries,
        "seconds": {name: round(wall, 2) for name, (wall, _) in took.items()},
        "processor_seconds": {name: round(cpu, 2) for name, (_, cpu) in took.items()},
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "method": _METHOD,
    }


def _timed(name: str, step: Callable[[], None], say: Callable[[str], None]) -> tuple[float, float]:
    """How long a step took, and how much of it the processor worked for it."""
    say(f"{name} …")
    began, worked = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - began, time.process_time() - worked


def _commit(entries: int) -> None:
    """As requests do, many at once."""
    today = date(2026, 11, 21)
    for start in range(0, entries, AT_ONCE):
        acts = Acts(today)
        for number in range(start, min(start + AT_ONCE, entries)):
            acts.add(Act(ActKind.REPORT, 1, number, {"number": number}))
        with transaction() as session:
            acts.save(session)


def _place() -> None:
    while True:
        with transaction() as session:
            placed, _ = sequencer.append(session, current_signer(), limit=AT_ONCE * 4)
        if not placed:
            return


def _verify(entries: int) -> None:
    seen = Seen()
    with reading(), transaction() as session:
        faults = list(examine_tree(session, current_signer().keys, outside=None, seen=seen))
    if faults or seen.entries != entries:
        fail(f"the log of the measurement is not whole: {len(faults)} faults")
