"""How far an import came, in a file beside the table: an interrupted one goes on there.

Going on is safe in any case, since a report that arrives twice is one report; the file only saves
the time. It belongs to the table's exact contents and to the registry that it was sent to.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

CHUNK = 1 << 20


@dataclass
class Progress:
    """Lines up to ``line`` are done."""

    line: int = 0
    sent: int = 0
    failed: int = 0


class Bookmark:
    """The progress file of one table and one registry."""

    def __init__(self, table: Path, registry: str) -> None:
        self.path = table.with_name(table.name + ".bonafide-progress")
        self._of = _fingerprint(table, registry)

    def read(self) -> Progress:
        """How far it came; the beginning when the table or the registry is another one."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return Progress()
        return Progress(**kept["progress"]) if kept.get("of") == self._of else Progress()

    def write(self, progress: Progress) -> None:
        """Remember, whole or not at all."""
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.write_text(json.dumps({"of": self._of, "progress": asdict(progress)}), "utf-8")
        os.replace(fresh, self.path)

    def remove(self) -> None:
        """The import is finished."""
        self.path.unlink(missing_ok=True)


def _fingerprint(table: Path, registry: str) -> str:
    seen = hashlib.sha256(registry.encode())
    with table.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
    return seen.hexdigest()
