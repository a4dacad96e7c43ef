"""Rows of text from a file, one at a time, whatever kind of file it is."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bonafide.errors import Misuse
from bonafide.importer import spreadsheets
from bonafide.importer.spreadsheets import OWN_MACHINE, Bounds

ENCODINGS = ("utf-8-sig", "cp1251")
DELIMITERS = ";,\t|"
SPREADSHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, counted from 1 as editors and spreadsheets do."""

    line: int
    cells: tuple[str, ...]


def rows(path: Path, *, encoding: str | None = None) -> Iterator[Row]:
    """All rows that are not blank; the first is the header."""
    if path.suffix.lower() in SPREADSHEETS:
        yield from _spreadsheet(path.read_bytes(), OWN_MACHINE)
    else:
        with path.open(encoding=encoding or guess_encoding(path), newline="") as text:
            yield from _csv(text)


def rows_in(
    name: str, contents: bytes, *, encoding: str | None = None, bounds: Bounds = OWN_MACHINE
) -> Iterator[Row]:
    """The same of a file that is in memory and must not touch a disk; ``name`` tells its kind.

    ``bounds``: what a spreadsheet may cost.
    """
    if Path(name).suffix.lower() in SPREADSHEETS:
        return _spreadsheet(contents, bounds)
    return _csv(io.StringIO(_decoded(name, contents, encoding), newline=""))


def _decoded(name: str, contents: bytes, encoding: str | None) -> str:
    for each in (encoding,) if encoding else ENCODINGS:
        try:
            return contents.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Misuse(f"{name} is neither UTF-8 nor cp1251 text: save it as CSV in UTF-8")


def count(path: Path, *, encoding: str | None = None) -> int:
    """How many rows there are, the header too."""
    return sum(1 for _ in rows(path, encoding=encoding))


def style(path: Path, *, encoding: str | None = None) -> tuple[str, str] | None:
    """Encoding and delimiter of a text, so that another can be written that opens alike; None of a
    spreadsheet.
    """
    if path.suffix.lower() in SPREADSHEETS:
        return None
    found = encoding or guess_encoding(path)
    with path.open(encoding=found, newline="") as file:
        return found, guess_delimiter(file.readline())


def guess_encoding(path: Path) -> str:
    """UTF-8 where the whole file is UTF-8, else Windows Cyrillic: no statistics on short files."""
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise Misuse(f"{path.name} is neither UTF-8 nor cp1251 text: give --encoding")


def guess_delimiter(line: str) -> str:
    """The one that stands most often in the header; a comma among equals is the last choice."""
    return max(DELIMITERS, key=lambda each: (line.count(each), each != ","))


def _csv(file: TextIO) -> Iterator[Row]:
    header = file.readline()
    file.seek(0)
    reader = csv.reader(file, delimiter=guess_delimiter(header))
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(cell.strip() for cell in cells))
        line = reader.line_num + 1


def _spreadsheet(contents: bytes, bounds: Bounds) -> Iterator[Row]:
    for line, cells in spreadsheets.read(contents, bounds):
        yield Row(line, tuple(cells))
