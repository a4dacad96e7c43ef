"""``/desk`` and ``/desk/checks``: what was asked, how weeks ended, one answer explained."""

from datetime import date
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import Advice, Payment, Purpose
from registry.desk import overview
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import current_shop
from registry.desk.overview import PAGE, Week
from registry.desk.texts import pick
from registry.desk.texts.frame import ADVICE_WORDS, PAYMENTS, PURPOSES, SHARED
from registry.desk.texts.overview import CHECK, CHECKS, OVERVIEW
from registry.identifiers.vault import current_vault
from registry.inquiries.leases import current_budgets
from registry.kernel.db import db
from registry.kernel.ids import public_id
from registry.kernel.web import context
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages import charts
from registry.kernel.web.pages.charts import Chart
from registry.kernel.web.pages.format import day as shown_day
from registry.trust.answering import current_answering
from registry.trust.explanation.explaining import PREFIX, explain_lookup
from registry.trust.explanation.wire import explanation_body

blp = desk_blueprint("desk_overview", __name__)


@blp.get("/desk")
def first_page() -> str:
    """Today, twelve weeks, and what may still be used."""
    shop, today = current_shop(), context.now().date()
    seen = overview.overview(db.session(), caller=shop, today=today, budgets=current_budgets())
    return render_template(
        "desk/overview.html",
        text=pick(OVERVIEW),
        shared=pick(SHARED),
        purposes=pick(PURPOSES),
        shop=shop,
        seen=seen,
        chart=_chart(seen.weeks),
        contact=current_app.extensions["bonafide-settings"].contact,
    )


def _chart(weeks: tuple[Week, ...]) -> Chart:
    words = pick(OVERVIEW)
    return charts.bars(
        words["week"],
        [shown_day(week.monday, "d MMM") for week in weeks],
        {
            words["paid"]: [week.paid for week in weeks],
            words["failed"]: [week.failed for week in weeks],
            words["excused"]: [week.excused for week in weeks],
        },
        least=4,
    )


@blp.get("/desk/checks")
def checks() -> ResponseReturnValue:
    """The questions of one day."""
    shop, today = current_shop(), context.now().date()
    text = request.args.get("day", "")
    day = _day(text, today)
    after = request.args.get("after", "0")
    found = overview.checks(
        db.session(),
        caller=shop,
        day=day or today,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 20 else 0,
        limit=PAGE + 1,
    )
    rows = [
        {
            "id": public_id(PREFIX, shop.shop_id, each.lookup_id),
            "purpose": pick(PURPOSES)[Purpose(each.purpose)],
            "payment": pick(PAYMENTS)[Payment(each.payment)],
            "segment": each.segment or "",
        }
        for each in found[:PAGE]
    ]
    further = f"?day={day or today}&after={found[PAGE - 1].lookup_id}" if found[PAGE:] else None
    page = render_template(
        "desk/checks.html",
        text=pick(CHECKS),
        day=day or today,
        rows=rows,
        wrong=day is None,
        further=further,
        filtered=day != today,
    )
    return page, 422 if day is None else 200


def _day(text: str, today: date) -> date | None:
    """The day that was asked for, today when none was; None when it is no day."""
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        return None


@blp.get("/desk/checks/<lookup_id>")
def check(lookup_id: str) -> str:
    """One answer explained, in bands and the shop's own terms."""
    shop, session, now = current_shop(), db.session(), context.now()
    found = explain_lookup(
        session,
        current_vault(),
        caller=shop,
        public_id=lookup_id,
        around=current_answering().around(session, shop, now),
    )
    body: dict[str, Any] = explanation_body(found, shop.shop_id, language=requested_language())
    return render_template(
        "desk/check.html",
        text=pick(CHECK),
        found=body,
        asked_on=found.asked.asked_on,
        advice=pick(ADVICE_WORDS)[Advice(body["advice"]["code"])],
        purpose=pick(PURPOSES)[Purpose(body["purpose"])],
        payment=pick(PAYMENTS)[Payment(body["payment"])],
    )
