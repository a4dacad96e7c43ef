"""How fast reports are taken: one by one and in thousands, beside the database's own commits."""

import statistics
from datetime import UTC, datetime
from typing import Any

from registry.ops.bench import references
from registry.ops.bench.measure import Figure, Plan, measure
from registry.ops.bench.stage import Registry, Stage, described, stage


def measure_reports(plan: Plan) -> dict[str, Any]:
    """Both engines in turn; see ``described`` for the method."""
    with stage(plan) as at:
        engines = {engine: _engine(at, engine) for engine in plan.engines}
        return {"measured": "reports", "reports": plan.reports, "engines": engines} | described(at)


def _engine(at: Stage, engine: str) -> dict[str, Any]:
    plan, today = at.plan, datetime.now(UTC).date()
    with at.registry(engine, plan.reports) as registry:
        made = registry.requests(at)
        targets = [
            at.ceiling_target(),
            registry.target("report", made.report(today)),
            registry.target(
                "reports in batches", made.reports(today, batch=plan.batch), units=plan.batch
            ),
        ]
        before = {batch: _reference(at, registry, batch=batch) for batch in (False, True)}
        found = measure(plan, targets)
        after = {batch: _reference(at, registry, batch=batch) for batch in (False, True)}
        rows = {batch: _middle(before[batch], after[batch]) for batch in (False, True)}
        ceiling, single, many = (found[each.name] for each in targets)
        return {
            "ceiling": ceiling.as_json(),
            "single": _beside(single, rows[False]),
            "batch": _beside(many, rows[True]),
            "reference": (
                "pgbench: one row and one upsert a transaction, and 1,000 of each"
                if engine == "postgresql"
                else "one connection of sqlite3: one row and one upsert, and 1,000 of each"
            ),
        }


def _reference(at: Stage, registry: Registry, *, batch: bool) -> float | None:
    if registry.engine == "postgresql":
        return references.pgbench(at.plan, registry.url, batch=batch)
    return references.sqlite_commits(at.plan, at.folder, batch=batch)


def _middle(*rates: float | None) -> float | None:
    known = [each for each in rates if each is not None]
    return statistics.mean(known) if known else None


def _beside(figure: Figure, rows: float | None) -> dict[str, Any]:
    ratio = None if rows is None else round(figure.per_second * figure.units / rows, 3)
    reference = None if rows is None else round(rows)
    return figure.as_json() | {"reference_rows_per_second": reference, "ratio": ratio}
