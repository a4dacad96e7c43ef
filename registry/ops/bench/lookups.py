"""How fast people are looked up: one by one, in thousands, and in a registry ten times as large."""

from typing import Any

from registry.ops.bench.measure import Figure, Plan, measure
from registry.ops.bench.stage import Stage, described, stage
from registry.ops.bench.turns import ask_in_turn


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
            at.own_ceiling_target(),
            large.target("lookup", asked.lookups()),
            large.target("lookups in batches", asked.lookups(batch=plan.batch), units=plan.batch),
        ]
        both = [each.target("alone", each.requests(at).lookups()[:1]) for each in (large, small)]
        of_large, of_small = ask_in_turn(plan, both)
        found = measure(plan, targets)
        ceiling, own, single, batch = (found[each.name] for each in targets)
        return {
            "ceiling": ceiling.as_json(),
            "own_ceiling": own.as_json(),
            "single": single.as_json()
            | {"ratio": _ratio(single, ceiling), "ratio_to_own_ceiling": _ratio(single, own)},
            "batch": batch.as_json()
            | {
                "people_per_ceiling_request": _people(batch, ceiling),
                "people_per_own_ceiling_request": _people(batch, own),
            },
            "latency": {
                "one_connection_p50_ms": {
                    str(large.filled.reports): round(of_large, 3),
                    str(small.filled.reports): round(of_small, 3),
                },
                "ratio": round(of_large / of_small, 3),
            },
            "fill_per_second": round(large.filled.reports / large.filled.seconds),
        }


def _ratio(figure: Figure, ceiling: Figure) -> float:
    return round(figure.per_second / ceiling.per_second, 3)


def _people(batch: Figure, ceiling: Figure) -> float:
    return round(batch.per_second * batch.units / ceiling.per_second, 2)
