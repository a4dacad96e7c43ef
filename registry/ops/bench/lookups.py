"""How fast people are looked up: one by one, in thousands, and in a registry ten times as large."""

from typing import Any

from registry.ops.bench.measure import Figure, Plan, Target, measure
from registry.ops.bench.stage import Registry, Stage, described, stage


def measure_lookups(plan: Plan) -> dict[str, Any]:
    """Both engines in turn; see ``described`` for the method."""
    with stage(plan) as at:
        engines = {engine: _engine(at, engine) for engine in plan.engines}
        return {"measured": "lookups", "reports": plan.reports, "engines": engines} | described(at)


def _engine(at: Stage, engine: str) -> dict[str, Any]:
    plan = at.plan
    smaller = max(1_000, plan.reports // 10)
    with at.registry(engine, plan.reports) as large, at.registry(engine, smaller) as small:
        for each in (large, small):
            each.prime(each.requests(at).lookups(batch=plan.batch))
        asked = large.requests(at)
        targets = [
            at.ceiling_target(),
            large.target("lookup", asked.lookups()),
            large.target("lookups in batches", asked.lookups(batch=plan.batch), units=plan.batch),
            _alone(at, large, "large"),
            _alone(at, small, "small"),
        ]
        found = measure(plan, targets)
        ceiling, single, batch, large_one, small_one = (found[each.name] for each in targets)
        return {
            "ceiling": ceiling.as_json(),
            "single": single.as_json() | {"ratio": _ratio(single, ceiling)},
            "batch": batch.as_json()
            | {
                "people_per_ceiling_request": round(
                    batch.per_second * batch.units / ceiling.per_second, 2
                )
            },
            "latency": {
                "one_connection_p50_ms": {
                    str(large.filled.reports): round(large_one.p50_ms, 3),
                    str(small.filled.reports): round(small_one.p50_ms, 3),
                },
                "ratio": round(large_one.p50_ms / small_one.p50_ms, 3),
            },
            "fill_per_second": round(large.filled.reports / large.filled.seconds),
        }


def _alone(at: Stage, registry: Registry, name: str) -> Target:
    """One connection only: latency without a queue."""
    return registry.target(f"one lookup at a time, {name}", registry.requests(at).lookups()[:1])


def _ratio(figure: Figure, ceiling: Figure) -> float:
    return round(figure.per_second / ceiling.per_second, 3)
