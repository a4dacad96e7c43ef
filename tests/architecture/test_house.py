"""What import contracts cannot say about the house."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import registry
from registry import migrations

HOUSE = Path(registry.__file__).parent
ROOMS = sorted(path.parent for path in HOUSE.glob("*/__init__.py"))
VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))
LATE_IMPORTS = {HOUSE / "ops" / "lazy.py"}


def imported(path: Path) -> set[str]:
    """The packages that a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names
    }
    names |= {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None
    }
    return {name.split(".")[0] for name in names}


def modules() -> Iterator[Path]:
    """Every module of the service."""
    return HOUSE.rglob("*.py")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_its_sign(room: Path) -> None:
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    lines = [line for line in (docstring or "").splitlines() if line]
    assert [line.split()[0] for line in lines] == ["Owns", "Uses", "Never"]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.stem)
def test_a_migration_imports_nothing_of_the_code(version: Path) -> None:
    assert imported(version) <= {"collections", "alembic", "sqlalchemy"}


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(HOUSE)}:{statement.lineno}"
        for path in modules()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_only_the_command_line_imports_by_name() -> None:
    by_name = {path for path in modules() if "importlib" in imported(path)}
    assert by_name == LATE_IMPORTS


def test_only_the_clock_reads_the_time_of_day() -> None:
    readers = {
        str(path.relative_to(HOUSE))
        for path in modules()
        if "bench" not in path.parts  # a benchmark measures this machine
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    }
    assert readers == {"kernel/clock.py"}


def test_no_module_is_past_300_lines_since_a_second_thing_hides_in_there() -> None:
    client = HOUSE.parent / "client" / "bonafide"
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in (*modules(), *client.rglob("*.py"))
    }
    assert len(lengths) > 500
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}
