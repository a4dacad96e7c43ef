"""``/desk`` and ``/desk/checks``: what was asked, how weeks ended, one answer explained."""

from datetime import date
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from bonafide.cli.words import LEVELS
from bonafide.protocol.words import Advice, Level, Outcome, Payment, Purpose
from registry.desk import overview, waiting
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import current_shop
from registry.desk.overview import Week
from registry.desk.texts import pick
from registry.desk.texts.frame import ADVICE_WORDS, PAYMENTS, PURPOSES, SHARED
from registry.desk.texts.overview import CHECK, CHECKS, LEFT, OVERVIEW, WAITING
from registry.disputes.texts import word
from registry.identifiers.vault import current_vault
from registry.inquiries.asked import PastLookup
from registry.inquiries.leases import current_budgets
from registry.kernel.db import db
from registry.kernel.ids import public_id
from registry.kernel.web import context
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages import charts, listing
from registry.kernel.web.pages.charts import Chart
from registry.kernel.web.pages.format import day as shown_day
from registry.kernel.web.pages.format import number
from registry.kernel.web.paging import decode_cursor
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
        waiting=waiting.current(),
        waiting_text=pick(WAITING),
        left_text=pick(LEFT),
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
    shop, today, words = current_shop(), context.now().date(), pick(CHECKS)
    day, cursor = _day(request.args.get("day", ""), today), request.args.get("cursor", "")
    purpose = listing.choice(
        "purpose", words["purpose"], {str(each): said for each, said in pick(PURPOSES).items()}
    )
    found = overview.checks(
        db.session(),
        caller=shop,
        day=day or today,
        purpose=purpose.value,
        after=decode_cursor(cursor, size=1)[0] if cursor else 0,
        limit=listing.SIZE + 1,
    )
    page = render_template(
        "desk/checks.html",
        text=words,
        day=day or today,
        part=listing.by_cursor(found, position=lambda each: (each.lookup_id,)),
        said=_check_said,
        purpose=purpose,
        wrong=day is None,
        filtered=day != today or purpose.value,
    )
    return page, 422 if day is None else 200


def _check_said(each: PastLookup) -> dict[str, str]:
    """One question as a row of the list."""
    return {
        "id": public_id(PREFIX, each.shop_id, each.lookup_id),
        "purpose": pick(PURPOSES)[Purpose(each.purpose)],
        "payment": pick(PAYMENTS)[Payment(each.payment)],
        "segment": each.segment or "",
    }


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
    around = current_answering().around(session, shop, now)
    found = explain_lookup(
        session,
        current_vault(),
        caller=shop,
        public_id=lookup_id,
        around=around,
    )
    body: dict[str, Any] = explanation_body(found, shop.shop_id, language=requested_language())
    return render_template(
        "desk/check.html",
        text=pick(CHECK),
        found=body,
        steps=", ".join(number(each) for each in around.policy.shown.risk_percent),
        asked_on=found.asked.asked_on,
        level=LEVELS[Level(body["level"])][requested_language() is Language.RU],
        outcome_said=lambda text: word(Outcome(text)),
        day_said=lambda text: shown_day(date.fromisoformat(str(text)), "medium"),
        advice=pick(ADVICE_WORDS)[Advice(body["advice"]["code"])],
        purpose=pick(PURPOSES)[Purpose(body["purpose"])],
        payment=pick(PAYMENTS)[Payment(body["payment"])],
    )
