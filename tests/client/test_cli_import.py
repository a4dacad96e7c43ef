"""``bonafide import`` as the keeper of a shop meets it."""

import json
from pathlib import Path

import pytest

from bonafide.importer.complaints import Complaints
from bonafide.importer.orders import BadRow
from bonafide.importer.tables import Row
from bonafide.testing import FakeRegistry
from tests.client.running import Run


def test_an_import_that_stops_says_what_is_left_of_the_allowance(
    fake: FakeRegistry, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("order;phone;date;amount;status\nA-1;+79161234567;2026-11-01;100;paid\n")
    for people, says in ((0, "allowance is 0 people"), (120, "(120 people")):
        fake._routes.allowance = {"people": people, "points": 2 * people}
        fake.fail_next(429)
        status, out, err = run("import", str(table))
        assert (status, says in err, out) == (1, True, "")
        assert "Retry-After" not in err
    assert run("import", str(table))[0] == 0
    assert set(fake.reports) == {"A-1"}


def test_an_import_says_what_it_took_and_lists_the_rest(
    fake: FakeRegistry, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "orders.csv"
    lines = [
        "Номер заказа;Телефон;Дата;Сумма;Статус",
        "A-1;8 916 123-45-67;01.11.2026;3 490,00;выкуплен",
        "A-2;8 903 111-22-33;02.11.26;1490;Отказ",
        "A-3;12;02.11.26;1490;Отказ",
        "A-4;8 903 111-22-33;завтра;1490;Отказ",
    ]
    table.write_text("\n".join(lines), "cp1251")
    status, out, err = run("import", str(table), "--json")
    document = json.loads(out)
    assert (status, document["taken"], document["not_taken"]) == (1, 2, 2)
    assert document["allowance_left"] == {"people": 10_000, "points": 20_000}
    assert "phone ← Телефон" in err
    assert fake.reports["A-2"]["occurred_on"] == "2026-11-02"
    complaints = Path(document["errors"]).read_text("cp1251")
    assert complaints.splitlines() == [
        "строка;столбец;причина",
        "4;Телефон;телефон не подходит: слишком коротко",
        "5;Дата;не понято",
    ]
    assert "line 4, Телефон: " in err


def test_the_list_of_bad_rows_is_that_of_the_last_run(
    fake: FakeRegistry, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "orders.csv"
    listed = table.with_name("orders.csv.errors.csv")
    header, good, bad = "order;phone;date;amount;status", "A-1;+79161234567;2026-11-01;5;paid", ""
    for bad in ("A-2;12;2026-11-01;5;paid", "A-2;13;2026-11-01;5;paid"):
        table.write_text("\n".join([header, good, bad]))
        for _ in range(2):
            assert run("import", str(table))[0] == 1
            assert [row[:2] for row in listed.read_text("utf-8-sig").splitlines()] == ["li", "3;"]
    table.write_text("\n".join([header, good]))
    assert run("import", str(table))[0] == 0
    assert not listed.exists()
    assert run("import", str(table), "--errors", str(table))[0] == 2
    assert good in table.read_text()


def test_an_interrupted_import_keeps_the_bad_rows_that_it_had_found(tmp_path: Path) -> None:
    complaints = Complaints(tmp_path / "errors.csv", delimiter=";")
    complaints.begin()
    for line in (2, 5, 9):
        complaints.add(Row(line, ()), BadRow("phone", "missing"))
    complaints.close()
    complaints.begin(after=5)
    complaints.add(Row(7, ()), BadRow("amount", "missing"))
    complaints.close()
    lines = complaints.path.read_text("utf-8-sig").splitlines()[1:]
    assert lines == ["2;phone;missing", "5;phone;missing", "7;amount;missing"]


def test_a_dry_run_says_how_words_were_read_and_what_may_be_brought_in(
    fake: FakeRegistry, run: Run, tmp_path: Path
) -> None:
    fake._routes.allowance = {"people": 0, "points": 0}
    table = tmp_path / "orders.csv"
    lines = [
        "заказ;телефон;дата;сумма;статус",
        "A-1;+79161234567;01.11.2026;5;Возврат",
        "A-2;+79161234567;01.11.2026;5;Выкуплен",
        "A-3;+79161234567;01.11.2999;5;Выкуплен",
        "A-4;+79161234567;01.11.2026;5;В пути",
        "A-5;+79161234567;01.11.2026;5;+7 916 123-45-67",
    ]
    table.write_text("\n".join(lines), "utf-8")
    status, out, err = run("import", str(table), "--dry-run")
    shown = " ".join(out.split())
    assert status == 1
    for said in (
        "paid │ 1 ← выкуплен 1",
        "returned │ 1 ← возврат 1",
        "в пути 1",
        "people │ 0: ask",
        "… 1",
    ):
        assert said in shown
    assert "--outcome" in err
    assert "line 4, дата: этот день ещё не наступил" in err
    assert "123 45" not in out + err
    document = json.loads(run("import", str(table), "--dry-run", "--json")[1])
    assert document["outcomes"] == {"paid": 1, "returned": 1}
    assert document["allowance_left"] == {"people": 0, "points": 0}
    assert fake.reports == {}


def test_an_import_explains_in_russian(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    table = tmp_path / "orders.csv"
    lines = ["заказ;телефон;дата;сумма;статус", "A-1;12;1.11.26;5;paid", "A-2;+79161234567;;5;paid"]
    table.write_text("\n".join(lines), "utf-8")
    assert run("import", str(table), "--dry-run")[0] == 1
    assert table.with_name("orders.csv.errors.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "2;телефон;телефон не подходит: слишком коротко",
        "3;дата;не заполнено",
    ]
