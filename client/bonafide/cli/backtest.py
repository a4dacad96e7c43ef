"""``bonafide backtest``: what the shop's own terms would have done to its past orders."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.cli.words import ADVICE
from bonafide.protocol.words import Advice

HELP = "replay your past orders with what was known on the day of each"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("--limit", type=int, help="how many of the newest orders (default: 2000)")


def run(args: Namespace, out: Output) -> int:
    """Fetch and show."""
    with connect(args, out, budget=60.0) as registry:
        found = registry.backtest(args.limit)
    if out.as_json:
        out.document(found)
    else:
        title = out.text(
            f"{found['orders']} orders, {found['failed']} failed, {found['losses']} lost",
            f"заказов {found['orders']}, сорвалось {found['failed']}, потеряно {found['losses']}",
        )
        out.table(title, [_row(step, out) for step in found["thresholds"]])
    return 0


def _row(step: Mapping[str, Any], out: Output) -> tuple[str, str]:
    return out.text(*ADVICE[Advice(step["code"])]), out.text(
        f"{step['failed_caught']} failed orders met, {step['losses_avoided']} saved at most; "
        f"{step['good_bothered']} good orders bothered",
        f"поймано срывов {step['failed_caught']}, сбережено не более {step['losses_avoided']}; "
        f"потревожено хороших заказов {step['good_bothered']}",
    )
