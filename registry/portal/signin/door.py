"""What the sign-in pages call: the service, its own short transactions, the cookie, the post room.

Each function commits by itself, before the page answers, so that a try is used up whatever the page
then says. So call them **before** anything else of the request touches the database.
"""

from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from bonafide.protocol.words import Kind
from bonafide.typed import canonical_typed
from registry.identifiers.vault import current_vault
from registry.kernel.db import aside
from registry.kernel.senders.post import current_post
from registry.kernel.web import context
from registry.kernel.web.language import Language
from registry.portal.signin import sealed, service
from registry.portal.signin.rules import Refusal, kind_of, masked, read_code
from registry.portal.signin.sealed import Pending
from registry.portal.signin.service import Asked, NotYet, Over, Proven, Refused, WorkNeeded, Wrong
from registry.portal.signin.texts import code_message
from registry.settings import Settings


@dataclass(frozen=True, slots=True)
class Begun:
    """A code is on its way. ``cookie`` goes to the browser, for the path of the sign-in only."""

    cookie: str = field(repr=False)
    kind: Kind
    shown: str
    """The number or address with most of it hidden, for the page that asks for the code."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not six digits: no try is used."""


def begin(
    typed: str, *, browser: str, address: str, language: Language, work: str = ""
) -> Begun | WorkNeeded | Refused:
    """Send a code to the phone or e-mail that somebody typed; raises NotCanonical."""
    kind = kind_of(typed)
    value = canonical_typed(kind, typed, region=_settings().region)
    asked = Asked(kind=kind, value=value, browser=browser, address=address, work=work)
    return _send(asked, language)


def again(
    cookie: str, *, browser: str, address: str, language: Language, work: str = ""
) -> Begun | WorkNeeded | Refused | Over:
    """Send another code where the last one went; the tries already used stay used."""
    pending = pending_of(cookie, browser=browser)
    if pending is None:
        return Over(tries_gone=False)
    asked = Asked(
        kind=pending.kind, value=pending.value, browser=browser, address=address, work=work
    )
    return _send(asked, language)


def answer(cookie: str, typed: str, *, browser: str) -> Proven | Wrong | Over | Malformed:
    """Try the code that somebody typed. Forget the cookie after ``Proven``."""
    digits, pending = read_code(typed), pending_of(cookie, browser=browser)
    if pending is None:
        return Over(tries_gone=False)
    if digits is None:
        return Malformed()
    asked = Asked(kind=pending.kind, value=pending.value, browser=browser, address="")
    vault, ring, now = current_vault(), context.keyring(), context.now()
    with aside() as session:
        return service.answer(session, asked, digits, ring=ring, vault=vault, now=now)


def pending_of(cookie: str, *, browser: str) -> Pending | None:
    """Whom the code of this cookie went to; None when it ended or is not this browser's."""
    return sealed.find_open(context.keyring(), cookie, browser=browser, now=context.now())


def shown_of(pending: Pending) -> str:
    """The number or address with most of it hidden."""
    return masked(pending.kind, pending.value)


def _send(asked: Asked, language: Language) -> Begun | WorkNeeded | Refused:
    post, settings, ring, now = current_post(), _settings(), context.keyring(), context.now()
    if not post.takes(asked.kind):
        return Refused(Refusal.CLOSED)
    try:
        with aside() as session:
            code = service.begin(session, asked, ring=ring, a_day=settings.codes_a_day, now=now)
    except NotYet as not_yet:
        return not_yet.why
    words = code_message(
        asked.kind, asked.value, code.digits, language=language, url=settings.public_url
    )
    post.hand_in(words)
    pending = Pending(asked.kind, asked.value, code.expires_at)
    cookie = sealed.close(ring, pending, browser=asked.browser)
    return Begun(cookie, asked.kind, shown_of(pending), code.expires_at)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["bonafide-settings"]
    return settings
