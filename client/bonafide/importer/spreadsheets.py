"""Rows of a spreadsheet, read by a child process that may use so much memory and no more."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bonafide.errors import Misuse
from bonafide.importer import sheets

TOO_LARGE: Final = (
    "this spreadsheet spans more cells than can be read: copy the filled rows and columns to a "
    "new sheet, or save it as CSV"
)
DAMAGED: Final = "this spreadsheet cannot be read: open it, save it again, or save it as CSV"
MISSING: Final = (
    "spreadsheets need python-calamine: pip install './client[spreadsheets]' in the project's "
    "sources, or save the table as CSV"
)


class BadSpreadsheet(Misuse):
    """It cannot be read; ``why`` is one word."""

    def __init__(self, why: Literal["damaged", "too_large"]) -> None:
        super().__init__(TOO_LARGE if why == "too_large" else DAMAGED)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost: cells from the corner to the last one, memory, seconds of work."""

    cells: int
    megabytes: int
    seconds: int


OWN_MACHINE: Final = Bounds(cells=30_000_000, megabytes=4_096, seconds=600)
"""For a file of one's own: every row that a sheet can have, with thirty columns."""


def read(contents: bytes, bounds: Bounds = OWN_MACHINE) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row that is not blank; raises Misuse, and BadSpreadsheet at its end.

    The child ends with the iterator, however far that was read.
    """
    if importlib.util.find_spec("python_calamine") is None:
        raise Misuse(MISSING)
    with _child(bounds) as child:
        try:
            _hand_over(child, contents)
            for row in child.stdout or ():
                line, *cells = json.loads(row)
                yield line, cells
            _check(child.wait())
        finally:
            child.kill()


def _child(bounds: Bounds) -> subprocess.Popen[bytes]:
    """Our own interpreter, without the settings of whatever program this is."""
    limits = (str(each) for each in (bounds.cells, bounds.megabytes, bounds.seconds))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and file
        [sys.executable, "-P", str(Path(sheets.__file__)), *limits],
        env={name: each for name, each in os.environ.items() if not name.startswith("BONAFIDE_")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _hand_over(child: subprocess.Popen[bytes], contents: bytes) -> None:
    """The whole file; a child that has ended already says why by its status."""
    if child.stdin is not None:
        with suppress(BrokenPipeError), child.stdin:
            child.stdin.write(contents)


def _check(status: int) -> None:
    """Who was ended by a signal had reached a bound of the system."""
    if status == sheets.TOO_LARGE or status < 0:
        raise BadSpreadsheet("too_large")
    if status:
        raise BadSpreadsheet("damaged")
