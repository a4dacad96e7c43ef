"""``/desk/terms``: the shop's terms, and the advice that they would give before they are saved."""

import re
from dataclasses import fields
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectField, StringField

from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.preview import AMOUNTS, preview
from registry.desk.texts import pick
from registry.desk.texts.frame import ADVICE_WORDS, SHARED
from registry.desk.texts.terms import MISTAKES, OUT_OF_RANGE, TERMS
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, blame, choices, said
from registry.shops import service as shops
from registry.shops.terms import CURRENCIES, CodFee, Terms, from_document, mistakes
from registry.staff.guards import current_account, needs
from registry.staff.roles import Role
from registry.trust.answering import current_answering

WHOLE = ("call_attempts", "part_prepay_percent")
MAY_BE_EMPTY = ("prepay_above", "cod_fee_percent", "compensate_up_to")

_WHOLE = re.compile(r"[0-9]{1,3}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")

blp = desk_blueprint("desk_terms", __name__)


NEEDED = Needed({language: TERMS[language]["number"] for language in Language})


class TermsForm(PageForm):
    """Every field as text, so that ``3 490,50`` is as good as ``3490.50``."""

    failure_cost_percent = StringField(validators=[NEEDED])
    failure_cost_fixed = StringField(validators=[NEEDED])
    failure_cost_no_amount = StringField(validators=[NEEDED])
    currency = SelectField(choices=choices({each: each for each in sorted(CURRENCIES)}))
    confirm_call_times = StringField(validators=[NEEDED])
    part_prepay_times = StringField(validators=[NEEDED])
    prepay_times = StringField(validators=[NEEDED])
    part_prepay_percent = StringField(validators=[NEEDED])
    call_attempts = StringField(validators=[NEEDED])
    prepay_above = StringField()
    cod_fee = SelectField(choices=choices({each.value: each.value for each in CodFee}))
    cod_fee_percent = StringField()
    compensate_up_to = StringField()


@blp.get("/desk/terms")
def terms() -> str:
    """The terms as they are."""
    shop = current_shop()
    kept = shops.get_terms(db.session(), shop.shop_id, world=shop.world)
    return _page(TermsForm(data=_shown(kept)), kept)


@blp.post("/desk/terms")
@needs(Role.OWNER)
def save() -> ResponseReturnValue:
    """Replace the terms."""
    shop, form = acting_shop(), TermsForm(request.form)
    found = _read(form)
    if found is None:
        return _page(form, None), 422
    shops.put_terms(db.session(), shop.shop_id, world=shop.world, terms=found, now=context.now())
    flash(pick(TERMS)["saved"])
    return redirect(url_for("desk_terms.terms"), 303)


@blp.post("/desk/terms/preview")
def try_out() -> ResponseReturnValue:
    """The same page with the advice of what was entered; nothing is saved."""
    form = TermsForm(request.form)
    found = _read(form)
    return _page(form, found), 200 if found else 422


def _page(form: TermsForm, found: Terms | None) -> str:
    shop, now, session = current_shop(), context.now(), db.session()
    around = current_answering().around(session, shop, now)
    rows = found and preview(found, network=around.network, policy=around.policy, today=now.date())
    text = pick(TERMS)
    form.cod_fee.choices = choices({each.value: text[f"cod_fee_{each.value}"] for each in CodFee})
    return render_template(
        "desk/terms.html",
        text=text,
        shared=pick(SHARED),
        advice_words=pick(ADVICE_WORDS),
        form=form,
        rows=rows or (),
        amounts=AMOUNTS,
        base=around.network.base,
        currency=found.currency if found else "RUB",
        may_save=current_account().role is Role.OWNER,
    )


def _shown(kept: Terms) -> dict[str, str]:
    """The terms as texts for a form."""
    values = {field.name: getattr(kept, field.name) for field in fields(Terms)}
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _read(form: TermsForm) -> Terms | None:
    """The terms that were entered; None when something is wrong, which stands beside its field."""
    form.validate()
    document: dict[str, Any] = {"currency": said(form.currency), "cod_fee": said(form.cod_fee)}
    for field in form:
        if field.name not in document and not field.errors:
            number = _number(field)
            document[field.name] = None if number is None else f"{number:f}"
    if form.errors:
        return None
    found = from_document(document | {name: int(document[name]) for name in WHOLE})
    for name in mistakes(found):
        what = pick(MISTAKES).get(name, pick(OUT_OF_RANGE))
        blame(form[name], pick(TERMS)["wrong"].format(what=what))
    return None if form.errors else found


def _number(field: Field) -> Decimal | None:
    """What was typed, spaces and a comma taken as Russians write them."""
    typed = said(field).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not typed and field.name in MAY_BE_EMPTY:
        return None
    form = _WHOLE if field.name in WHOLE else _DECIMAL
    if not form.fullmatch(typed):
        blame(field, pick(TERMS)["number"])
        return None
    return Decimal(typed)
