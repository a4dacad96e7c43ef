"""``/desk/ticket``: a link by which a customer without the phone can contest one report."""

from flask import current_app, make_response, render_template
from flask import request as asked
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length

from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop
from registry.desk.naming import MOST_LETTERS, report_named
from registry.desk.texts import pick
from registry.desk.texts.disputes import DISPUTES, LACKING
from registry.desk.texts.tickets import TICKETS
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, blame, said
from registry.kernel.web.pages.refusals import sentence_of
from registry.reports.errors import ReportNotFoundError
from registry.whitelist import tickets

blp = desk_blueprint("desk_ticket", __name__)


class TicketForm(PageForm):
    """About which report."""

    report = StringField(
        validators=[
            Needed({language: LACKING[language]["report"] for language in Language}),
            Length(max=MOST_LETTERS),
        ]
    )


@blp.get("/desk/ticket")
def first_page() -> str:
    """What the link is for, and the form."""
    return _page(TicketForm())


@blp.post("/desk/ticket")
def issue() -> ResponseReturnValue:
    """Make a link and show it this once; an earlier one for the report is void."""
    shop, form = acting_shop(), TicketForm(asked.form)
    if not form.validate():
        return _page(form), 422
    try:
        made = tickets.issue_ticket(
            db.session(),
            context.keyring(),
            caller=shop,
            report_id=report_named(said(form.report)),
            now=context.now(),
        )
    except ReportNotFoundError:
        blame(form.report, pick(DISPUTES)["no_report"])
        return _page(form), 422
    except DomainError as error:
        db.session().rollback()
        blame(form.report, sentence_of(error))
        return _page(form), 422
    url: str = current_app.extensions["bonafide-settings"].public_url
    link = made.link(url)
    page = render_template("desk/new_ticket.html", text=pick(TICKETS), made=made, link=link)
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(form: TicketForm) -> str:
    return render_template("desk/ticket.html", text=pick(TICKETS), naming=pick(DISPUTES), form=form)
