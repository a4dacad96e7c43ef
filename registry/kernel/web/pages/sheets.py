"""Tables that people open in a spreadsheet: whole letters, and no cell that is reckoned.

A spreadsheet takes a cell that begins with one of a few signs for a formula, which may fetch and
send things (OWASP, "CSV injection"). Such a cell gets an apostrophe in front, which spreadsheets
do not show. This is the only place that writes tables for people.
"""

import csv
import io
from collections.abc import Iterable
from typing import Final

from flask import Response, make_response

_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide ones of East Asian keyboards, which some programs take as well."""


def table(name: str, rows: Iterable[Iterable[object]], *, delimiter: str = ";") -> Response:
    """A CSV file to be saved under ``name``; spreadsheets know its letters by the mark in front."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([[harmless(str(cell)) for cell in row] for row in rows])
    response = make_response(out.getvalue().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """A cell as a spreadsheet shows it and does not reckon it; a phone stays as it is."""
    bare = cell.lstrip(" ")
    return f"'{cell}" if bare[:1] in _SIGNS and bare and not _is_phone(cell) else cell


def _is_phone(cell: str) -> bool:
    digits = cell[1:].replace(" ", "")
    return cell[:1] == "+" and digits.isascii() and digits.isdigit()
