"""The child that reads one spreadsheet: a program of its own, started by ``spreadsheets``.

A spreadsheet of a kilobyte can ask its reader for half a terabyte: two cells in far corners make a
table of everything between. So nothing hostile is opened in the process that has work to lose.
The file comes on standard input; each row goes out as a line of JSON, its number first. It imports
nothing of this package, so that it starts quickly.
"""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

DAMAGED: Final = 3
TOO_LARGE: Final = 4
CHARACTERS_OF_A_CELL: Final = 16
"""On the average of all cells that are allowed: texts that repeat unpack to a lot, too."""


def main(arguments: list[str]) -> int:
    """CELLS MEGABYTES SECONDS; the exit status says how it went."""
    cells, megabytes, seconds = map(int, arguments)
    _confine(megabytes, seconds)
    try:
        for row in _rows(sys.stdin.buffer.read(), cells):
            sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
    except (MemoryError, _TooLarge):
        return TOO_LARGE
    except BaseException:
        return DAMAGED
    return 0


def _confine(megabytes: int, seconds: int) -> None:
    """Bounds that the system keeps; no core file, which would hold phones; the first to be killed.

    Windows has none of them: there the count of cells holds, and memory that is refused.
    """
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ModuleNotFoundError:
        return
    memory = megabytes << 20
    for which, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (bound, bound))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


class _TooLarge(Exception):  # noqa: N818 - reads as the word it is
    """More cells or text than was allowed."""


def _rows(contents: bytes, most: int) -> Iterator[tuple[Any, ...]]:
    """The first sheet that has rows."""
    import python_calamine as calamine  # noqa: PLC0415 - within the bounds

    characters = 0
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(contents)) as book:
        for name in book.sheet_names:
            filled = False
            sheet = book.get_sheet_by_name(name)
            if (sheet.total_height + 1) * (sheet.total_width + 1) > most:
                raise _TooLarge
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                texts = tuple(_text(cell) for cell in cells)
                characters += sum(map(len, texts))
                if characters > most * CHARACTERS_OF_A_CELL:
                    raise _TooLarge
                if any(texts):
                    filled = True
                    yield line, *texts
            if filled:
                return


def _text(cell: Any) -> str:
    """A phone may have become a number on its way here."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
