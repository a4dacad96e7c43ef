"""The white pass: made by a press, kept in a sealed cookie, shown as a picture and 8 characters."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import segno
from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import sealed
from registry.kernel.web.pages.format import day, plural
from registry.portal.at_hand import settings
from registry.portal.inside import cabinet_pages, holder, read_cabinet, surroundings
from registry.portal.texts import pick
from registry.portal.texts.cabinet import ASKED
from registry.portal.texts.passing import LEFT, PASS
from registry.whitelist import service as whitelist
from registry.whitelist.errors import NotEnrolledError, NotWhiteError, TooManyPassesError
from registry.whitelist.service import Cabinet, Issued

COOKIE: Final = "bonafide-pass"
_PURPOSE: Final = b"portal-pass"
_QUARTER: Final = 900
_GROUP: Final = 4

blp = cabinet_pages("passing", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass in this browser; ``left`` is the sentence about its time, empty when it is over."""

    code: str
    picture: Markup
    left: str


@blp.get("/me/pass")
def show() -> str:
    """The pass of this browser, its time, and what was spent."""
    seen = read_cabinet()
    return render_template(
        "portal/pass.html",
        text=pick(PASS),
        shown=_shown(),
        spent=list(spent(seen)),
        white=seen.place is not None,
    )


@blp.post("/me/pass")
def make() -> ResponseReturnValue:
    """Make one; who may not is told why and sent where it says what is missing."""
    try:
        issued = whitelist.issue_pass(
            db.session(),
            context.keyring(),
            holder(),
            issuer=settings().public_url,
            around=surroundings(),
            now=context.now(),
        )
    except NotEnrolledError:
        return _refused("not_enrolled", "/me/white")
    except NotWhiteError:
        return _refused("not_white", "/me/white")
    except TooManyPassesError:
        return _refused("too_many", "/me/pass")
    answer = redirect("/me/pass", 303)
    _keep(answer, issued)
    return answer


def spent(seen: Cabinet) -> list[str]:
    """Where passes were used."""
    text = pick(PASS)
    unknown = pick(ASKED)["unknown_shop"]
    return [
        text["spent_at"].format(day=day(each.on), shop=each.shop or unknown) for each in seen.passes
    ]


def grouped(code: str) -> str:
    """``ABCD EFGH``: easier to read out."""
    return " ".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def picture(signed: str) -> Markup:
    """The signed form as a QR code (ISO/IEC 18004), black on white in any light."""
    drawn = io.BytesIO()
    segno.make(signed, error="l", micro=False).save(
        drawn,
        kind="svg",
        border=4,
        light="#fff",
        dark="#000",
        xmldecl=False,
        svgns=False,
        omitsize=True,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - segno's own drawing of a text of ours


def _shown() -> Shown | None:
    text = request.cookies.get(COOKIE, "")
    said = sealed.find_open(context.keyring(), text, purpose=_PURPOSE, context=_whose())
    if said is None:
        return None
    code, signed, until = said
    seconds = (datetime.fromtimestamp(until, UTC) - context.now()).total_seconds()
    if seconds <= 0:
        return Shown("", Markup(), "")
    return Shown(grouped(code), picture(signed), plural(max(1, int(seconds // 60)), pick(LEFT)))


def _keep(answer: Response, issued: Issued) -> None:
    said = [issued.code, issued.signed, int(issued.expires_at.timestamp())]
    answer.set_cookie(
        COOKIE,
        sealed.close(context.keyring(), said, purpose=_PURPOSE, context=_whose()),
        _QUARTER,
        path="/me",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _whose() -> bytes:
    """The next person at this browser sees nothing of an earlier one's pass."""
    return str(holder().customer_id).encode()


def _refused(why: str, where: str) -> ResponseReturnValue:
    flash(pick(PASS)[why], "warning")
    return redirect(where, 303)
