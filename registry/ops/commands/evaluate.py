"""``registry evaluate``: needs neither a database nor keys."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from registry.ops.output import columns, fail, json_option, show
from registry.trust.measurement.evaluate import DEFAULT_START, run
from registry.trust.measurement.history import BadHistory
from registry.trust.policy import BadPolicy, load_policy

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("orders", type=_FILE)
@click.option(
    "--lag-days",
    type=click.IntRange(0, 365),
    default=1,
    show_default=True,
    help="Days until an outcome is known; 0: at once.",
)
@click.option(
    "--start",
    type=click.FloatRange(0, 1, max_open=True),
    default=DEFAULT_START,
    show_default=True,
    help="Share of the orders that only fills the memory.",
)
@click.option(
    "--pending-days",
    type=click.IntRange(0, 365),
    default=0,
    show_default=True,
    help="Days that a failure waits before it counts for others.",
)
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write order_ref,risk,level,advice of every scored order here.",
)
@click.option(
    "--missing",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    show_default=True,
    help="Share of the shops that report nothing.",
)
@click.option("--policy", type=_FILE, help="Another policy file than the one that ships.")
@json_option
def evaluate(
    *,
    orders: Path,
    lag_days: int,
    start: float,
    pending_days: int,
    predictions: Path | None,
    missing: float,
    policy: Path | None,
    as_json: bool,
) -> None:
    """Replay the order history ORDERS (a CSV file) forward in time through the published rules.

    Each order is scored with what was known before it; the figures say how well that would have
    gone. Columns: order_ref, customer, shop, placed_at, payment, amount, outcome.
    """
    bar = replay_bar("replaying orders")
    try:
        with bar:
            task = bar.add_task("", total=1)
            found = run(
                orders,
                lag_days=lag_days,
                start=start,
                pending_days=pending_days,
                missing=missing,
                predictions=predictions,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                policy=load_policy(policy) if policy else None,
            )
    except (BadHistory, BadPolicy, OSError, UnicodeDecodeError) as error:
        fail(f"{orders.name}: {error}")
    show(found, _lines(found), as_json=as_json)


def replay_bar(text: str) -> Progress:
    """Progress on standard error: how many orders of how many, and the time left."""
    return Progress(
        TextColumn(text),
        BarColumn(),
        TextColumn("{task.completed:,}/{task.total:,.0f}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _lines(found: dict[str, Any]) -> Iterable[str]:
    yield f"{found['lookups']:,} orders scored, {found['bad']:,} failed ({found['base']:.2%})."
    rows = [("", "AUC", "between", "log loss gain", "between")]
    for view, auc in found["auc"].items():
        ranges = found["intervals"]
        low, high = ranges["auc"][view]
        worst, best = ranges["log_loss_gain"][view]
        gain = found["log_loss_gain"][view]
        rows.append(
            (view, f"{auc:.3f}", f"{low:.3f}-{high:.3f}", f"{gain:.1%}", f"{worst:.1%} {best:.1%}")
        )
    yield from columns(rows)
    levels = [("level", "share", "failed")]
    levels += [
        (level, f"{part['share']:.1%}", f"{part['bad']:.2%}")
        for level, part in found["levels"].items()
    ]
    yield from columns(levels)
