"""The guard of the API: who calls, and whether this key may.

A key is sent as ``Authorization: Bearer`` or as the user name of Basic, never in a URL. What a
worker has learnt about a key it believes for three seconds, in which it asks the database nothing;
so a revoked key or a suspended shop is refused everywhere that long after the commit at the latest.
Keys themselves are neither logged nor kept: the cache is keyed by their SHA-256.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

from werkzeug.datastructures import Authorization

from registry.kernel.believed import Believed, of_application
from registry.kernel.db import aside
from registry.kernel.kept import kept
from registry.kernel.web import arrival, context, idempotency
from registry.kernel.web.blueprint import note
from registry.shops.access import Caller, authenticate
from registry.shops.errors import ForbiddenScopeError, NotAuthenticatedError, ShopSuspendedError
from registry.shops.rules import Scope, Standing

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_EXTENSION: Final = "bonafide-shops-keys"
_CALLER: Final = "bonafide.caller"

View = TypeVar("View", bound=Callable[..., Any])


def guard() -> None:
    """Let only a living key of a shop in good standing in; the caller is known afterwards."""
    sent = arrival.sent()
    caller = _identify(_token(sent.get("HTTP_AUTHORIZATION")))
    if caller.standing is Standing.SUSPENDED:
        raise ShopSuspendedError
    sent[_CALLER] = caller


def current_caller() -> Caller:
    """Who calls; only behind ``guard``."""
    return caller_of(arrival.sent())


def caller_of(sent: "WSGIEnvironment") -> Caller:
    """Who sent the request ``sent``; only behind ``guard``."""
    caller: Caller = sent[_CALLER]
    return caller


def idempotency_caller() -> idempotency.Caller:
    """The same, for the store of idempotent answers."""
    caller = current_caller()
    return idempotency.Caller(caller.shop_id, caller.world)


def needs(*scopes: Scope) -> Callable[[View], View]:
    """A view for keys with any of ``scopes``; stands directly below ``route``, before parsing."""

    def decorator(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            if current_caller().scopes.isdisjoint(scopes):
                raise ForbiddenScopeError(scope=" or ".join(scopes))
            return view(*args, **kwargs)

        note(checked)["codes"].append("forbidden_scope")
        return checked  # type: ignore[return-value]  # same signature, by wraps

    return decorator


def _identify(token: str) -> Caller:
    at_hand = kept()
    known: Believed[bytes, Caller] = of_application(_EXTENSION, at_hand)
    name, now = _name(token), context.now(at_hand)
    caller = known.find(name, now)
    if caller is None:
        with aside(reads=True) as session:
            caller = authenticate(session, token, keyring=context.keyring())
        known.learn(name, caller, now)
    return caller


def _token(header: str | None) -> str:
    """The key that was sent; raises NotAuthenticatedError."""
    sent = Authorization.from_header(header)
    if sent is None:
        raise NotAuthenticatedError
    token = sent.token if sent.type == "bearer" else sent.username
    if sent.type not in ("bearer", "basic") or not token:
        raise NotAuthenticatedError
    return token


def _name(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
