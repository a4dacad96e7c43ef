"""``/desk/figures``: losses beside the network's, the discount, the fee, and the past replayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from bonafide.protocol.words import Advice, Payment
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import current_shop
from registry.desk.texts import pick
from registry.desk.texts.figures import COVERED, FIGURES
from registry.desk.texts.frame import ADVICE_WORDS, PAYMENTS
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import charts
from registry.kernel.web.pages.charts import Chart
from registry.reports.couriers import COURIERS
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.answering import current_answering
from registry.trust.economics.backtesting import backtest_body, run_backtest
from registry.trust.economics.figures_of_shop import read_economics
from registry.trust.economics.wire import economics_body

MOST_REPLAYED = 2_000

blp = desk_blueprint("desk_figures", __name__)


@dataclass(frozen=True, slots=True)
class Slice:
    """One row of the comparison: the shop's rate, and the network's where five shops made it."""

    name: str
    orders: int
    failed: int
    rate: float
    low: float
    high: float
    network: float | None


@blp.get("/desk/figures")
def figures() -> str:
    """All of it on one page."""
    shop, session, now = current_shop(), db.session(), context.now()
    terms = shops.get_terms(session, shop.shop_id, world=shop.world)
    found = _economics(shop, terms, now)
    replayed = _backtest(shop, terms, now)
    return render_template(
        "desk/figures.html",
        text=pick(FIGURES),
        covered=pick(COVERED),
        advice_words=pick(ADVICE_WORDS),
        found=found,
        everything=_slices({"all": found["shop"]["loss_rate"]["all"]}, _shared(found, "all"))[0],
        parts=_parts(found),
        couriers=_couriers(found),
        replayed=replayed,
        picture=_picture(replayed),
        currency=terms.currency,
    )


def _economics(shop: Caller, terms: Terms, now: datetime) -> dict[str, Any]:
    session, today = db.session(), now.date()
    around = current_answering().around(session, shop, now)
    found = read_economics(session, caller=shop, terms=terms, policy=around.policy, today=today)
    return economics_body(found, terms, network=around.network, policy=around.policy, today=today)


def _backtest(shop: Caller, terms: Terms, now: datetime) -> dict[str, Any]:
    session = db.session()
    found = run_backtest(
        session,
        caller=shop,
        terms=terms,
        around=current_answering().around(session, shop, now),
        today=now.date(),
        limit=MOST_REPLAYED,
    )
    return backtest_body(found, terms, limit=MOST_REPLAYED)


def _shared(found: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    """The network's rates of one kind; empty where nothing was counted yet."""
    rates: Mapping[str, Any] = found["network"].get("loss_rate") or {}
    shared = rates.get(part) or {}
    return {"all": shared} if part == "all" else shared


def _parts(found: Mapping[str, Any]) -> list[tuple[str, list[Slice]]]:
    """The splits that have any orders, each with its heading."""
    text, rates = pick(FIGURES), found["shop"]["loss_rate"]
    return [
        (text[part], _slices(rates[part], _shared(found, part)))
        for part in ("by_payment", "by_courier", "by_segment")
        if rates[part]
    ]


def _couriers(found: Mapping[str, Any]) -> list[Slice]:
    """Orders that the courier broke, for each courier."""
    shared = found["network"].get("courier_failures") or {}
    return _slices(found["shop"]["courier_failures"], shared)


def _slices(own: Mapping[str, Any], network: Mapping[str, Any]) -> list[Slice]:
    return [
        Slice(
            name=_name(name),
            orders=rate["orders"],
            failed=rate["failed"],
            rate=rate["rate"] or 0.0,
            low=rate["low"],
            high=rate["high"],
            network=(network.get(name) or {}).get("rate"),
        )
        for name, rate in own.items()
    ]


def _name(code: str) -> str:
    if code == "all":
        return pick(FIGURES)["all"]
    if code in set(Payment):
        return pick(PAYMENTS)[Payment(code)]
    return COURIERS.get(code, code)


def _picture(replayed: Mapping[str, Any]) -> Chart:
    """For each step of the ladder: how many failed orders it catches, how many good it bothers."""
    text, steps = pick(FIGURES), replayed["thresholds"]
    return charts.bars(
        text["step"],
        [pick(ADVICE_WORDS)[Advice(step["code"])] for step in steps],
        {
            text["percent_of_failed"]: [_number(step["failed_caught_percent"]) for step in steps],
            text["percent_of_good"]: [_number(step["good_bothered_percent"]) for step in steps],
        },
    )


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
