"""The guards of pages for people who work here, and who is behind one.

A page without a session leads to the sign-in page and back; a session that may not see a page is
told so. What a role may change is asked with ``needs`` beside the view.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from flask import Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from registry.kernel.db import aside
from registry.kernel.web import context
from registry.kernel.web.pages.sessions import cookie_name
from registry.staff import service
from registry.staff.errors import ForbiddenRoleError, NotSignedInError
from registry.staff.roles import Role
from registry.staff.rules import TOUCH, WHOLE
from registry.staff.service import Account, SignedIn

SIGN_IN: Final = "/staff/sign-in"
SET_UP: Final = "/staff/second-factor"

View = TypeVar("View", bound=Callable[..., Any])


def guard_of(*roles: Role) -> Callable[[], BaseResponse | None]:
    """A guard that lets accounts of these roles in."""

    def guard() -> BaseResponse | None:
        signed_in = find_signed_in()
        if signed_in is None:
            return redirect(_sign_in_address(), 303)
        if signed_in.account.must_set_totp:
            return redirect(SET_UP, 303)
        if signed_in.account.role not in roles:
            raise ForbiddenRoleError
        return None

    return guard


def any_account() -> BaseResponse | None:
    """A guard for pages about the account itself, open to one that has no second factor yet."""
    return None if find_signed_in() else redirect(_sign_in_address(), 303)


def needs(*roles: Role) -> Callable[[View], View]:
    """A view for some of the roles that the guard lets in; stands directly below the route."""

    def decorator(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            if current_account().role not in roles:
                raise ForbiddenRoleError
            return view(*args, **kwargs)

        checked.roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the matrix of tests
        return checked  # type: ignore[return-value]  # same signature, by wraps

    return decorator


def find_signed_in() -> SignedIn | None:
    """Whose living session this request carries, asked once a request."""
    if "staff" not in g:
        g.staff = _authenticate(request.cookies.get(_cookie(), ""))
    signed_in: SignedIn | None = g.staff
    return signed_in


def current_signed_in() -> SignedIn:
    """The session behind a guard."""
    signed_in = find_signed_in()
    if signed_in is None:
        raise NotSignedInError
    return signed_in


def current_account() -> Account:
    """The account behind a guard."""
    return current_signed_in().account


def set_cookie(response: Response | BaseResponse, token: str) -> None:
    """Keep a new session in this browser, out of every script's reach."""
    response.set_cookie(
        _cookie(),
        token,
        max_age=int(WHOLE.total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: Response | BaseResponse) -> None:
    """Forget the session in this browser."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_cookie(), secure=secure, httponly=True, samesite="Lax", path="/")


def own_address(text: str, allowed: Collection[str] = ("/desk", "/admin", "/staff")) -> str | None:
    """An address of ours that a sign-in may lead back to, or None: never another host's."""
    inside = any(text == each or text.startswith((each + "/", each + "?")) for each in allowed)
    return text if inside and "\\" not in text and text.isprintable() else None


def _authenticate(token: str) -> SignedIn | None:
    if not token:
        return None
    ring, now = context.keyring(), context.now()
    with aside(reads=True) as session:
        try:
            signed_in = service.authenticate(session, ring, token, now=now)
        except NotSignedInError:
            return None
    if now - signed_in.seen_at >= TOUCH:
        with aside() as session:
            service.touch(session, signed_in, now=now)
    return signed_in


def _cookie() -> str:
    return cookie_name("bonafide-staff", secure=current_app.config["SESSION_COOKIE_SECURE"])


def _sign_in_address() -> str:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return f"{SIGN_IN}?{urlencode({'next': wanted})}" if own_address(wanted) else SIGN_IN
