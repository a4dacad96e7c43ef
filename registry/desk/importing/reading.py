"""From an uploaded file to filings: pure, in memory, a word for each row that is none.

The client's importer reads tables, headers, days and words; a phone becomes a digest on the way
and is forgotten with the row.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from bonafide.errors import Misuse
from bonafide.importer import columns
from bonafide.importer.columns import Column
from bonafide.importer.orders import BadRow, Reading
from bonafide.importer.spreadsheets import BadSpreadsheet, Bounds
from bonafide.importer.tables import Row, rows_in
from bonafide.protocol import NotCanonical, digest
from bonafide.protocol.base64url import pack
from bonafide.protocol.words import (
    BAD_OUTCOMES,
    AmountBand,
    Evidence,
    Fault,
    Kind,
    Outcome,
    Payment,
)
from bonafide.questions import Report
from bonafide.typed import canonical_typed
from registry.desk.importing.errors import BadTableError
from registry.identifiers.names import DigestName
from registry.reports.couriers import COURIERS
from registry.reports.rules import Statement
from registry.reports.service import Filing

FORMS = frozenset({"csv", "xlsx", "xls", "ods"})
MOST_ROWS = 50_000
MOST_COLUMNS = 500
"""The page offers each of them for each thing that a table can tell."""
MOST_UNPACKED = 200 * 1024 * 1024
BOUNDS = Bounds(cells=2_000_000, megabytes=512, seconds=20)
"""What a stranger's spreadsheet may cost this machine: forty columns in each of so many rows."""
_PACKED = frozenset({"xlsx", "ods"})
MOST_REF = 100
REGION = "RU"


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was understood: its header and the place of each column."""

    header: tuple[str, ...]
    places: Mapping[Column, int]
    total: int

    @property
    def missing(self) -> list[str]:
        """Columns without which nothing can be imported."""
        return columns.missing(self.places)


def form_of(name: str) -> str:
    """The kind of a file by its name; raises BadTableError."""
    form = name.rpartition(".")[2].lower()
    if form not in FORMS:
        raise BadTableError("form")
    return form


def understand(form: str, contents: bytes) -> Table:
    """What kind of table this is; raises BadTableError."""
    if form in _PACKED:
        _check_unpacked(contents)
    rows = _rows(form, contents)
    header = next(rows, None)
    if header is None:
        raise BadTableError("empty")
    if len(header.cells) > MOST_COLUMNS:
        raise BadTableError("too_wide")
    total = sum(1 for _ in islice(rows, MOST_ROWS + 1))
    if not total:
        raise BadTableError("empty")
    if total > MOST_ROWS:
        raise BadTableError("too_many_rows")
    return Table(header.cells, columns.guess(header.cells), total)


def _check_unpacked(contents: bytes) -> None:
    """A spreadsheet is a packed folder: a small file that unpacks to gigabytes is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise BadTableError("damaged") from None
    if size > MOST_UNPACKED:
        raise BadTableError("too_large")


def part(form: str, contents: bytes, *, after: int, limit: int) -> list[Row]:
    """Up to ``limit`` rows behind the line ``after``, the header never among them."""
    rows = _rows(form, contents)
    next(rows, None)
    return list(islice((row for row in rows if row.line > after), limit))


def filing_of(row: Row, places: Mapping[Column, int], *, today: date) -> Filing:
    """The filing of one row; raises BadRow with a column and a word, never with a value."""
    report = Reading(places).report(row)
    names = tuple(_names(report))
    if not names:
        raise BadRow("phone", "missing")
    if len(report.order_ref) > MOST_REF or not report.order_ref.isprintable():
        raise BadRow("order_ref", "not understood")
    occurred_on = report.occurred_on or today
    if occurred_on > today:
        raise BadRow("occurred_on", "in the future")
    return Filing(report.order_ref, names, _statement(report, occurred_on), report.revision)


def _statement(report: Report, occurred_on: date) -> Statement:
    outcome = Outcome(report.outcome)
    failed = outcome in BAD_OUTCOMES
    told = report.told_on if report.told_on and report.told_on >= occurred_on else None
    return Statement(
        outcome=outcome,
        fault=Fault(report.fault or Fault.UNKNOWN) if failed else Fault.UNKNOWN,
        evidence=Evidence(report.evidence) if failed else Evidence.STATEMENT,
        payment=Payment(report.payment),
        occurred_on=occurred_on,
        amount_band=AmountBand.of(Decimal(report.amount or 0)).value,
        courier=report.courier if report.courier in COURIERS else None,
        segment=report.segment,
        customer_told_on=told,
        imported=True,
    )


def _names(report: Report) -> Iterator[DigestName]:
    for kind, raw in ((Kind.PHONE, report.phone), (Kind.EMAIL, report.email)):
        if isinstance(raw, str):
            yield DigestName(kind, pack(_digest(kind, raw)))


def _digest(kind: Kind, raw: str) -> bytes:
    try:
        return digest(kind, canonical_typed(kind, raw, region=REGION))
    except NotCanonical as refusal:
        reason = refusal.reason
    raise BadRow(kind, reason)


def _rows(form: str, contents: bytes) -> Iterator[Row]:
    """The rows; a file that is not what its name says becomes BadTableError."""
    try:
        yield from rows_in(f"table.{form}", contents, bounds=BOUNDS)
    except BadSpreadsheet as error:
        raise BadTableError("too_wide" if error.why == "too_large" else error.why) from None
    except Misuse:
        raise BadTableError("encoding") from None
    except Exception as error:
        raise BadTableError("damaged") from error


def chosen(header: Sequence[str], given: Mapping[str, str]) -> dict[Column, int]:
    """Places as a person chose them in a form: column → number of the header, or nothing."""
    places: dict[Column, int] = {}
    for column in Column:
        text = given.get(column, "")
        if text.isascii() and text.isdigit() and int(text) < len(header):
            places[column] = int(text)
    return places
