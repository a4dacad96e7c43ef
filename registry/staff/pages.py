"""``/staff``: signing in and out, accepting an invitation, the second factor, one's own account."""

import io
from collections.abc import Sequence

import segno
from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import Field

from registry.kernel.db import aside, db
from registry.kernel.errors import DomainError
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.pages.forms import PageForm, blame, said
from registry.shops import service as shops
from registry.staff import guards, rules, service, set_up
from registry.staff.asking import has_just_come, prove, wait
from registry.staff.errors import (
    InvitationGoneError,
    SignInRefusedError,
    TooManyAttemptsError,
    WeakPasswordError,
    WrongCodeError,
    WrongWordError,
)
from registry.staff.forms import AccountForm, FactorForm, PasswordForm, SignInForm
from registry.staff.guards import current_account, current_signed_in
from registry.staff.roles import home_of
from registry.staff.texts import texts

blp = PageBlueprint("staff", __name__, guard=NO_AUTH, url_prefix="/staff")
"""The doors: whoever comes here is not known yet."""

own = PageBlueprint("staff_own", __name__, guard=guards.any_account, url_prefix="/staff")
"""What an account may always see: itself."""


@blp.get("/sign-in")
def sign_in() -> str:
    """The form, empty."""
    return _sign_in(SignInForm())


@blp.post("/sign-in")
def try_sign_in() -> ResponseReturnValue:
    """Sign in; every refusal says the same and has cost the same."""
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in(form), 422
    address, ring, now = request.remote_addr or "", context.keyring(), context.now()
    try:
        with aside() as session:
            service.count_attempt(session, ring, address=address, login=said(form.login), now=now)
        token = service.sign_in(
            db.session(),
            ring,
            login=said(form.login),
            password=said(form.password),
            code=said(form.code),
            address=address,
            browser=_browser(),
            now=now,
        )
    except TooManyAttemptsError as error:
        return wait(form, error, lambda: _sign_in(form))
    except SignInRefusedError:
        form.form_errors.append(texts()["refused"])
        return _sign_in(form), 422
    role = service.authenticate(db.session(), ring, token, now=now).account.role
    response = redirect(guards.own_address(request.args.get("next", "")) or home_of(role), 303)
    guards.set_cookie(response, token)
    return response


def _sign_in(form: PageForm) -> str:
    return render_template("staff/sign_in.html", text=texts(), form=form)


@blp.get("/invitation/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """What the link is for, and the form of the new account."""
    return _invitation(token, AccountForm(), 200)


@blp.post("/invitation/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Make the account and sign it in."""
    form = AccountForm(request.form)
    if not form.validate():
        return _invitation(token, form, 422)
    ring, now = context.keyring(), context.now()
    try:
        account = service.accept(
            db.session(),
            ring,
            token,
            login=said(form.login),
            password=said(form.password),
            word=said(form.word),
            now=now,
        )
    except InvitationGoneError:
        return _gone()
    except DomainError as error:
        blame(_blamed(form, error), texts()[error.code])
        return _invitation(token, form, 422)
    session_token = service.begin(
        db.session(), ring, account_id=account.account_id, browser=_browser(), now=now
    )
    response = redirect(url_for("staff_own.second_factor"), 303)
    guards.set_cookie(response, session_token)
    return response


def _blamed(form: AccountForm, error: DomainError) -> Field:
    if isinstance(error, WrongWordError):
        return form.word
    return form.password if isinstance(error, WeakPasswordError) else form.login


def _invitation(token: str, form: AccountForm, status: int) -> ResponseReturnValue:
    session = db.session()
    try:
        found = service.get_invitation(session, context.keyring(), token, now=context.now())
    except InvitationGoneError:
        return _gone()
    form.word.flags.required = found.needs_word
    shop = found.shop_id and shops.get_shop(session, found.shop_id).name
    page = render_template(
        "staff/invitation.html", text=texts(), form=form, invited=found, shop=shop
    )
    return page, status, {"Referrer-Policy": "no-referrer"}


def _gone() -> ResponseReturnValue:
    return render_template("staff/gone.html", text=texts()), 410


@own.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    service.sign_out(db.session(), current_signed_in())
    flash(texts()["signed_out"])
    response = redirect(url_for("staff.sign_in"), 303)
    guards.drop_cookie(response)
    return response


@own.get("/second-factor")
def second_factor() -> ResponseReturnValue:
    """The key for an authenticator app; on to the desk when there is one already."""
    if current_account().has_totp:
        return redirect(home_of(current_account().role), 303)
    setup = _setup(set_up.kept())
    response = make_response(_second_factor(FactorForm(), setup))
    set_up.keep(response, setup.sealed)
    return response


@own.post("/second-factor")
def confirm_second_factor() -> ResponseReturnValue:
    """Switch it on, for who knows the password; the recovery codes are shown this once."""
    form, account = FactorForm(request.form), current_account()
    if account.has_totp:
        return redirect(home_of(account.role), 303)
    if not form.validate():
        return _second_factor(form), 422
    try:
        codes = _switch_on(form)
    except TooManyAttemptsError as error:
        return wait(form, error, lambda: _second_factor(form))
    except SignInRefusedError:
        blame(form.password, texts()["old_wrong"])
        return _second_factor(form), 422
    except WrongCodeError:
        blame(form.code, texts()["totp_wrong"])
        return _second_factor(form), 422
    page = render_template(
        "staff/recovery.html", text=texts(), codes=codes, home=home_of(account.role)
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    set_up.drop(response)
    return response


def _switch_on(form: FactorForm) -> Sequence[str]:
    if not has_just_come():
        prove(said(form.password))
    return service.confirm_totp(
        db.session(),
        context.keyring(),
        current_account().account_id,
        said(form.code).replace(" ", ""),
        sealed=set_up.sent(said(form.setup)),
        now=context.now(),
    )


def _setup(sealed: bytes) -> service.TotpSetup:
    account_id = current_account().account_id
    return service.totp_setup(db.session(), context.keyring(), account_id, sealed=sealed)


def _second_factor(form: FactorForm, setup: service.TotpSetup | None = None) -> str:
    account, asks_password = current_account(), not has_just_come()
    form.password.flags.required = asks_password
    setup = setup or _setup(set_up.sent(said(form.setup)))
    return render_template(
        "staff/second_factor.html",
        text=texts(),
        form=form,
        account=account,
        setup=setup,
        picture=_picture(setup.uri),
        asks_password=asks_password,
        home=home_of(account.role),
    )


def _picture(uri: str) -> Markup:
    """A QR code as inline SVG, dark on white whatever the page's colours."""
    out = io.BytesIO()
    segno.make(uri, error="m").save(
        out, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgns=False, omitsize=False
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - segno's own markup, of our text


@own.get("/account")
def account() -> str:
    """One's own account: second factor, browsers, password."""
    return _account(PasswordForm())


@own.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Replace the password; other browsers are signed out."""
    form = PasswordForm(request.form)
    if not form.validate():
        return _account(form), 422
    signed_in = current_signed_in()
    try:
        prove(said(form.old))
        service.change_password(
            db.session(),
            signed_in.account.account_id,
            new=said(form.new),
            keep=signed_in.token_mac,
        )
    except TooManyAttemptsError as error:
        return wait(form, error, lambda: _account(form))
    except SignInRefusedError:
        blame(form.old, texts()["old_wrong"])
        return _account(form), 422
    except WeakPasswordError:
        blame(form.new, texts()["weak_password"])
        return _account(form), 422
    flash(texts()["changed"])
    return redirect(url_for("staff_own.account"), 303)


@own.post("/account/browsers/<name>/end")
def end_browser(name: str) -> ResponseReturnValue:
    """Sign another browser of one's own out."""
    service.end_browser(db.session(), current_signed_in(), name)
    flash(texts()["ended"])
    return redirect(url_for("staff_own.account"), 303)


def _account(form: PageForm) -> str:
    signed_in = current_signed_in()
    browsers = service.list_browsers(db.session(), signed_in, now=context.now())
    return render_template(
        "staff/account.html",
        text=texts(),
        form=form,
        account=signed_in.account,
        browsers=browsers,
        home=home_of(signed_in.account.role),
    )


def _browser() -> str:
    return rules.browser_of(request.headers.get("User-Agent", ""))


def invitation_link(token: str) -> str:
    """The whole address of an invitation, for whoever hands it on."""
    base: str = current_app.extensions["bonafide-settings"].public_url
    return f"{base}/staff/invitation/{token}"
