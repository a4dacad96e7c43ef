"""``/admin/reviews``: what the white list's rules leave to a person; ``/admin/log``: the log."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.errors import NotCanonical
from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState, World
from registry.admin import deeds, journal
from registry.admin.desk import admin_blueprint, by_admin, row_named, show
from registry.admin.forms import ContactForm
from registry.admin.journal import Verb
from registry.admin.texts.desk import texts
from registry.audit.errors import LogNotBegunError
from registry.audit.service import newest_note
from registry.disputes.texts import word
from registry.identifiers import marking
from registry.identifiers.marking import Sharer
from registry.identifiers.vault import current_vault
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.pages.forms import PageForm, blame
from registry.kernel.web.pages.forms import said as typed
from registry.reports import counts
from registry.reports.said import Fact
from registry.shops import service as shops
from registry.staff.guards import current_account
from registry.trust.answering import current_answering
from registry.whitelist import service as whitelist
from registry.whitelist.errors import ReviewNotFoundError
from registry.whitelist.service import Decision

blp = admin_blueprint("admin_reviews", __name__)
KINDS = ("erasure", "new_number", "doubt", "shared")
FEW = 20
"""Each is shown with the whole record that it is about."""


@blp.get("/reviews")
def reviews() -> str:
    """What waits, with the record that it is about; nobody's number."""
    return _reviews(ContactForm())


def _reviews(form: PageForm) -> str:
    session, text = db.session(), texts()
    kind = listing.choice("kind", text["what"], listing.named(KINDS, text, "review_"))
    waiting = [each for each in whitelist.list_reviews(session) if kind.value in ("", each.kind)]
    part = listing.by_number(waiting, size=FEW)
    histories = counts.histories(session, [each.identifier_id for each in part.rows])
    names = {each.shop_id: each.name for each in shops.list_shops(session)}
    rows = [(each, histories.get(each.identifier_id, ())) for each in part.rows]
    marked = {str(each): marking.count_marked(session, World.LIVE, each) for each in Sharer}
    return show(
        "reviews",
        rows=rows,
        part=part,
        filters=(kind,),
        names=names,
        said=_said,
        form=form,
        marked=marked,
    )


@blp.post("/reviews/shared/<yes_or_no>")
@by_admin
def share(yes_or_no: str) -> ResponseReturnValue:
    """Say that several people use a contact, or one; the contact itself is forgotten at once."""
    form, session, now = ContactForm(request.form), db.session(), context.now()
    if not form.validate():
        return _reviews(form), 422
    region: str = current_app.extensions["bonafide-settings"].region
    try:
        deeds.share(
            session,
            current_vault(),
            typed(form.phone),
            shared=yes_or_no == "yes",
            region=region,
            around=current_answering().around_world(session, World.LIVE, now),
            by=current_account(),
            now=now,
        )
    except NotCanonical:
        blame(form.phone, texts()["bad_phone"])
        return _reviews(form), 422
    flash(texts()["shared_now" if yes_or_no == "yes" else "unshared_now"])
    return redirect(url_for("admin_reviews.reviews"), 303)


def _said(row: Fact) -> str:
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
    subject = f"{done.kind} {decision}"
    journal.write(session, by=by, verb=Verb.REVIEW, subject=subject, now=now)
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
