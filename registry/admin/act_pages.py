"""``/admin/acts``: what waits for a second admin, and the exports that two agreed on."""

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from registry.admin import acts, exports
from registry.admin.desk import admin_blueprint, by_admin, row_named, show
from registry.admin.texts.desk import texts
from registry.kernel.db import db
from registry.kernel.web import context
from registry.staff import service as staff
from registry.staff.errors import ActNotFoundError, SecondPersonNeededError
from registry.staff.guards import current_account
from registry.staff.service import ActKind

blp = admin_blueprint("admin_acts", __name__)


@blp.get("/acts")
def acts_page() -> str:
    """Proposals and who made them, and exports that are ready."""
    session, now = db.session(), context.now()
    logins = {each.account_id: each.login for each in staff.list_accounts(session, shop_id=None)}
    rows = [
        (act, acts.words_of(session, act), logins.get(act.proposed_by, "?"))
        for act in staff.list_waiting(session, now=now)
    ]
    ready = [
        (act, acts.words_of(session, act))
        for act in staff.list_confirmed(session, kind=ActKind.EXPORT, now=now)
    ]
    return show("acts", rows=rows, ready=ready, me=current_account().account_id)


@blp.post("/acts/<act_id>/confirm")
@by_admin
def confirm(act_id: str) -> ResponseReturnValue:
    """Say yes as the second admin; it is done at once."""
    try:
        acts.confirm(db.session(), row_named(act_id), by=current_account(), now=context.now())
        flash(texts()["confirmed"])
    except SecondPersonNeededError:
        db.session().rollback()
        flash(texts()["second_needed"], "warning")
    except ActNotFoundError:
        db.session().rollback()
        flash(texts()["gone"], "warning")
    return redirect(url_for("admin_acts.acts_page"), 303)


@blp.post("/acts/<act_id>/dismiss")
@by_admin
def dismiss(act_id: str) -> ResponseReturnValue:
    """Take it off the list."""
    try:
        acts.dismiss(db.session(), row_named(act_id), by=current_account(), now=context.now())
        flash(texts()["dismissed"])
    except ActNotFoundError:
        db.session().rollback()
        flash(texts()["gone"], "warning")
    return redirect(url_for("admin_acts.acts_page"), 303)


@blp.post("/acts/<act_id>/export")
@by_admin
def export(act_id: str) -> ResponseReturnValue:
    """The table of a shop's reports that two admins agreed to hand out."""
    session, now = db.session(), context.now()
    act = next(
        (
            each
            for each in staff.list_confirmed(session, kind=ActKind.EXPORT, now=now)
            if str(each.act_id) == act_id
        ),
        None,
    )
    if act is None:
        abort(404)
    member = acts.shop_of(session, act)
    table = exports.reports_of(session, member)
    acts.note_export(session, act, by=current_account(), now=now)
    named = f"attachment; filename={member.public_id}.csv"
    return Response(table, mimetype="text/csv", headers={"Content-Disposition": named})
