"""A shop's own figures and its exact totals over HTTP."""

from typing import Any

from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import Blueprint
from registry.shops import service as shops
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope
from registry.trust.answering import current_answering
from registry.trust.economics import totals
from registry.trust.economics.backtesting import backtest_body, run_backtest
from registry.trust.economics.figures_of_shop import read_economics
from registry.trust.economics.quarters import Quarter
from registry.trust.economics.schemas import (
    BacktestArguments,
    BacktestSchema,
    EconomicsSchema,
    MonthTotalSchema,
    QuarterArguments,
    TotalsSchema,
)
from registry.trust.economics.totals import MonthTotal
from registry.trust.economics.wire import economics_body

blp = Blueprint("economics", __name__, guard=guard, description="What failed orders cost.")


@blp.route("/v1/shop/economics")
@needs(Scope.LOOKUP, Scope.MANAGE)
@blp.arguments(QuarterArguments, location="query")
@blp.response(200, EconomicsSchema)
def economics(query: dict[str, Quarter | None]) -> dict[str, Any]:
    """Loss rates, money, the white discount, a fair fee for cash, coverage; the network beside."""
    caller, session, now = current_caller(), db.session(), context.now()
    terms = shops.get_terms(session, caller.shop_id, world=caller.world)
    around = current_answering().around(session, caller, now)
    found = read_economics(
        session,
        caller=caller,
        terms=terms,
        policy=around.policy,
        today=now.date(),
        quarter=query["quarter"],
    )
    return economics_body(
        found, terms, network=around.network, policy=around.policy, today=now.date()
    )


@blp.route("/v1/shop/backtest")
@needs(Scope.LOOKUP, Scope.MANAGE)
@blp.arguments(BacktestArguments, location="query")
@blp.response(200, BacktestSchema)
def replay(query: dict[str, int]) -> dict[str, Any]:
    """What each step of your ladder would have done to your past orders."""
    caller, session, now = current_caller(), db.session(), context.now()
    terms = shops.get_terms(session, caller.shop_id, world=caller.world)
    found = run_backtest(
        session,
        caller=caller,
        terms=terms,
        around=current_answering().around(session, caller, now),
        today=now.date(),
        limit=query["limit"],
    )
    return backtest_body(found, terms, limit=query["limit"])


@blp.route("/v1/shop/totals")
@needs(Scope.MANAGE)
@blp.response(200, TotalsSchema)
def list_totals() -> dict[str, Any]:
    """The exact monthly totals that you gave."""
    return {"data": totals.list_totals(db.session(), caller=current_caller())}


@blp.route("/v1/shop/totals", methods=["PUT"])
@needs(Scope.MANAGE)
@blp.arguments(MonthTotalSchema)
@blp.response(200, MonthTotalSchema)
@blp.problems("bad_month")
def put_total(total: MonthTotal) -> MonthTotal:
    """Give or replace one month's exact totals; they take the estimate's place."""
    totals.put_total(db.session(), caller=current_caller(), total=total, today=context.now().date())
    return total
