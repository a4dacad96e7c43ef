"""The page of figures is made from the bench's documents by a script."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parents[3]
PAGE = "# Before\n{begin}\nold\n{end}\nafter\n"
BEGIN, END = "<!-- figures: made by tools/performance.py -->", "<!-- end of figures -->"


def figure(rate: float, **more: Any) -> dict[str, Any]:
    cpu = {"server": 900, "database": 100, "load": 25}
    times = {"p50_ms": 4.0, "p99_ms": 9.0}
    return {"units_per_second": rate, "cpu_us_per_request": cpu} | times | more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents and a page."""
    lookups = {
        "ceiling": figure(4400),
        "own_ceiling": figure(5500),
        "single": figure(1760, ratio=0.3, ratio_to_own_ceiling=0.25),
        "batch": figure(26400, people_per_ceiling_request=6.0, people_per_own_ceiling_request=4.8),
        "latency": {"one_connection_p50_ms": {"1000000": 1.1, "100000": 1.0}, "ratio": 1.1},
    }
    single = figure(1000, ratio=0.2, reference_rows_per_second=5000)
    batch = figure(9000, ratio=0.25, reference_rows_per_second=36000)
    reports = {"single": single, "batch": batch}
    narrow = reports | {"batch": figure(6000, ratio=0.03, reference_rows_per_second=200_000)}
    evaluations = {"batch": figure(20), "times_the_bare_multiplications": 3.0}
    about = {
        "reports": 1_000_000,
        "measured_at": "2026-11-22T00:00:00+00:00",
        "machine": {
            "processors": 2,
            "python": "3.11",
            "postgresql": "18",
            "shared_buffers": "4GB",
            "load_average_before": 0.1,
        },
        "load": {"connections": 16, "runs": 3, "seconds": 8.0},
        "gunicorn": {"workers": 2, "threads": 4},
    }
    found = {"lookups": lookups, "reports": reports, "evaluations": evaluations}
    for name, figures in found.items():
        engines: dict[str, Any] = {"postgresql": figures}
        if name == "reports":
            engines["sqlite"] = narrow
        document = {"engines": engines} | about
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/performance.md").write_text(PAGE.format(begin=BEGIN, end=END), "utf-8")
    return tmp_path


def make(folder: Path) -> str:
    script = ROOT / "tools/performance.py"
    subprocess.run([sys.executable, str(script), str(folder), str(folder / "docs")], check=True)
    return (folder / "docs/performance.md").read_text("utf-8")


def test_the_table_replaces_what_stood_between_the_marks_and_nothing_else(folder: Path) -> None:
    page = make(folder)
    assert page.startswith("# Before\n")
    assert page.endswith("\nafter\n")
    assert "old" not in page
    assert "| single lookup, logged | PostgreSQL | 1,760 |" in page
    assert "**0.3** × ceiling (0.25 × own ceiling) | ≥ 0.3 |" in page
    assert "**6** × ceiling (4.8 × own ceiling) | ≥ 4 |" in page
    assert "**0.25** × the bare batch | ≥ 0.15 |" in page
    assert "**0.167** × the bare batch of PostgreSQL (0.03 × its own) | ≥ 0.15 |" in page
    assert make(folder) == page


def test_the_picture_is_whole_and_a_bar_is_as_long_as_its_share_of_the_goal(folder: Path) -> None:
    make(folder)
    picture = ET.parse(folder / "docs/performance.svg")
    bars = [each for each in picture.iter() if each.get("class") == "bar"]
    lengths = [int(bar.get("width", "0")) for bar in bars]
    assert lengths[0] == 220  # 0.3 of 0.3
    assert lengths[-1] == 110  # twice the time that was allowed


def test_the_real_page_has_its_marks() -> None:
    page = (ROOT / "docs/performance.md").read_text("utf-8")
    assert page.index(BEGIN) < page.index(END)
