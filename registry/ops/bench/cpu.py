"""How much processor time a process and everything below it has used, from /proc (Linux)."""

import os
from pathlib import Path

_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


def used(root: int) -> float:
    """Seconds of ``root`` and its descendants, those that have ended included; 0 when unknown."""
    parents, spent = _table()
    if root not in spent:
        return 0.0
    below = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in below and pid not in below}
        below |= more
        grown = bool(more)
    return sum(spent[pid] for pid in below)


def parent_of(pid: int) -> int | None:
    """Who started a process, None when there is none of that number here."""
    return _table()[0].get(pid)


def _table() -> tuple[dict[int, int], dict[int, float]]:
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        spent[pid] = sum(map(int, fields[11:15])) / _TICK
    return parents, spent
