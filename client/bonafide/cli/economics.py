"""``bonafide economics``: what failed orders cost this shop."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from bonafide.cli.connection import connect
from bonafide.cli.output import Output

HELP = "what failed orders cost you in a quarter, and the network beside it"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("--quarter", metavar="2026-Q3", help="default: the last whole one")


def run(args: Namespace, out: Output) -> int:
    """Fetch and show."""
    with connect(args, out) as registry:
        found = registry.economics(args.quarter)
    if out.as_json:
        out.document(found)
    else:
        out.table(found["quarter"], list(_rows(found, out)))
    return 0


def _rows(found: Mapping[str, Any], out: Output) -> Iterator[tuple[str, str]]:
    shop, money = found["shop"], found["shop"]["money"]
    rates = shop["loss_rate"]
    yield out.text("failed orders", "сорвалось заказов"), _rate(rates["all"])
    for payment, rate in rates["by_payment"].items():
        yield f"  {payment}", _rate(rate)
    network = found["network"].get("loss_rate") or {}
    benchmark = (network.get("all") or {}).get("rate")
    yield out.text("in the network", "в сети"), "—" if benchmark is None else f"{benchmark:.1%}"
    label = out.text(" (estimate)", " (оценка)") if money["estimate"] else ""
    yield out.text("losses", "потери") + label, f"{money['losses']} {found['currency']}"
    cap = shop["discount"]["cap_percent"]
    yield (
        out.text("discount for white, up to", "скидка белым, до"),
        "—" if cap is None else f"{cap} %",
    )
    fee = shop["fair_cash_fee"]
    yield (
        out.text("fair fee for cash", "справедливая наценка за наличные"),
        "—" if fee is None else f"{fee['percent']} %",
    )
    coverage = shop["coverage"]
    yield (
        out.text("look-ups that met a history elsewhere", "вопросов с чужой историей"),
        f"{coverage['elsewhere']} / {coverage['lookups']}",
    )


def _rate(rate: Mapping[str, Any]) -> str:
    if rate["rate"] is None:
        return "—"
    low, high = rate["low"], rate["high"]
    return f"{rate['rate']:.1%} ({low:.1%} – {high:.1%}), {rate['failed']} / {rate['orders']}"
