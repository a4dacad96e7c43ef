"""``/desk/import``: a table of past orders looked at, mapped, and brought in step by step.

The browser holds the key of its upload in a cookie; a step is one POST, so a lost connection, a
closed laptop or a restarted worker only stops it until the next one.
"""

from typing import Final

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from bonafide.importer import words
from bonafide.importer.columns import Column
from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.errors import BadPoint, ProtocolError
from bonafide.protocol.words import Outcome
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.importing import reading, service
from registry.desk.importing.errors import BadTableError, UploadNotFoundError
from registry.desk.importing.service import Complaint, Progress, Rehearsal, Ticket
from registry.desk.texts import pick
from registry.desk.texts.imports import COLUMNS, IMPORT, NOT_A_CONTACT, REASONS
from registry.disputes.texts import word
from registry.identifiers.vault import current_vault
from registry.inquiries import service as inquiries
from registry.inquiries.leases import current_budgets
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import sheets
from registry.kernel.web.pages.sessions import cookie_name

SHOWN: Final = 50
TEMPLATE_ROW: Final = ("A-1001", "+7 000 000 00 01", "", "05.11.2026", "3490", "cod")
_TICKET_BYTES: Final = 40

blp = desk_blueprint("desk_import", __name__)


@blp.get("/desk/import")
def first_page() -> str:
    """The two ways, and how many people may still be brought in."""
    return _first_page()


def _first_page(wrong: str = "") -> str:
    shop = current_shop()
    settings = current_app.extensions["bonafide-settings"]
    return render_template(
        "desk/import.html",
        text=pick(IMPORT),
        shop=shop,
        people=_people_left(),
        running=_running(),
        contact=settings.contact,
        url=settings.public_url,
        wrong=wrong,
    )


def _people_left() -> int:
    """What the import allowance holds."""
    return inquiries.read_budgets(
        db.session(),
        caller=current_shop(),
        today=context.now().date(),
        budgets=current_budgets(),
    ).import_people


def _running() -> Progress | None:
    """The import that this browser has begun and that waits or goes on."""
    try:
        seen = service.progress(db.session(), _ticket(), caller=current_shop(), now=context.now())
    except UploadNotFoundError:
        return None
    return None if seen.finished else seen


@blp.get("/desk/import/template.csv")
def template() -> Response:
    """A table to start from, with headers in the reader's language."""
    columns = (
        Column.ORDER_REF,
        Column.PHONE,
        Column.OUTCOME,
        Column.OCCURRED_ON,
        Column.AMOUNT,
        Column.PAYMENT,
    )
    row = [cell or _outcome() for cell in TEMPLATE_ROW]
    return sheets.table("orders.csv", [[pick(COLUMNS)[each] for each in columns], row])


def _outcome() -> str:
    return pick(IMPORT)["template_outcome"]


@blp.post("/desk/import")
def upload() -> ResponseReturnValue:
    """Take a file in and show what was understood."""
    shop, text = acting_shop(), pick(IMPORT)
    if not shop.direct_tier:
        return _first_page(text["not_direct"]), 403
    file = request.files.get("file")
    if file is None or not file.filename:
        return _first_page(text["wrong_none"]), 422
    try:
        ticket, _ = service.receive(
            db.session(),
            caller=shop,
            name=file.filename,
            contents=file.read(),
            now=context.now(),
        )
    except BadTableError as error:
        return _first_page(text[f"wrong_{error.reason}"]), 422
    response = redirect(url_for("desk_import.rehearse"), 303)
    _set_cookie(response, pack(ticket.upload_id.to_bytes(8, "big") + ticket.key))
    return response


@blp.get("/desk/import/dry-run")
def rehearse() -> ResponseReturnValue:
    """What an import would take and what not, and which column is which."""
    shop = current_shop()
    try:
        found = service.rehearse(db.session(), _ticket(), caller=shop, now=context.now())
    except UploadNotFoundError:
        return _gone()
    names = pick(COLUMNS)
    return render_template(
        "desk/dry_run.html",
        text=pick(IMPORT),
        found=found,
        people=_people_left(),
        contact=current_app.extensions["bonafide-settings"].contact,
        columns=names,
        missing=[names.get(Column(each), each) for each in found.table.missing if each in names]
        + [each for each in found.table.missing if each not in names],
        rows=[_said(each) for each in found.complaints[:SHOWN]],
        outcomes=_outcomes(found),
        known=_known_words(),
    )


def _outcomes(found: Rehearsal) -> list[tuple[str, int, str]]:
    """Each outcome in words, how many orders ended so, and what the table calls it."""
    return [
        (word(outcome), sum(said.values()), ", ".join(f"{each} ({said[each]})" for each in said))
        for outcome in Outcome
        if (said := found.words.get(outcome))
    ]


def _known_words() -> list[tuple[str, str]]:
    """Each outcome in words, and the words of a table that are read as it."""
    known: dict[Outcome, list[str]] = {}
    for each, outcome in words.OUTCOMES.items():
        known.setdefault(outcome, []).append(each)
    return [(word(outcome), ", ".join(said)) for outcome, said in known.items()]


@blp.post("/desk/import/columns")
def set_columns() -> ResponseReturnValue:
    """Say which column is which, and look again."""
    shop, now, session = acting_shop(), context.now(), db.session()
    try:
        header = service.rehearse(session, _ticket(), caller=shop, now=now).table.header
        places = reading.chosen(header, request.form)
        service.set_places(session, _ticket(), caller=shop, places=places, now=now)
    except UploadNotFoundError:
        return _gone()
    return redirect(url_for("desk_import.rehearse"), 303)


@blp.post("/desk/import/step")
def step() -> ResponseReturnValue:
    """Take the next rows."""
    shop = acting_shop()
    try:
        seen = service.advance(
            db.session(), current_vault(), _ticket(), caller=shop, now=context.now()
        )
    except UploadNotFoundError:
        return _gone()
    return _progress(seen)


@blp.get("/desk/import/progress")
def progress() -> ResponseReturnValue:
    """How far it came: for the back button and a second tab."""
    try:
        seen = service.progress(db.session(), _ticket(), caller=current_shop(), now=context.now())
    except UploadNotFoundError:
        return _gone()
    return _progress(seen)


def _progress(seen: Progress) -> str:
    complaints = service.list_complaints(
        db.session(), caller=current_shop(), upload_id=_ticket().upload_id, limit=SHOWN
    )
    return render_template(
        "desk/progress.html",
        text=pick(IMPORT),
        seen=seen,
        rows=[_said(each) for each in complaints],
    )


@blp.get("/desk/import/complaints.csv")
def complaints() -> ResponseReturnValue:
    """Every row that was not taken; no cell of it comes from the uploaded file."""
    try:
        ticket = _ticket()
    except UploadNotFoundError:
        return _gone()
    found = service.list_complaints(
        db.session(),
        caller=current_shop(),
        upload_id=ticket.upload_id,
        limit=service.MOST_COMPLAINTS,
    )
    text = pick(IMPORT)
    rows = [[str(each.line), *_said(each)[1:]] for each in found]
    return sheets.table("not-taken.csv", [[text["line"], text["column"], text["reason"]], *rows])


@blp.post("/desk/import/discard")
def discard() -> ResponseReturnValue:
    """Delete the upload now."""
    service.discard(db.session(), caller=acting_shop())
    flash(pick(IMPORT)["discarded"])
    response = redirect(url_for("desk_import.first_page"), 303)
    response.delete_cookie(_cookie(), path="/desk/import")
    return response


def _said(complaint: Complaint) -> tuple[int, str, str]:
    """Line, column and reason in words."""
    names, reasons = pick(COLUMNS), pick(REASONS)
    column = names[Column(complaint.column)] if complaint.column in set(Column) else ""
    if complaint.reason in reasons:
        return complaint.line, column, reasons[complaint.reason]
    is_contact = complaint.column in (Column.PHONE, Column.EMAIL)
    return complaint.line, column, pick(NOT_A_CONTACT) if is_contact else complaint.reason


def _gone() -> ResponseReturnValue:
    return _first_page(pick(IMPORT)["gone"]), 410


def _ticket() -> Ticket:
    """What this browser holds; raises UploadNotFoundError."""
    try:
        held = unpack(request.cookies.get(_cookie(), ""), size=_TICKET_BYTES, error=BadPoint)
    except ProtocolError:
        raise UploadNotFoundError from None
    return Ticket(int.from_bytes(held[:8], "big") & (2**63 - 1), held[8:])


def _cookie() -> str:
    """Not ``__Host-``: that prefix asks for the path ``/``, and this belongs to one page."""
    return cookie_name("bonafide-upload", secure=False)


def _set_cookie(response: BaseResponse, value: str) -> None:
    response.set_cookie(
        _cookie(),
        value,
        max_age=int(service.KEPT.total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
        path="/desk/import",
    )
