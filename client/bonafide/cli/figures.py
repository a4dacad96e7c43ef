"""``bonafide economics``, ``backtest`` and ``explain``: what the registry works out for a shop."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from bonafide.cli.connection import connect
from bonafide.cli.numbers import money, percent, share
from bonafide.cli.output import Output
from bonafide.cli.words import ADVICE, LEVELS, OUTCOMES, PAYMENTS
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
    out.say("replaying your past orders…", "пересчитываем ваши прошлые заказы…")
    with connect(args, out, budget=60.0) as registry:
        found = registry.backtest(args.limit)
    if out.as_json:
        out.document(found)
    else:
        title = out.text(
            f"{found['orders']} orders, {found['failed']} failed, lost on them: ",
            f"заказов {found['orders']}, сорвано {found['failed']}, потеряно на них: ",
        )
        lost = money(found["losses"], found["currency"], out.language)
        out.table(title + lost, _steps(found, out))
        if any(step["failed_caught"] is None for step in found["thresholds"]):
            out.say(
                "—: other shops' reports change fewer than five of these orders, which is too few "
                "to be shown.",
                "—: отчёты других магазинов меняют меньше пяти из этих заказов; это слишком мало, "
                "чтобы показывать.",
            )
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
        rows += [
            (f"  {out.text(*PAYMENTS.get(name, (name, name)))}", _rate(rate, out))
            for name, rate in rates[part].items()
        ]
    theirs = network.get("loss_rate", {}).get("all")
    rows.append((out.text("in the network", "по сети"), _shared(theirs, out)))
    for name, rate in mine["courier_failures"].items():
        others = network.get("courier_failures", {}).get(name)
        label = out.text("failed by courier", "сорвано курьером")
        there = out.text("network", "сеть")
        rows.append((f"{label} {name}", f"{_rate(rate, out)}; {there}: {_shared(others, out)}"))
    return rows + _money(mine, found["currency"], out)


def _money(mine: Mapping[str, Any], currency: str, out: Output) -> Rows:
    spent, fee, seen = mine["money"], mine["fair_cash_fee"], mine["coverage"]
    kind = out.text("estimate", "оценка") if spent["estimate"] else out.text("exact", "точно")
    losses = money(spent["losses"], currency, out.language)
    revenue = money(spent["revenue"], currency, out.language)
    loss = f"{_percent(spent['loss_percent'], out)} ({losses} / {revenue}, {kind})"
    fair = "—"
    if fee:
        fair = f"{_percent(fee['percent'], out)} ({_percent(fee['exact_percent'], out)})"
    return [
        (out.text("loss, of revenue", "потери от выручки"), loss),
        (out.text("discount for the white", "скидка для белых"), _cap(mine, out)),
        (out.text("fair fee for cash", "справедливая плата за наличные"), fair),
        (
            out.text("lookups known elsewhere", "известны в других магазинах"),
            f"{seen['elsewhere']} / {seen['lookups']}",
        ),
    ]


def _percent(value: Any, out: Output) -> str:
    return percent(value, out.language) if value else "—"


def _between(rate: Mapping[str, Any], out: Output) -> str:
    return f"{share(rate['low'], out.language)} – {share(rate['high'], out.language)}"


def _rate(rate: Mapping[str, Any], out: Output) -> str:
    if rate["rate"] is None:
        return out.text("no orders yet", "заказов пока нет")
    counted = f"{rate['failed']} / {rate['orders']}"
    return f"{share(rate['rate'], out.language)}, {counted} ({_between(rate, out)})"


def _shared(rate: Mapping[str, Any] | None, out: Output) -> str:
    if rate is None or rate["rate"] is None:
        return out.text("too few shops yet", "пока слишком мало магазинов")
    return f"{share(rate['rate'], out.language)} ({_between(rate, out)})"


def _cap(mine: Mapping[str, Any], out: Output) -> str:
    cap = mine["discount"]
    if cap["basis"] is None:
        return out.text("not measured yet", "пока не измерена")
    doubt = "" if cap["enough"] else out.text(" (few orders yet)", " (заказов пока мало)")
    return f"{out.text('up to', 'до')} {percent(cap['cap_percent'], out.language)}{doubt}"


def _steps(found: Mapping[str, Any], out: Output) -> Rows:
    """Each step with the network; a dash where it moved too few orders to be told."""
    return [
        (
            f"{out.text(*ADVICE[Advice(step['code'])])} ≥ {step['from_times']}×",
            f"{_caught(step, found['currency'], out)}; {_bothered(step, out)}",
        )
        for step in found["thresholds"]
    ]


def _caught(step: Mapping[str, Any], currency: str, out: Output) -> str:
    if step["failed_caught"] is None:
        return out.text("failed orders caught: —", "поймано срывов: —")
    saved = money(step["losses_avoided"], currency, out.language)
    return out.text(
        f"failed orders caught: {step['failed_caught']}, saved at most {saved}",
        f"поймано срывов: {step['failed_caught']}, сбережено не более {saved}",
    )


def _bothered(step: Mapping[str, Any], out: Output) -> str:
    told = out.text("good buyers bothered: ", "потревожено хороших покупателей: ")
    if step["good_bothered"] is None:
        return f"{told}—"
    return f"{told}{step['good_bothered']} ({_percent(step['good_bothered_percent'], out)})"


def _explained(found: Mapping[str, Any], out: Output) -> Rows:
    risk = share(found["risk"]["estimate"], out.language)
    rows = [
        (out.text("level", "уровень"), out.text(*LEVELS[Level(found["level"])])),
        (out.text("advice", "совет"), out.text(*ADVICE[Advice(found["advice"]["code"])])),
        (out.text("risk", "риск"), f"{risk}; {found['advice']['times_usual']}×"),
    ]
    own = [
        f"{each['occurred_on']} {out.text(*OUTCOMES[each['outcome']])}"
        for each in found["own_reports"]
    ]
    rows.append((out.text("your reports", "ваши отчёты"), ", ".join(own) or "—"))
    stranger = found["expected_of_a_stranger"]
    expected = percent(stranger["percent"], out.language)
    rows.append((out.text("of a stranger", "о незнакомце"), expected))
    rows += [(f"  × {part['times']:g}", part["text"]) for part in stranger["parts"]]
    rows += [
        (out.text("because", "почему"), each["text"])
        for each in (*found["advice"]["because"], *found["reasons"])
    ]
    rows.append((out.text("what would change it", "что изменило бы"), found["would_change"]))
    rows += [(out.text("note", "примечание"), each["text"]) for each in found["notes"]]
    return rows
