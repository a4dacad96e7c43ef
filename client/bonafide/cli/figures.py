"""``bonafide economics``, ``backtest`` and ``explain``: what the registry works out for a shop."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from bonafide.cli.connection import connect
from bonafide.cli.output import Output
from bonafide.cli.words import ADVICE, LEVELS
from bonafide.protocol.words import Advice, Level

ECONOMICS = "show what failed orders cost you, beside the network"
BACKTEST = "replay your past orders: what would each piece of advice have done"
EXPLAIN = "show how the answer to one of your lookups came about"
Rows = list[tuple[str, str]]


def economics_arguments(parser: ArgumentParser) -> None:
    """Of ``economics``."""
    parser.add_argument("--quarter", help="such as 2026-Q3")


def economics(args: Namespace, out: Output) -> int:
    """Ask and show."""
    with connect(args, out) as registry:
        found = registry.economics(args.quarter)
    if out.as_json:
        out.document(found)
    else:
        out.table(f"{found['quarter']}, {found['currency']}", _figures(found, out))
    return 0


def backtest_arguments(parser: ArgumentParser) -> None:
    """Of ``backtest``."""
    parser.add_argument(
        "--limit",
        type=int,
        default=2_000,
        help="newest orders, in steps of 500 (at most 5000; default 2000)",
    )


def backtest(args: Namespace, out: Output) -> int:
    """Ask and show."""
    out.say("replaying your past orders…", "проигрываем ваши прошлые заказы…")
    with connect(args, out, budget=60.0) as registry:
        found = registry.backtest(args.limit)
    if out.as_json:
        out.document(found)
    else:
        title = out.text(
            f"{found['orders']} orders, {found['failed']} failed: {found['losses']}",
            f"заказов {found['orders']}, сорвано {found['failed']}: {found['losses']}",
        )
        out.table(f"{title} {found['currency']}", _steps(found, out))
    return 0


def explain_arguments(parser: ArgumentParser) -> None:
    """Of ``explain``."""
    parser.add_argument("lookup", metavar="LOOKUP", help="the id of an answer, lkp_…")


def explain(args: Namespace, out: Output) -> int:
    """Ask and show."""
    with connect(args, out) as registry:
        found = registry.explain(args.lookup)
    if out.as_json:
        out.document(found)
    else:
        out.table(f"{found['id']}, {found['asked_on']}", _explained(found, out))
    return 0


def _figures(found: Mapping[str, Any], out: Output) -> Rows:
    mine, network = found["shop"], found["network"]
    rates = mine["loss_rate"]
    rows = [(out.text("failed orders", "сорванные заказы"), _rate(rates["all"], out))]
    for part in ("by_payment", "by_courier", "by_segment"):
        rows += [(f"  {name}", _rate(rate, out)) for name, rate in rates[part].items()]
    theirs = network.get("loss_rate", {}).get("all")
    rows.append((out.text("in the network", "по сети"), _shared(theirs, out)))
    for name, rate in mine["courier_failures"].items():
        others = network.get("courier_failures", {}).get(name)
        label = out.text("failed by courier", "сорвано курьером")
        there = out.text("network", "сеть")
        rows.append((f"{label} {name}", f"{_rate(rate, out)}; {there}: {_shared(others, out)}"))
    return rows + _money(mine, out)


def _money(mine: Mapping[str, Any], out: Output) -> Rows:
    money, fee, seen = mine["money"], mine["fair_cash_fee"], mine["coverage"]
    kind = out.text("estimate", "оценка") if money["estimate"] else out.text("exact", "точно")
    share = f"{money['loss_percent'] or '—'} % ({money['losses']} / {money['revenue']}, {kind})"
    fair = f"{fee['percent']} % ({fee['exact_percent']} %)" if fee else "—"
    covered = f"{seen['elsewhere']} / {seen['lookups']}"
    return [
        (out.text("loss, of revenue", "потери от выручки"), share),
        (out.text("discount for the white", "скидка для белых"), _cap(mine, out)),
        (out.text("fair fee for cash", "справедливая плата за наличные"), fair),
        (out.text("lookups known elsewhere", "известны в других магазинах"), covered),
    ]


def _rate(rate: Mapping[str, Any], out: Output) -> str:
    if rate["rate"] is None:
        return out.text("no orders yet", "заказов пока нет")
    interval = f"{rate['low']:.1%} – {rate['high']:.1%}"
    return f"{rate['rate']:.1%}, {rate['failed']} / {rate['orders']} ({interval})"


def _shared(rate: Mapping[str, Any] | None, out: Output) -> str:
    if rate is None or rate["rate"] is None:
        return out.text("too few shops yet", "пока слишком мало магазинов")
    return f"{rate['rate']:.1%} ({rate['low']:.1%} – {rate['high']:.1%})"


def _cap(mine: Mapping[str, Any], out: Output) -> str:
    cap = mine["discount"]
    if cap["basis"] is None:
        return out.text("not measured yet", "пока не измерена")
    doubt = "" if cap["enough"] else out.text(" (few orders yet)", " (заказов пока мало)")
    return f"{out.text('up to', 'до')} {cap['cap_percent']} %; {cap['basis']}{doubt}"


def _steps(found: Mapping[str, Any], out: Output) -> Rows:
    """Each step with the network; where it moved too few orders to be told, with own reports."""
    rows = []
    alone = found["own_history_only"]
    for step, own in zip(found["thresholds"], alone, strict=True):
        text = f"{_caught(step, own, out)}; {_bothered(step, own, out)}"
        rows.append((f"{out.text(*ADVICE[Advice(step['code'])])} ≥ {step['from_times']}×", text))
    return rows


def _caught(step: Mapping[str, Any], own: Mapping[str, Any], out: Output) -> str:
    if step["failed_caught"] is None:
        return out.text(
            f"{own['failed_caught']} failed orders caught by your own reports, others' change "
            f"fewer than five",
            f"поймано срывов {own['failed_caught']} по вашим отчётам, чужие меняют меньше пяти",
        )
    return out.text(
        f"{step['failed_caught']} failed orders caught, {step['losses_avoided']} saved at most",
        f"поймано срывов {step['failed_caught']}, сбережено не более {step['losses_avoided']}",
    )


def _bothered(step: Mapping[str, Any], own: Mapping[str, Any], out: Output) -> str:
    if step["good_bothered"] is None:
        return out.text(
            f"{own['good_bothered']} good buyers bothered by your own reports, others' change "
            f"fewer than five",
            f"потревожено хороших покупателей {own['good_bothered']} по вашим отчётам, чужие "
            f"меняют меньше пяти",
        )
    share = step["good_bothered_percent"] or "—"
    return out.text(
        f"{step['good_bothered']} good buyers bothered ({share} %)",
        f"потревожено хороших покупателей {step['good_bothered']} ({share} %)",
    )


def _explained(found: Mapping[str, Any], out: Output) -> Rows:
    rows = [
        (out.text("level", "уровень"), out.text(*LEVELS[Level(found["level"])])),
        (out.text("advice", "совет"), out.text(*ADVICE[Advice(found["advice"]["code"])])),
        (
            out.text("risk", "риск"),
            f"{found['risk']['estimate']:.1%}; {found['advice']['times_usual']}×",
        ),
    ]
    own = [f"{each['occurred_on']} {each['outcome']}" for each in found["own_reports"]]
    rows.append((out.text("your reports", "ваши отчёты"), ", ".join(own) or "—"))
    stranger = found["expected_of_a_stranger"]
    rows.append((out.text("of a stranger", "о незнакомце"), f"{stranger['percent']} %"))
    rows += [(f"  × {part['times']:g}", part["text"]) for part in stranger["parts"]]
    rows += [
        (out.text("because", "почему"), each["text"])
        for each in (*found["advice"]["because"], *found["reasons"])
    ]
    rows.append((out.text("what would change it", "что изменило бы"), found["would_change"]))
    rows += [(out.text("note", "примечание"), each["text"]) for each in found["notes"]]
    return rows
