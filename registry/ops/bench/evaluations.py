"""How fast blinded points are evaluated, beside the multiplications alone on as many processes."""

from typing import Any

from bonafide.protocol.group import default_group
from registry.ops.bench import references
from registry.ops.bench.measure import Plan, measure
from registry.ops.bench.stage import Stage, described, stage
from registry.settings import Settings


def measure_evaluations(plan: Plan) -> dict[str, Any]:
    """Both engines in turn; see ``described`` for the method."""
    with stage(plan) as at:
        engines = {engine: _engine(at, engine) for engine in plan.engines}
        facts = {"measured": "evaluations", "engines": engines}
        return facts | described(at)


def _engine(at: Stage, engine: str) -> dict[str, Any]:
    plan = at.plan
    with at.registry(engine, min(plan.reports, 1_000)) as registry:
        requests = registry.requests(at).evaluations(default_group(), batch=plan.batch)
        target = registry.target("evaluations in batches", requests, units=plan.batch)
        bare = [references.multiplications(plan, processes=Settings.workers)]
        [figure] = measure(plan, [target]).values()
        bare.append(references.multiplications(plan, processes=Settings.workers))
        rate = sum(bare) / len(bare)
        return {
            "batch": figure.as_json(),
            "bare_multiplications_per_second": round(rate),
            "times_the_bare_multiplications": round(rate / (figure.per_second * plan.batch), 3),
        }
