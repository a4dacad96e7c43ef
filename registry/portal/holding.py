"""The cookie of somebody who is signed in: what was proven, sealed, for two hours without a click.

It holds row numbers, never a phone or an address; what is gone from the database since is gone
from the holder, too. Each row counts how often its holder signed out everywhere: a cookie that says
less is of no use any more.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import current_app, g, request
from werkzeug.wrappers import Response

from bonafide.protocol.words import World
from registry.kernel.keys import Keyring
from registry.kernel.web import context
from registry.kernel.web.pages import sealed
from registry.kernel.web.pages.sessions import cookie_name
from registry.whitelist.service import Holder

IDLE: Final = timedelta(hours=2)
LONGEST: Final = timedelta(hours=12)
SKEW: Final = timedelta(minutes=1)
"""Two servers need not have the same time."""
FRESH: Final = timedelta(minutes=5)
"""The cookie is written anew when it is older than that."""
MOST_OPENED: Final = 50
"""So many reports opened by an order's number are remembered; the oldest are closed again."""
_PURPOSE: Final = b"portal-holder"
_CONTEXT: Final = b"portal|holder"


@dataclass(frozen=True, slots=True)
class Held:
    """A holder, since when, and when last seen."""

    holder: Holder
    since: datetime
    seen_at: datetime


def find_held() -> Held | None:
    """Who is signed in, by the cookie alone; None when there is none, or it is too old."""
    if "held" not in g:
        g.held = read(context.keyring(), request.cookies.get(_name(), ""), now=context.now())
    found: Held | None = g.held
    return found


def was_in() -> bool:
    """Whether this browser has been signed in, whatever became of it."""
    return _name() in request.cookies


def read(ring: Keyring, text: str, *, now: datetime) -> Held | None:
    """What a cookie says; None for anything that we did not write or that has ended."""
    said = sealed.find_open(ring, text, purpose=_PURPOSE, context=_CONTEXT)
    if said is None:
        return None
    since, seen_at = (datetime.fromtimestamp(each, UTC) for each in said["at"])
    if not (seen_at - SKEW <= now < min(seen_at + IDLE, since + LONGEST)):
        return None
    ids, opened = tuple(said["ids"]), frozenset(said["opened"])
    sign_outs = dict(zip(ids, said.get("outs", ()), strict=False))
    return Held(Holder(said["customer"], ids, World.LIVE, opened, sign_outs), since, seen_at)


def write(ring: Keyring, held: Held) -> str:
    """The text of the cookie."""
    said = {
        "customer": held.holder.customer_id,
        "ids": held.holder.identifier_ids,
        "outs": [held.holder.sign_outs.get(each, 0) for each in held.holder.identifier_ids],
        "opened": sorted(held.holder.opened)[-MOST_OPENED:],
        "at": [int(held.since.timestamp()), int(held.seen_at.timestamp())],
    }
    return sealed.close(ring, said, purpose=_PURPOSE, context=_CONTEXT)


def remember(answer: Response, holder: Holder) -> None:
    """Sign a holder in, or keep what changed about one who is."""
    now, before = context.now(), find_held()
    held = Held(holder, before.since if before else now, now)
    g.held = held
    answer.set_cookie(
        _name(),
        write(context.keyring(), held),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def refresh(answer: Response) -> Response:
    """Count a click as a sign of life."""
    held = find_held()
    if held is not None and context.now() - held.seen_at > FRESH:
        remember(answer, replace(held.holder))
    return answer


def forget(answer: Response) -> None:
    """Sign out."""
    g.held = None
    answer.delete_cookie(
        _name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return cookie_name("bonafide-me", secure=current_app.config["SESSION_COOKIE_SECURE"])
