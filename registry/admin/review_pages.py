"""``/admin/reviews``: what the white list's rules leave to a person; ``/admin/log``: the log."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState, World
from registry.admin import journal
from registry.admin.desk import admin_blueprint, by_admin, row_named, show
from registry.admin.journal import Verb
from registry.admin.texts.desk import texts
from registry.audit.errors import LogNotBegunError
from registry.audit.service import newest_note
from registry.disputes.texts import word
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.reports import counts
from registry.reports.history import HistoryRow
from registry.shops import service as shops
from registry.staff.guards import current_account
from registry.trust.answering import current_answering
from registry.whitelist import service as whitelist
from registry.whitelist.errors import ReviewNotFoundError
from registry.whitelist.service import Decision

blp = admin_blueprint("admin_reviews", __name__)
KINDS = ("erasure", "new_number", "doubt")
FEW = 20
"""Each is shown with the whole record that it is about."""


@blp.get("/reviews")
def reviews() -> str:
    """What waits, with the record that it is about; nobody's number."""
    session, text = db.session(), texts()
    kind = listing.choice("kind", text["what"], listing.named(KINDS, text, "review_"))
    waiting = [each for each in whitelist.list_reviews(session) if kind.value in ("", each.kind)]
    part = listing.by_number(waiting, size=FEW)
    histories = counts.histories(session, [each.identifier_id for each in part.rows])
    names = {each.shop_id: each.name for each in shops.list_shops(session)}
    rows = [(each, histories.get(each.identifier_id, [])) for each in part.rows]
    return show("reviews", rows=rows, part=part, filters=(kind,), names=names, said=_said)


def _said(row: HistoryRow) -> str:
    """One report of a record in words."""
    said = (Outcome(row.outcome), Fault(row.fault), row.evidence and Evidence(row.evidence))
    return ", ".join(word(each) for each in (*said, ReportState(row.state)) if each)


@blp.post("/reviews/<review_id>/<word>")
@by_admin
def decide(review_id: str, word: str) -> ResponseReturnValue:
    """Grant or refuse, once."""
    session, now, by = db.session(), context.now(), current_account()
    decision = Decision.GRANT if word == Decision.GRANT else Decision.REFUSE
    around = current_answering().around_world(session, World.LIVE, now)
    try:
        done = whitelist.decide_review(
            session, row_named(review_id), decision=decision, by=by.login, around=around, now=now
        )
    except ReviewNotFoundError:
        session.rollback()
        flash(texts()["gone"], "warning")
        return redirect(url_for("admin_reviews.reviews"), 303)
    said = f"{done.kind} {decision}"
    journal.write(session, by=by, verb=Verb.REVIEW, subject=said, now=now)
    flash(texts()["decided_now"])
    return redirect(url_for("admin_reviews.reviews"), 303)


@blp.get("/log")
def log() -> str:
    """The newest checkpoint of the tamper-evident log."""
    try:
        note = newest_note(db.session())
    except LogNotBegunError:
        note = ""
    return show("log", note=note)
