"""A spreadsheet may cost so much and no more, whoever made it."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from bonafide.importer import spreadsheets
from bonafide.importer.spreadsheets import BadSpreadsheet, Bounds
from tests.client import sparse
from tests.client.running import Run

pytest.importorskip("python_calamine", reason="the extra `spreadsheets` is not installed")
SMALL = Bounds(cells=100, megabytes=512, seconds=60)


def why(contents: bytes, bounds: Bounds) -> str:
    with pytest.raises(BadSpreadsheet) as refused:
        list(spreadsheets.read(contents, bounds))
    return refused.value.why


def test_a_table_of_as_many_cells_as_are_allowed_is_read_and_a_larger_one_is_not() -> None:
    rows = dict(spreadsheets.read(sparse.xlsx("A1", "J10"), SMALL))
    assert list(rows) == [1, 10]
    assert rows[10][9] == "x"
    assert why(sparse.xlsx("A1", "J11"), SMALL) == "too_large"


def test_what_a_sheet_says_of_its_own_size_counts_for_nothing() -> None:
    honest = sparse.xlsx("A1", "A2", said="A1:XFD1048576")
    assert list(spreadsheets.read(honest, SMALL)) == [(1, ["x"]), (2, ["x"])]
    assert why(sparse.xlsx("A1", "J11", said="A1:B2"), SMALL) == "too_large"


def test_memory_is_bounded_by_the_system_where_the_count_of_cells_would_allow_it() -> None:
    assert why(sparse.FAR, Bounds(cells=10**12, megabytes=512, seconds=60)) == "too_large"


def test_work_is_bounded_in_seconds() -> None:
    assert (
        why(sparse.xlsx("A1", "XFD600"), Bounds(10**12, megabytes=2_048, seconds=1)) == "too_large"
    )


def test_a_reader_who_stops_early_leaves_no_child_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started, begin = [], spreadsheets._child

    def child(bounds: Bounds) -> object:
        started.append(begin(bounds))
        return started[-1]

    monkeypatch.setattr(spreadsheets, "_child", child)
    with closing(
        cast("Generator[object]", spreadsheets.read(sparse.xlsx("A1", "A2"), SMALL))
    ) as rows:
        next(rows)
    assert [each.returncode is not None for each in started] == [True]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "copy the filled rows"), ("ru", "скопируйте заполненные строки")]
)
def test_an_import_says_what_to_do_about_such_a_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, says: str
) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", language)
    table = tmp_path / "orders.xlsx"
    table.write_bytes(sparse.FAR)
    status, _, err = run("import", str(table), "--dry-run")
    assert status == 2
    assert says in " ".join(err.split())
