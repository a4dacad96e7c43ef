"""The figures of ``registry bench … --json`` as a table and a picture in docs/.

``python tools/performance.py FOLDER DOCS``: FOLDER holds lookups.json, reports.json and
evaluations.json; DOCS/performance.md gets its table between two marks, DOCS/performance.svg is
drawn anew, and the documents are kept beside them in DOCS/performance/.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOADS = ("lookups", "reports", "evaluations")
BEGIN, END = "<!-- figures: made by tools/performance.py -->", "<!-- end of figures -->"
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
GOALS = {
    ("single lookup, logged", "PostgreSQL"): 0.30,
    ("single lookup, logged", "SQLite"): 0.30,
    ("people in lookups of 1,000", "PostgreSQL"): 4.0,
    ("people in lookups of 1,000", "SQLite"): 4.0,
    ("reports in batches of 1,000", "PostgreSQL"): 0.15,
    ("reports in batches of 1,000", "SQLite"): 0.15,
}
MOST = {"evaluations of 1,000": 1.5, "latency, ten times the reports": 1.2}
"""Goals that are to be stayed below."""


@dataclass(frozen=True)
class Row:
    """One line of the table. ``rate`` is for people."""

    what: str
    engine: str
    rate: str
    p50: str
    p99: str
    cpu: str
    ratio: float | None
    against: str

    @property
    def goal(self) -> float | None:
        """What was aimed at, None where nothing was."""
        return MOST.get(self.what, GOALS.get((self.what, self.engine)))

    @property
    def reached(self) -> float | None:
        """1 is the goal, more is better."""
        if self.ratio is None or not self.goal:
            return None
        return self.goal / self.ratio if self.what in MOST else self.ratio / self.goal

    def cells(self) -> list[str]:
        """The cells of the table."""
        sign = "≤" if self.what in MOST else "≥"
        goal = f"{sign} {self.goal:g}" if self.goal else ""
        ratio = "" if self.ratio is None else f"**{self.ratio:g}** × {self.against}"
        return [self.what, self.engine, self.rate, self.p50, self.p99, self.cpu, ratio, goal]


HEAD = ["what", "engine", "a second", "p50 ms", "p99 ms", "processor µs", "measured", "goal"]


def table_rows(found: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Every figure, lookups first."""
    for key, engine in ENGINES.items():
        figures = found["lookups"]["engines"].get(key)
        if figures:
            yield _row("ceiling", engine, figures["ceiling"], None, "")
            yield _row("own ceiling", engine, figures["own_ceiling"], None, "")
            single, batch = figures["single"], figures["batch"]
            yield _row("single lookup, logged", engine, single, *_beside(single, "ratio"))
            people = _beside(batch, "people_per_ceiling_request")
            yield _row("people in lookups of 1,000", engine, batch, *people)
            yield _latency(engine, figures["latency"])
    reports = found["reports"]["engines"]
    for key, engine in ENGINES.items():
        if key in reports:
            single, batch = reports[key]["single"], reports[key]["batch"]
            yield _row("single report", engine, single, *_beside_rows(reports, single, "single"))
            beside = _beside_rows(reports, batch, "batch")
            yield _row("reports in batches of 1,000", engine, batch, *beside)
    for key, engine in ENGINES.items():
        figures = found["evaluations"]["engines"].get(key)
        if figures:
            times = figures["times_the_bare_multiplications"]
            words = "the bare multiplications' time"
            yield _row("evaluations of 1,000", engine, figures["batch"], times, words)


def _beside(figure: dict[str, Any], name: str) -> tuple[float, str]:
    """The ratio to the ceiling, and in words the one to the own ceiling."""
    own = name.replace("ceiling", "own_ceiling") if "ceiling" in name else f"{name}_to_own_ceiling"
    return figure[name], f"ceiling ({figure[own]:g} × own ceiling)"


def _beside_rows(
    reports: dict[str, Any], figure: dict[str, Any], kind: str
) -> tuple[float | None, str]:
    """The ratio to PostgreSQL's rows, on either engine, and in words the one to SQLite's own."""
    what = "a bare commit" if kind == "single" else "the bare batch"
    rows = reports.get("postgresql", {}).get(kind, figure)["reference_rows_per_second"]
    if rows is None or rows == figure["reference_rows_per_second"]:
        return figure["ratio"], what
    return (
        round(figure["units_per_second"] / rows, 3),
        f"{what} of PostgreSQL ({figure['ratio']:g} × its own)",
    )


def _row(what: str, engine: str, figure: dict[str, Any], ratio: float | None, against: str) -> Row:
    spent = figure["cpu_us_per_request"]
    cpu = f"{spent['server']:,}" + (f" + {spent['database']:,}" if "database" in spent else "")
    rate = f"{figure['units_per_second']:,.0f}"
    p50, p99 = (f"{figure[name]:,.1f}" for name in ("p50_ms", "p99_ms"))
    return Row(what, engine, rate, p50, p99, cpu, ratio, against)


def _latency(engine: str, latency: dict[str, Any]) -> Row:
    shown = latency["one_connection_p50_ms"]
    p50 = " / ".join(f"{value:.2f}" for value in shown.values())
    what = "latency, ten times the reports"
    return Row(what, engine, "", p50, "", "", latency["ratio"], "the smaller registry's")


def markdown(rows: list[Row], found: dict[str, dict[str, Any]]) -> str:
    """The table with a sentence on where and when."""
    lines = ["![What was reached, beside the goals](performance.svg)", ""]
    lines += [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    first = found["lookups"]
    machine, load = first["machine"], first["load"]
    lines += [
        "",
        f"{first['measured_at'][:10]}; {machine['processors']} processors shared by service, "
        f"database and load; Python {machine['python']}, PostgreSQL {machine['postgresql']} "
        f"with {machine['shared_buffers']} of buffers; "
        f"{first['gunicorn']['workers']} workers of {first['gunicorn']['threads']} threads, "
        f"{load['connections']} connections; {'; '.join(map(_method, found.items()))}. "
        "The raw documents lie in [performance/](performance/).",
    ]
    return "\n".join(lines)


def _method(measured: tuple[str, dict[str, Any]]) -> str:
    """How one load was measured."""
    name, document = measured
    load, before = document["load"], document["machine"]["load_average_before"]
    over = f" over {document['reports']:,} reports" if "reports" in document else ""
    return (
        f"{name}{over} by medians of {load['runs']} runs of {load['seconds']:g} s, load average "
        f"before {before}"
    )


def svg(rows: list[Row]) -> str:
    """Bars as long as the share of the goal that was reached; a line where the goal is."""
    shown = [row for row in rows if row.reached is not None]
    height = 70 + 34 * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 {height}" role="img" '
        'aria-labelledby="title about" font-family="system-ui, sans-serif" font-size="14">',
        '<title id="title">What was reached, beside the goals</title>',
        '<desc id="about">One bar a figure. The line is the goal; a longer bar is better.</desc>',
        "<style>.word{fill:#1f2328}.bar{fill:#0969da}.goal{stroke:#57606a;stroke-width:2;"
        "stroke-dasharray:4 4}@media (prefers-color-scheme:dark){.word{fill:#e6edf3}"
        ".bar{fill:#58a6ff}.goal{stroke:#9da7b1}}</style>",
        '<text x="560" y="24" class="word" text-anchor="middle">goal</text>',
        f'<line x1="560" y1="32" x2="560" y2="{height - 20}" class="goal"/>',
    ]
    for place, row in enumerate(shown):
        reached = row.reached or 0.0
        top, length = 44 + 34 * place, min(440.0, 220 * reached)
        parts += [
            f'<text x="330" y="{top + 16}" class="word" text-anchor="end">'
            f"{row.what}, {row.engine}</text>",
            f'<rect x="340" y="{top}" width="{length:.0f}" height="22" rx="3" class="bar"/>',
            f'<text x="800" y="{top + 16}" class="word">{row.ratio:g}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Read, write, say what was written."""
    source, docs = Path(sys.argv[1]), Path(sys.argv[2])
    found = {load: json.loads((source / f"{load}.json").read_text("utf-8")) for load in LOADS}
    rows = list(table_rows(found))
    page = docs / "performance.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{markdown(rows, found)}\n{END}{after}", "utf-8")
    (docs / "performance.svg").write_text(svg(rows), "utf-8")
    kept = docs / "performance"
    kept.mkdir(exist_ok=True)
    for load in LOADS:
        shutil.copy(source / f"{load}.json", kept)
    print(f"{page}, performance.svg and {kept}/ are written")  # noqa: T201 - a script for people


if __name__ == "__main__":
    main()
