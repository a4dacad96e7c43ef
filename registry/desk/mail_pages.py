"""``/desk/mail``: one address for letters about disputes, proven by a code."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from bonafide.protocol import canonical
from bonafide.protocol.errors import NotCanonical
from bonafide.protocol.words import Kind
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.texts import pick
from registry.desk.texts.frame import SHARED
from registry.desk.texts.mail import MAIL
from registry.kernel.db import db
from registry.kernel.senders.post import current_post
from registry.kernel.web import context
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.forms import Needed, PageForm, blame, said
from registry.notices.errors import MailLimitError
from registry.notices.service import shop_mail
from registry.notices.shop_mail import ShopMail
from registry.staff.guards import current_account, needs
from registry.staff.roles import Role

LONGEST = 254
blp = desk_blueprint("desk_mail", __name__)


class AddressForm(PageForm):
    """Where to write."""

    address = StringField(
        validators=[Needed({each: MAIL[each]["bad"] for each in Language}), Length(max=LONGEST)]
    )


class CodeForm(PageForm):
    """The code that came there."""

    address = HiddenField(validators=[Length(max=LONGEST)])
    code = StringField(
        validators=[Needed({each: MAIL[each]["wrong"] for each in Language}), Length(max=20)]
    )


@blp.get("/desk/mail")
def first_page() -> ResponseReturnValue:
    """Whether letters come, and where to."""
    return _page(AddressForm())


@blp.post("/desk/mail")
@needs(Role.OWNER)
def begin() -> ResponseReturnValue:
    """Send a code to an address and ask for it."""
    shop, form = acting_shop(), AddressForm(asked.form)
    to = _address(form)
    if to is None or not current_post().takes(Kind.EMAIL):
        blame(form.address, pick(MAIL)["bad" if to is None else "no_mail"])
        return _page(form)
    try:
        message = shop_mail.begin(
            db.session(), context.keyring(), shop_id=shop.shop_id, to=to, now=context.now()
        )
    except MailLimitError:
        blame(form.address, pick(MAIL)["limit"])
        return _page(form)
    current_post().hand_in(message)
    return _code_page(CodeForm(address=to.value))


@blp.post("/desk/mail/confirm")
@needs(Role.OWNER)
def confirm() -> ResponseReturnValue:
    """Take the address if the code is right; a wrong one is counted, so this answers 200."""
    shop, form = acting_shop(), CodeForm(asked.form)
    to = _address(form)
    if to is None or not form.validate():
        return _code_page(form)
    try:
        taken = shop_mail.confirm(
            db.session(),
            context.keyring(),
            shop_id=shop.shop_id,
            to=to,
            code=said(form.code),
            now=context.now(),
        )
    except MailLimitError:
        blame(form.code, pick(MAIL)["limit"])
        return _code_page(form)
    if not taken:
        blame(form.code, pick(MAIL)["wrong"])
        return _code_page(form)
    flash(pick(MAIL)["taken"])
    return redirect(url_for("desk_mail.first_page"), 303)


@blp.post("/desk/mail/drop")
@needs(Role.OWNER)
def drop() -> ResponseReturnValue:
    """Write no more."""
    shop_mail.drop(db.session(), acting_shop().shop_id)
    flash(pick(MAIL)["dropped"])
    return redirect(url_for("desk_mail.first_page"), 303)


def _address(form: AddressForm | CodeForm) -> ShopMail | None:
    """What was typed, in its one spelling; None where it is no address."""
    try:
        value = canonical(Kind.EMAIL, said(form.address))
    except NotCanonical:
        return None
    return ShopMail(value, requested_language())


def _page(form: AddressForm) -> Response:
    found = shop_mail.find(db.session(), context.keyring(), current_shop().shop_id)
    page = render_template(
        "desk/mail.html",
        text=pick(MAIL),
        shared=pick(SHARED),
        form=form,
        found=found,
        may_change=current_account().role is Role.OWNER,
    )
    return make_response(page)


def _code_page(form: CodeForm) -> Response:
    return make_response(render_template("desk/mail_code.html", text=pick(MAIL), form=form))
