"""``/admin/acts``: what waits for a second admin, and the exports that two agreed on."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.admin import acts, exports
from registry.admin.acts import Edit
from registry.admin.desk import admin_blueprint, by_admin, row_named, show
from registry.admin.errors import ReportNotFitError
from registry.admin.forms import EditForm, KeyForm
from registry.admin.texts.desk import texts
from registry.kernel.db import db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.pages import listing, sheets
from registry.kernel.web.pages.forms import blame, said
from registry.shops.errors import ShopNotFoundError
from registry.staff import service as staff
from registry.staff.errors import ActNotFoundError, SecondPersonNeededError
from registry.staff.guards import current_account
from registry.staff.pages import invitation_link
from registry.staff.service import Act, ActKind

blp = admin_blueprint("admin_acts", __name__)


@blp.get("/acts")
def acts_page() -> str:
    """Proposals and who made them, and exports that are ready."""
    return _acts(EditForm(), KeyForm())


def _acts(edit: EditForm, key: KeyForm) -> str:
    session, now = db.session(), context.now()
    logins = {each.account_id: each.login for each in staff.list_accounts(session, shop_id=None)}
    text = texts()
    kind = listing.choice("kind", text["what"], listing.named(ActKind, text, "kind_"))
    found = staff.list_waiting(session, now=now)
    waiting = listing.by_number([each for each in found if kind.value in ("", each.kind)])
    ready = staff.list_confirmed(session, kind=ActKind.EXPORT, now=now)
    return show(
        "acts",
        rows=[(act, _words(act), logins.get(act.proposed_by, "?")) for act in waiting.rows],
        part=waiting,
        filters=(kind,),
        ready=[(act, _words(act)) for act in ready],
        me=current_account().account_id,
        edit=edit,
        key=key,
    )


@blp.post("/acts/report")
@by_admin
def propose_edit() -> ResponseReturnValue:
    """Put something about a report up for a second admin."""
    form = EditForm(request.form)
    if not form.validate():
        return _acts(form, KeyForm()), 422
    try:
        acts.propose_edit(
            db.session(),
            Edit(form.what.data),
            said(form.report).strip(),
            by=current_account(),
            note=said(form.reason),
            now=context.now(),
        )
    except ReportNotFitError:
        blame(form.report, texts()["report_unfit"])
        return _acts(form, KeyForm()), 422
    return _back("proposed")


@blp.post("/acts/key")
@by_admin
def propose_key() -> ResponseReturnValue:
    """Put a rotation up for a second admin."""
    form = KeyForm(request.form)
    if not form.validate():
        return _acts(EditForm(), form), 422
    acts.propose_key(
        db.session(),
        said(form.key),
        by=current_account(),
        note=said(form.why),
        now=context.now(),
    )
    return _back("proposed")


@blp.post("/acts/<act_id>/confirm")
@by_admin
def confirm(act_id: str) -> ResponseReturnValue:
    """Say yes as the second admin; it is done at once."""
    return _decide(acts.confirm, act_id, done=_confirmed)


@blp.post("/acts/<act_id>/dismiss")
@by_admin
def dismiss(act_id: str) -> ResponseReturnValue:
    """Take it off the list."""
    return _decide(acts.dismiss, act_id, done=lambda _act: _back("dismissed"))


def _confirmed(act: Act) -> ResponseReturnValue:
    if act.kind is not ActKind.INVITE:
        return _back("confirmed")
    token = acts.invite_admin(
        db.session(), context.keyring(), act, by=current_account(), now=context.now()
    )
    return show("link", title=texts()["as_admin"], link=invitation_link(token), with_word=True)


def _decide(
    decide: Callable[..., Act], act_id: str, *, done: Callable[[Act], ResponseReturnValue]
) -> ResponseReturnValue:
    refusals: dict[type[DomainError], str] = {
        SecondPersonNeededError: "second_needed",
        ActNotFoundError: "gone",
        ReportNotFitError: "report_unfit",
        ShopNotFoundError: "gone",
    }
    try:
        act = decide(db.session(), row_named(act_id), by=current_account(), now=context.now())
    except tuple(refusals) as error:
        db.session().rollback()
        flash(texts()[refusals[type(error)]], "warning")
        return redirect(url_for("admin_acts.acts_page"), 303)
    return done(act)


@blp.post("/acts/<act_id>/export")
@by_admin
def export(act_id: str) -> ResponseReturnValue:
    """The table of a shop's reports that two admins agreed to hand out."""
    session, now = db.session(), context.now()
    agreed = staff.list_confirmed(session, kind=ActKind.EXPORT, now=now)
    act = next((each for each in agreed if str(each.act_id) == act_id), None)
    if act is None:
        abort(404)
    member = acts.shop_of(session, act)
    rows = exports.reports_of(session, member)
    acts.note_export(session, act, by=current_account(), now=now)
    return sheets.table(f"{member.public_id}.csv", rows, delimiter=",")


def _back(done: str) -> ResponseReturnValue:
    flash(texts()[done])
    return redirect(url_for("admin_acts.acts_page"), 303)


def _words(act: Act) -> str:
    """An act as a sentence: what is to be done, and to which shop, report or key."""
    text = texts()
    if act.kind is ActKind.ROTATE:
        return text["act_rotate"].format(subject=act.subject["key"])
    if act.kind is ActKind.INVITE:
        return text["as_admin"]
    if "report" in act.subject:
        return text[f"edit_{act.subject['to']}"].format(subject=act.subject["report"])
    member = acts.shop_of(db.session(), act)
    return text[f"act_{act.kind}"].format(subject=f"{member.name} ({member.public_id})")
