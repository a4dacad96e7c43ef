"""Signing in: a phone or e-mail, a code, and in. The same steps add one more to who is in."""

from datetime import datetime
from typing import TypeVar

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from flask import session as kept
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.words import Kind, World
from registry.identifiers.vault import current_vault
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.pages.format import moment, plural
from registry.kernel.web.pages.forms import blame
from registry.portal import holding
from registry.portal.forms import NEWS, CodeForm, ContactForm
from registry.portal.signin import door
from registry.portal.signin.door import Begun, Malformed
from registry.portal.signin.sealed import Pending, new_browser
from registry.portal.signin.service import Over, Proven, Refused, WorkNeeded
from registry.portal.texts import pick
from registry.portal.texts.front import DOOR, LEFT, REFUSED
from registry.portal.texts.news import NEWS as TOLD
from registry.portal.warning import tell_of_new
from registry.trust.answering import current_answering
from registry.whitelist import service as whitelist
from registry.whitelist.service import Holder

CODE = "bonafide-code"
BROWSER = "bonafide-browser"
AFTER = "after"
PURPOSE = "purpose"
Answer = TypeVar("Answer", bound=BaseResponse)
_TEN_MINUTES = 600
_YEAR = 365 * 24 * 3600

blp = PageBlueprint("entering", __name__, guard=NO_AUTH)


@blp.route("/me/in", methods=["GET", "POST"])
def come_in() -> ResponseReturnValue:
    """Ask for a code to a phone or e-mail."""
    form = ContactForm(request.form)
    if request.method == "GET" or not form.validate():
        return _contact_page(form)
    browser = _browser()
    try:
        done = door.begin(
            form.contact.data or "",
            browser=browser,
            address=request.remote_addr or "",
            language=requested_language(),
            work=form.work.data or "",
        )
    except ProtocolError:
        blame(form.contact, pick(DOOR)["malformed"])
        return _contact_page(form)
    kept[PURPOSE] = form.purpose.data or ""
    if isinstance(done, WorkNeeded):
        return _work_page(done, browser, "/me/in", form)
    if isinstance(done, Refused):
        blame(form.contact, _why(done))
        return _with_browser(make_response(_contact_page(form)), browser)
    return _code_sent(done, browser)


@blp.route("/me/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Type the code; the right one signs in."""
    form, browser = CodeForm(request.form), _browser()
    pending = door.pending_of(request.cookies.get(CODE, ""), browser=browser)
    if pending is None:
        flash(pick(DOOR)["over"], "warning")
        return redirect("/me/in", 303)
    if request.method == "POST" and form.validate():
        done = door.answer(request.cookies.get(CODE, ""), form.code.data or "", browser=browser)
        if isinstance(done, Proven):
            return _take_news(pending) if kept.get(PURPOSE) == NEWS else _enter(done)
        blame(form.code, _wrong(done))
    form.code.data = ""
    return render_template(
        "portal/code.html",
        text=pick(DOOR),
        form=form,
        by_mail=pending.kind is Kind.EMAIL,
        shown=door.shown_of(pending).replace(" ", "\u00a0"),
    )


@blp.post("/me/code/again")
def code_again() -> ResponseReturnValue:
    """Send another code to the same place."""
    form, browser = ContactForm(request.form), _browser()
    done = door.again(
        request.cookies.get(CODE, ""),
        browser=browser,
        address=request.remote_addr or "",
        language=requested_language(),
        work=form.work.data or "",
    )
    if isinstance(done, WorkNeeded):
        return _work_page(done, browser, "/me/code/again", form)
    if isinstance(done, Begun):
        flash(pick(DOOR)["resent"])
        return _code_sent(done, browser)
    if isinstance(done, Refused):
        flash(_why(done), "warning")
        return redirect("/me/code", 303)
    flash(pick(DOOR)["over"], "warning")
    return redirect("/me/in", 303)


@blp.post("/me/out")
def leave() -> ResponseReturnValue:
    """Sign out."""
    answer = redirect("/me", 303)
    holding.forget(answer)
    flash(pick(DOOR)["left"])
    return answer


def _enter(proven: Proven) -> ResponseReturnValue:
    held, now, session = holding.find_held(), context.now(), db.session()
    around = current_answering().around_world(session, World.LIVE, now)
    mine = held.holder if held else Holder(None, ())
    before = whitelist.linked_ids(session, mine)
    holder = whitelist.sign_in(
        session,
        current_vault(),
        kind=proven.kind,
        digest=proven.digest,
        around=around,
        now=now,
        holder=held.holder if held else None,
    )
    if holder.customer_id == mine.customer_id:
        tell_of_new(session, before, holder, now=now)
    flash(pick(DOOR)["added" if held else "welcome"])
    answer = redirect(_after(), 303)
    answer.delete_cookie(CODE, path="/me")
    holding.remember(answer, holder)
    return answer


def _take_news(pending: Pending) -> ResponseReturnValue:
    """An address for news was proven: keep it for who is signed in."""
    held, now, session, ring = holding.find_held(), context.now(), db.session(), context.keyring()
    if held is None:
        return redirect("/me/in", 303)
    begun = whitelist.begin_address(
        session,
        ring,
        whitelist.current(session, held.holder),
        kind=pending.kind,
        value=pending.value,
        language=requested_language(),
        now=now,
    )
    whitelist.confirm_address(session, ring, begun.holder, begun.code, now=now)
    kept.pop(PURPOSE, None)
    flash(pick(TOLD)["confirmed"])
    answer = redirect("/me/news", 303)
    answer.delete_cookie(CODE, path="/me")
    holding.remember(answer, begun.holder)
    return answer


def _after() -> str:
    """Where somebody wanted to go before being asked to sign in; a path of ours, kept signed."""
    wanted = kept.pop(AFTER, "")
    return wanted if isinstance(wanted, str) and wanted.startswith("/me/") else "/me/home"


def _wrong(done: Malformed | Over | object) -> str:
    text = pick(DOOR)
    if isinstance(done, Malformed):
        return text["code_malformed"]
    if isinstance(done, Over):
        return text["tries_gone" if done.tries_gone else "over"]
    return plural(getattr(done, "left", 0), pick(LEFT))


def _why(refused: Refused) -> str:
    words = pick(REFUSED)[refused.reason]
    if not isinstance(refused.again_at, datetime):
        return words
    return f"{words} {pick(DOOR)['until'].format(moment=moment(refused.again_at))}"


def _contact_page(form: ContactForm) -> str:
    return render_template(
        "portal/in.html", text=pick(DOOR), form=form, adding=holding.find_held() is not None
    )


def _work_page(needed: WorkNeeded, browser: str, action: str, form: ContactForm) -> Response:
    page = render_template(
        "portal/work.html",
        text=pick(DOOR),
        action=action,
        contact=form.contact.data or "",
        purpose=form.purpose.data or "",
        seed=needed.seed,
        bits=needed.bits,
    )
    return _with_browser(make_response(page), browser)


def _code_sent(begun: Begun, browser: str) -> BaseResponse:
    answer = redirect("/me/code", 303)
    _set(answer, CODE, begun.cookie, _TEN_MINUTES)
    return _with_browser(answer, browser)


def _browser() -> str:
    """This browser's random name; it says nothing about anybody."""
    return request.cookies.get(BROWSER, "")[:64] or new_browser()


def _with_browser(answer: Answer, browser: str) -> Answer:
    _set(answer, BROWSER, browser, _YEAR)
    return answer


def _set(answer: BaseResponse, name: str, value: str, seconds: int) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        name, value, seconds, path="/me", secure=secure, httponly=True, samesite="Lax"
    )
