"""One key for an authenticator app for as long as its page may be loaded again.

A browser keeps the key that it was shown, sealed, for ten minutes and this session: who scanned it
and loads the page again can still confirm it. Nothing is stored here before that, and another
browser, or the next session, is shown another key.
"""

from datetime import timedelta
from typing import Final

from flask import Response, current_app, request

from registry.kernel.web import context
from registry.kernel.web.pages import sealed
from registry.kernel.web.pages.sessions import cookie_name
from registry.staff.guards import current_signed_in

KEPT: Final = timedelta(minutes=10)
_PURPOSE: Final = b"second factor's set-up"


def kept() -> bytes:
    """The sealed key that this browser was shown; nothing where that was too long ago."""
    text = request.cookies.get(_cookie(), "")
    said = sealed.find_open(context.keyring(), text, purpose=_PURPOSE, context=_session())
    if said is None or context.now().timestamp() >= said["until"]:
        return b""
    return bytes.fromhex(said["setup"])


def sent(text: str) -> bytes:
    """The sealed key that a form brought back; nothing for what is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def keep(response: Response, setup: bytes) -> None:
    """Show the same key again until its time is over, which loading it again does not move."""
    if setup == kept():
        return
    said = {"setup": setup.hex(), "until": (context.now() + KEPT).timestamp()}
    text = sealed.close(context.keyring(), said, purpose=_PURPOSE, context=_session())
    response.set_cookie(
        _cookie(),
        text,
        max_age=int(KEPT.total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
        path="/",
    )


def drop(response: Response) -> None:
    """It is confirmed: forget it."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_cookie(), secure=secure, httponly=True, samesite="Strict", path="/")


def _session() -> bytes:
    return current_signed_in().token_mac


def _cookie() -> str:
    return cookie_name("bonafide-setup", secure=current_app.config["SESSION_COOKIE_SECURE"])
