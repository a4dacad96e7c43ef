"""``registry bench``: make up a registry, and measure one beside its references."""

import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from registry.ops.bench.entries import measure_entries
from registry.ops.bench.evaluations import measure_evaluations
from registry.ops.bench.filings import measure_reports
from registry.ops.bench.fill import fill as fill_registry
from registry.ops.bench.lookups import measure_lookups
from registry.ops.bench.measure import Plan
from registry.ops.bench.show import rows
from registry.ops.output import columns, json_option, say, show
from registry.ops.running import expected
from registry.settings import load_settings

_ENGINES = ("sqlite", "postgresql")


@click.group()
def bench() -> None:
    """Make up a registry of any size, and measure this machine beside its own ceilings."""


@bench.command()
@click.option("--reports", type=click.IntRange(1), default=100_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@json_option
def fill(reports: int, seed: int, *, as_json: bool) -> None:
    """Fill the empty database of the settings with made-up orders.

    The answer holds keys of 16 made-up shops, and phones that a lookup finds.
    """
    with expected():
        made = fill_registry(load_settings(), reports=reports, seed=seed, say=say)
    document = made.as_json()
    line = (
        f"{made.reports:,} reports on {made.customers:,} customers by {made.shops:,} shops "
        f"in {made.seconds:.1f} s ({document['per_second']:,} a second)"
    )
    show(document, [line], as_json=as_json)


@bench.command()
@click.option("--entries", type=click.IntRange(1), default=1_000_000, show_default=True)
@json_option
def log(entries: int, *, as_json: bool) -> None:
    """Make, place and verify a log of a million entries, in a folder of its own."""
    with expected():
        document = measure_entries(entries, say=say)
    worked = document["processor_seconds"]
    lines = [
        f"{name}: {seconds} s ({worked[name]} s of the processor)"
        for name, seconds in document["seconds"].items()
    ]
    show(document, [f"{entries:,} entries", *lines, document["method"]], as_json=as_json)


_KEEP = click.option(
    "--keep",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    help="Leave what was filled in this folder, and use it again next time.",
)


def _measuring(
    measurement: Callable[[Plan], dict[str, Any]],
    more: Callable[[Any], Any] = lambda command: command,
) -> Callable[..., click.Command]:
    """A command of ``bench`` around a measurement, with the options that all of them share."""

    def decorator(named: Callable[[], None]) -> click.Command:
        @bench.command()
        @click.option("--reports", type=click.IntRange(1), default=1_000_000, show_default=True)
        @click.option("--seconds", type=click.FloatRange(0.2), default=8.0, show_default=True)
        @click.option("--runs", type=click.IntRange(1), default=3, show_default=True)
        @click.option("--connections", type=click.IntRange(1), default=16, show_default=True)
        @click.option("--engine", type=click.Choice(["both", *_ENGINES]), default="both")
        @more
        @json_option
        @wraps(named)
        def command(engine: str, *, as_json: bool, **given: Any) -> None:
            engines = _ENGINES if engine == "both" else (engine,)
            signal.signal(signal.SIGTERM, _stopped)
            plan = Plan(engines=engines, warm_up=min(2.0, given["seconds"]), say=say, **given)
            with expected():
                document = measurement(plan)
            lines = [*columns(list(rows(document))), document["method"]]
            show(document, lines, as_json=as_json)

        return command

    return decorator


def _stopped(number: int, _frame: object) -> None:
    """Leave through every ``finally``: servers are ended and folders go away."""
    sys.exit(128 + number)


@_measuring(measure_lookups, _KEEP)
def lookups() -> None:
    """Lookups, one and a thousand a request, and at a tenth of the reports."""


@_measuring(measure_reports)
def reports() -> None:
    """New reports, one and a thousand a request, beside the database's own commits."""


@_measuring(measure_evaluations)
def evaluations() -> None:
    """Evaluations of a thousand points beside the multiplications alone."""
