"""From an uploaded table to filings, without a database."""

import io
import zipfile
from datetime import date

import pytest

from bonafide.importer.columns import Column
from bonafide.importer.orders import BadRow
from bonafide.protocol.words import Fault, Outcome
from registry.desk.importing import reading
from registry.desk.importing.errors import BadTableError
from registry.identifiers.names import DigestName
from registry.reports.service import Filing
from tests.client import sparse
from tests.client.test_importer import TABLES
from tests.rooms.keeper import digest_of

TODAY = date(2026, 11, 21)
RUSSIAN = (
    "Номер заказа;Телефон;Статус;Дата;Сумма\n"
    "A-1;8 (916) 123-45-67;выкуплен;05.11.2026;3 490,00 ₽\n"
    "A-2;+7 903 111-22-33;отказ;06.11.2026;1200\n"
)


def filings(text: str, form: str = "csv") -> list[object]:
    contents = text.encode("cp1251", errors="xmlcharrefreplace")
    table = reading.understand(form, contents)
    found: list[object] = []
    for row in reading.part(form, contents, after=0, limit=100):
        try:
            found.append(reading.filing_of(row, table.places, today=TODAY))
        except BadRow as error:
            found.append((row.line, error.column, error.reason))
    return found


def test_a_russian_spreadsheet_saved_as_csv_is_understood() -> None:
    first, second = filings(RUSSIAN)
    assert isinstance(first, Filing)
    assert isinstance(second, Filing)
    assert first.order_ref == "A-1"
    assert first.statement.occurred_on == date(2026, 11, 5)
    assert first.statement.amount_band == "3000-4999"
    assert (second.statement.outcome, second.statement.fault) == (Outcome.REFUSED, Fault.UNKNOWN)
    assert all(each.statement.imported for each in (first, second))


def test_a_phone_leaves_the_row_as_the_digest_that_every_client_makes() -> None:
    first = filings(RUSSIAN)[0]
    assert isinstance(first, Filing)
    [name] = first.names
    assert isinstance(name, DigestName)
    assert name.digest == digest_of("+79161234567")["digest"]
    assert "916" not in repr(first)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("A-1;123;выкуплен;05.11.2026;100", "phone", "too_short"),
        ("A-1;89161234567890;выкуплен;05.11.2026;100", "phone", "too_long"),
        ("A-1;;выкуплен;05.11.2026;100", "phone", "missing"),
        (";+79161234567;выкуплен;05.11.2026;100", "order_ref", "missing"),
        ("A-1;+79161234567;съеден;05.11.2026;100", "outcome", "not understood"),
        ("A-1;+79161234567;выкуплен;32.11.2026;100", "occurred_on", "not understood"),
        ("A-1;+79161234567;выкуплен;22.11.2026;100", "occurred_on", "in the future"),
        ("A-1;+79161234567;выкуплен;05.11.2026;", "amount", "missing"),
        ("A" * 101 + ";+79161234567;выкуплен;05.11.2026;1", "order_ref", "not understood"),
    ],
)
def test_a_bad_row_says_where_and_why_and_never_what_stood_there(
    line: str, column: str, reason: str
) -> None:
    [found] = filings(RUSSIAN.splitlines()[0] + "\n" + line)
    assert found == (2, column, reason)


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.xls", "orders.ods"])
def test_spreadsheets_are_read_from_memory(name: str) -> None:
    contents = (TABLES / name).read_bytes()
    form = reading.form_of(name)
    table = reading.understand(form, contents)
    assert not table.missing
    rows = reading.part(form, contents, after=0, limit=reading.MOST_ROWS)
    assert len(rows) == table.total > 0


@pytest.mark.parametrize(
    ("name", "contents", "reason"),
    [
        ("orders.pdf", b"%PDF", "form"),
        ("orders", b"", "form"),
        ("orders.csv", b"", "empty"),
        ("orders.csv", b"phone;status\n", "empty"),
        ("orders.csv", b"\xff\xfe\x98", "encoding"),
        ("orders.xlsx", b"no spreadsheet", "damaged"),
        ("orders.xls", b"no spreadsheet", "damaged"),
        ("orders.csv", b";" * 500 + b"phone\n+79161234567\n", "too_wide"),
        ("orders.xlsx", sparse.FAR, "too_wide"),
        ("orders.xlsx", sparse.WIDE, "too_wide"),
    ],
)
def test_what_is_no_table_is_refused_by_a_word(name: str, contents: bytes, reason: str) -> None:
    with pytest.raises(BadTableError) as refused:
        reading.understand(reading.form_of(name), contents)
    assert refused.value.reason == reason


def test_a_file_that_unpacks_to_far_more_than_it_weighs_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (reading.MOST_UNPACKED + 1))
    with pytest.raises(BadTableError) as refused:
        reading.understand("xlsx", packed.getvalue())
    assert refused.value.reason == "too_large"


def test_too_many_rows_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(BadTableError) as refused:
        reading.understand("csv", ("phone\n" + "+79161234567\n" * 3).encode())
    assert refused.value.reason == "too_many_rows"


def test_columns_chosen_by_hand_win_and_nonsense_is_left_out() -> None:
    places = reading.chosen(("a", "b"), {"phone": "1", "email": "7", "amount": "", "outcome": "x"})
    assert places == {Column.PHONE: 1}
