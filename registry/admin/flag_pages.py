"""``/admin/flags``: shops worth a look, each flag explained; and planting numbers."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.errors import NotCanonical
from registry.admin import deeds, watch
from registry.admin.desk import admin_blueprint, by_admin, show
from registry.admin.flags import Kind
from registry.admin.forms import ContactForm
from registry.admin.texts.desk import texts
from registry.admin.texts.flags import said as flag_said
from registry.admin.texts.flags import title_of
from registry.identifiers.vault import current_vault
from registry.inquiries import planted
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.pages.forms import PageForm, blame, said
from registry.staff.guards import current_account

blp = admin_blueprint("admin_flags", __name__)


@blp.get("/flags")
def flags() -> str:
    """Everything that is worth a look."""
    return _flags(ContactForm())


@blp.post("/flags/plant")
@by_admin
def plant() -> ResponseReturnValue:
    """Watch over a number that belongs to nobody; the number itself is forgotten at once."""
    form = ContactForm(request.form)
    if not form.validate():
        return _flags(form), 422
    region: str = current_app.extensions["bonafide-settings"].region
    try:
        new = deeds.plant(
            db.session(),
            current_vault(),
            said(form.phone),
            region=region,
            by=current_account(),
            now=context.now(),
        )
    except NotCanonical:
        blame(form.phone, texts()["bad_phone"])
        return _flags(form), 422
    flash(texts()["planted" if new else "planted_before"])
    return redirect(url_for("admin_flags.flags"), 303)


def _flags(form: PageForm) -> str:
    session, text = db.session(), texts()
    kind = listing.choice("kind", text["seen"], {str(each): title_of(each) for each in Kind})
    found = [
        each
        for each in watch.watch(session, today=context.now().date())
        if not kind.value or any(flag.kind == kind.value for flag in each.flags)
    ]
    part = listing.by_number(found)
    rows = [(each, [flag_said(flag) for flag in each.flags]) for each in part.rows]
    number = planted.count(session)
    return show("flags", rows=rows, part=part, filters=(kind,), form=form, planted=number)
