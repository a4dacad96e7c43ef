"""Order lists as shops keep them."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bonafide import (
    AmountBand,
    ItemError,
    Misuse,
    Outcome,
    Payment,
    RateLimited,
    Registry,
    Report,
    ReportReceipt,
)
from bonafide.importer import columns, progress, values, words
from bonafide.importer import run as importing
from bonafide.importer.columns import Column
from bonafide.importer.complaints import Complaints
from bonafide.importer.orders import BadRow, Reading, own_outcomes
from bonafide.importer.run import send
from bonafide.importer.tables import Row, rows
from bonafide.testing import FakeRegistry

TABLES = Path(__file__).parent / "tables"
NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01", NOVEMBER),
        ("2026-11-01 14:30:00", NOVEMBER),
        ("2026-11-01T14:30:00+03:00", NOVEMBER),
        ("01.11.2026", NOVEMBER),
        ("1.11.26", NOVEMBER),
        ("01/11/2026", NOVEMBER),
        ("01.11.2026 14:30", NOVEMBER),
        ("1 ноября 2026", NOVEMBER),
        ("1 нояб. 2026 г.", NOVEMBER),
        ("9 мая 2026", date(2026, 5, 9)),
        ("31 марта 2026", date(2026, 3, 31)),
        ("46327", NOVEMBER),
    ],
)
def test_a_day_is_read_as_russians_iso_and_excel_write_it(text: str, day: date) -> None:
    assert values.day(text) == day


@pytest.mark.parametrize(
    "text", ["завтра", "32.11.2026", "11.13.2026", "2026", "", "1 мартобря 2026"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        values.day(text)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("3490", "3490"),
        ("3 490,50 ₽", "3490.50"),
        ("3 490,50 руб.", "3490.50"),
        ("3,490.50", "3490.50"),
        ("3.490,50", "3490.50"),
        ("3,490", "3490"),
        ("1.234.567", "1234567"),
        ("3490,5", "3490.5"),
    ],
)
def test_an_amount_is_read_with_either_point(text: str, money: str) -> None:
    assert values.amount(text) == Decimal(money)


@pytest.mark.parametrize("text", ["", "free", "-5", "1-2"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        values.amount(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("paid", Outcome.PAID),
        ("Выкуплен", Outcome.PAID),
        ("Завершён", Outcome.PAID),
        ("Отказ при получении", Outcome.REFUSED),
        ("НЕ ЗАБРАЛ", Outcome.NOT_COLLECTED),
        ("Возврат", Outcome.RETURNED),
        ("Отменён", Outcome.CANCELLED),
        ("Отказ от получения", Outcome.REFUSED),
        ("Не забрал", Outcome.NOT_COLLECTED),
        ("Хранение истекло", Outcome.NOT_COLLECTED),
        ("Вернулась отправителю", Outcome.NOT_COLLECTED),
        ("Недозвон", Outcome.CANCELLED),
        ("Не дозвонились", Outcome.CANCELLED),
        ("Выдан", Outcome.PAID),
        ("Успешно реализовано", Outcome.PAID),
        ("в пути", None),
    ],
)
def test_the_words_of_order_lists_are_known(text: str, outcome: Outcome | None) -> None:
    assert words.look_for(words.OUTCOMES, text) == outcome


@pytest.mark.parametrize(
    ("text", "payment"),
    [
        ("Картой при получении", Payment.COD),
        ("наличными курьеру", Payment.COD),
        ("Наложка", Payment.COD),
        ("Постоплата", Payment.COD),
        ("Безналичный расчёт", Payment.PREPAID),
        ("По счёту", Payment.PREPAID),
        ("100% предоплата", Payment.PREPAID),
    ],
)
def test_the_words_for_paying_are_known(text: str, payment: Payment) -> None:
    assert words.look_for(words.PAYMENTS, text) == payment


def test_every_word_stands_in_the_tables_as_it_is_looked_for() -> None:
    """With ё or a dash in it, it would never be found."""
    for table in (words.OUTCOMES, words.PAYMENTS, words.FAULTS, words.EVIDENCES):
        listed = {each for each in table if not each.isascii()}
        assert listed == {words.word(each) for each in listed}


def test_columns_are_guessed_in_two_languages() -> None:
    russian = columns.guess(
        ["№ заказа", "Тел.", "E-mail", "Дата доставки", "Итого", "Статус", "Доставка"]
    )
    english = columns.guess(["Order ID", "Phone", "Email", "Date", "Total", "Order Status"])
    assert russian == {
        Column.ORDER_REF: 0,
        Column.PHONE: 1,
        Column.EMAIL: 2,
        Column.OCCURRED_ON: 3,
        Column.AMOUNT: 4,
        Column.OUTCOME: 5,
        Column.COURIER: 6,
    }
    assert set(english) == set(russian) - {Column.COURIER}


def test_a_guess_is_corrected_by_hand() -> None:
    header = ["Телефон", "Телефон 2", "Заказ"]
    places = columns.with_choices(header, columns.guess(header), ["phone=Телефон 2", "order_ref="])
    assert places == {Column.PHONE: 1}
    assert columns.missing(places) == ["order_ref", "outcome", "occurred_on"]
    for wrong in ("phone", "colour=Заказ", "phone=Факс"):
        with pytest.raises(Misuse):
            columns.with_choices(header, {}, [wrong])


def test_a_shop_may_have_its_own_words() -> None:
    assert own_outcomes(["Сдох курьер=returned"])["сдох курьер"] is Outcome.RETURNED
    with pytest.raises(Misuse):
        own_outcomes(["x=sang"])


def reading(path: Path) -> Reading:
    return Reading(columns.guess(next(rows(path)).cells))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_spreadsheets_are_read_although_phones_became_numbers(kind: str) -> None:
    pytest.importorskip("python_calamine", reason="the extra `spreadsheets` is not installed")
    path = TABLES / f"orders.{kind}"
    first, second = (reading(path).report(row) for row in list(rows(path))[1:])
    assert (first.phone, first.occurred_on, first.amount) == (
        "79161234567",
        NOVEMBER,
        Decimal("3490.5"),
    )
    assert (second.phone, second.outcome) == ("8 (903) 111-22-33", Outcome.REFUSED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_its_encoding_and_with_its_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "orders.csv"
    lines = [["Заказ", "Телефон", "Имя"], ["A-1", "8 916 123-45-67", "Анна"], [], ["A-2", "", ""]]
    path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding, newline="")
    header, first, second = rows(path)
    assert header.cells == ("Заказ", "Телефон", "Имя")
    assert (first.line, first.cells[1]) == (2, "8 916 123-45-67")
    assert second.line == 4


def test_a_line_break_in_a_cell_does_not_move_the_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text('a;b\n"one\ntwo";1\nx;2\n')
    assert [row.line for row in rows(path)] == [1, 2, 4]


def test_a_segment_is_an_opaque_label_and_an_unknown_courier_is_other() -> None:
    places = {column: number for number, column in enumerate(Column)}
    cells = dict.fromkeys(Column, "") | {
        Column.PHONE: "1",
        Column.ORDER_REF: "A-1",
        Column.OUTCOME: "paid",
        Column.OCCURRED_ON: "2026-11-01",
        Column.AMOUNT: "1",
        Column.SEGMENT: "Нижний Новгород",
        Column.COURIER: "СДЭК",
    }
    report = Reading(places).report(Row(2, tuple(cells[column] for column in Column)))
    assert report.segment == values.label("Нижний Новгород")
    assert str(report.segment).isascii()
    assert report.courier == "cdek"
    assert words.courier("Вася на велосипеде") == "other"


def test_a_row_without_an_amount_needs_a_band() -> None:
    places = {Column.PHONE: 0, Column.ORDER_REF: 1, Column.OUTCOME: 2, Column.OCCURRED_ON: 3}
    row = Row(2, ("1", "A-1", "paid", "2026-11-01"))
    with pytest.raises(BadRow):
        Reading(places).report(row)
    banded = Reading(places, amount_band=AmountBand.UNDER_1500).report(row)
    assert (banded.amount_band, banded.amount) == ("500-1499", None)


class Stopping:
    """Takes some reports and then runs out of budget."""

    def __init__(self, registry: Registry, most: int) -> None:
        self._registry = registry
        self._left = most
        self.seen: list[str] = []

    def report_many(self, reports: list[Report]) -> list[ReportReceipt | ItemError]:
        if self._left <= 0:
            return [ItemError(RateLimited("budget_exhausted", status=429)) for _ in reports]
        self._left -= len(reports)
        self.seen += [report.order_ref for report in reports]
        return self._registry.report_many(reports)


def orders(path: Path) -> Iterator[Row]:
    found = rows(path)
    next(found)
    return found


def test_an_import_that_ran_out_of_budget_goes_on_where_it_stopped(
    fake: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 100)
    path = tmp_path / "orders.csv"
    lines = [f"A-{n};+7916{n:07d};2026-11-01;100;paid" for n in range(250)]
    path.write_text("order;phone;date;amount;status\n" + "\n".join(lines))
    bookmark = progress.Bookmark(path, "registry")
    complaints = Complaints(tmp_path / "errors.csv")
    with fake.client() as client:
        first, second = Stopping(client, 100), Stopping(client, 1000)
        for taker, stops in ((first, True), (second, False)):
            run = {"bookmark": bookmark, "complaints": complaints, "moved": lambda _: None}
            if stops:
                with pytest.raises(RateLimited):
                    send(orders(path), reading(path), taker, **run)  # type: ignore[arg-type] # one dict for both
            else:
                done = send(orders(path), reading(path), taker, **run)  # type: ignore[arg-type] # as above
    assert (len(first.seen), len(second.seen)) == (100, 150)
    assert (done.sent, done.failed, len(fake.reports)) == (250, 0, 250)
    assert not bookmark.path.exists()


def test_a_bookmark_is_of_one_table_and_one_registry(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("a")
    progress.Bookmark(path, "one").write(progress.Progress(line=7))
    assert progress.Bookmark(path, "one").read().line == 7
    assert progress.Bookmark(path, "two").read().line == 0
    path.write_text("b")
    assert progress.Bookmark(path, "one").read().line == 0


class Slow:
    """Takes reports, the earlier batches more slowly than the later ones."""

    def __init__(self) -> None:
        self.most_at_once = 0
        self.twice_at_once: set[str] = set()
        self._under_way: list[str] = []
        self._lock = threading.Lock()
        self._first = threading.Event()

    def report_many(self, reports: list[Report]) -> list[ReportReceipt | ItemError]:
        order = reports[0].order_ref
        with self._lock:
            if order in self._under_way:
                self.twice_at_once.add(order)
            self._under_way.append(order)
            self.most_at_once = max(self.most_at_once, len(self._under_way))
        time.sleep(0.02)
        if reports[0].order_ref == "A-0":
            self._first.wait(10)
        else:
            self._first.set()
        with self._lock:
            self._under_way.remove(order)
        return [ReportReceipt(each.order_ref, 1, "counting") for each in reports]


def sent_in_pieces(path: Path, taker: Any, order_refs: list[str]) -> list[int]:
    """The lines at which the bookmark lay, one after the other."""
    lines = [f"{ref};+79161234567;2026-11-01;100;paid" for ref in order_refs]
    path.write_text("order;phone;date;amount;status\n" + "\n".join(lines))
    seen: list[int] = []
    send(
        orders(path),
        reading(path),
        taker,
        bookmark=progress.Bookmark(path, "registry"),
        complaints=Complaints(path.with_name("errors.csv")),
        moved=lambda now: seen.append(now.line),
    )
    return seen


def test_batches_are_on_their_way_together_and_accounted_for_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    taker = Slow()
    refs = [f"A-{number}" for number in range(10)]
    assert sent_in_pieces(tmp_path / "orders.csv", taker, refs) == [3, 5, 7, 9, 11]
    assert 2 <= taker.most_at_once <= importing.LANES


def test_of_two_rows_about_one_order_the_first_arrives_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    taker = Slow()
    taker._first.set()
    sent_in_pieces(tmp_path / "orders.csv", taker, ["A-0", "A-1", "A-1", "A-1"])
    assert taker.twice_at_once == set()


def test_two_batches_about_one_order_at_once_would_be_seen() -> None:
    """The broken variant: nobody waits."""
    taker = Slow()
    reports = [Report(order_ref="A-1", outcome="paid")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(taker.report_many, [reports, reports]))
    assert taker.twice_at_once == {"A-1"}
