"""Who lost the phone comes with a shop's code: it contests one report, and opens nothing else."""

from typing import Final

from flask import current_app, render_template, request
from flask import redirect as to
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from bonafide.protocol.words import Outcome, World
from registry.disputes.service import Contestant, NewFile, Seen, contesting
from registry.disputes.words import Reason
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages import sealed
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.pages.format import day
from registry.kernel.web.pages.forms import blame
from registry.kernel.web.pages.uploads import MOST_IN_FORM
from registry.portal.cases import case_page
from registry.portal.contesting import Target, answer_form
from registry.portal.forms import TicketForm
from registry.portal.texts import pick
from registry.portal.texts.cases import TICKET
from registry.portal.texts.words import OUTCOMES
from registry.whitelist import service as whitelist
from registry.whitelist.errors import TicketInvalidError
from registry.whitelist.service import Contestable

COOKIE: Final = "bonafide-ticket"
_PURPOSE: Final = b"portal-ticket"
_CONTEXT: Final = b"portal|ticket"
_KEPT: Final = 60 * 24 * 3600

# The code itself is what lets in: no guard.
blp = PageBlueprint("ticketing", __name__, guard=NO_AUTH, largest_form=MOST_IN_FORM)


@blp.route("/me/ticket", methods=["GET", "POST"])
def ticket() -> ResponseReturnValue:
    """Type the code; a link of a shop fills it in by itself, from behind the #."""
    form = TicketForm(request.form)
    if request.method == "POST" and form.validate():
        code = form.ticket.data or ""
        try:
            found = whitelist.find_ticket(db.session(), context.keyring(), code, now=context.now())
        except TicketInvalidError:
            blame(form.ticket, pick(TICKET)["invalid"])
        else:
            return _contest(code, found)
    return render_template("portal/ticket.html", text=pick(TICKET), form=form)


@blp.post("/me/ticket/contest")
def contest() -> ResponseReturnValue:
    """Contest the report of the code; the code is used up with it."""
    code = request.form.get("ticket", "")[:40]
    try:
        found = whitelist.find_ticket(db.session(), context.keyring(), code, now=context.now())
    except TicketInvalidError:
        form = TicketForm(request.form)
        blame(form.ticket, pick(TICKET)["invalid"])
        return render_template("portal/ticket.html", text=pick(TICKET), form=form)
    return _contest(code, found)


@blp.route("/me/ticket/case/<public_id>", methods=["GET", "POST"])
def case(public_id: str) -> ResponseReturnValue:
    """The objection of this browser's code."""
    said = sealed.find_open(
        context.keyring(), request.cookies.get(COOKIE, ""), purpose=_PURPOSE, context=_CONTEXT
    )
    if said is None:
        return to("/me/ticket", 303)
    contestant = _contestant(said[0], said[1])
    return case_page(contestant, public_id, f"/me/ticket/case/{public_id}")


def _contest(code: str, found: Contestable) -> ResponseReturnValue:
    def do(reason: Reason, text: str, files: list[NewFile]) -> Seen:
        session, ring, now = db.session(), context.keyring(), context.now()
        whitelist.use_ticket(session, ring, code, now=now)
        return contesting.open_contest(
            session,
            ring,
            contestant=_contestant(found.shop_id, found.report_id),
            report=(found.shop_id, found.report_id),
            reason=reason,
            text=text,
            new_files=files,
            now=now,
        )

    what = pick(TICKET)["what"].format(
        shop=found.shop,
        outcome=pick(OUTCOMES)[Outcome(found.outcome)],
        day=day(found.occurred_on),
    )
    return answer_form(Target(what, "", "/me/ticket/contest", do), _after)


def _contestant(shop_id: int, report_id: int) -> Contestant:
    return Contestant(frozenset(), World.LIVE, ticket_for=(shop_id, report_id), knows=True)


def _after(seen: Seen) -> Response:
    answer = to(f"/me/ticket/case/{seen.public_id}", 303)
    said = [seen.shop_id, seen.report_id]
    answer.set_cookie(
        COOKIE,
        sealed.close(context.keyring(), said, purpose=_PURPOSE, context=_CONTEXT),
        _KEPT,
        path="/me",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
