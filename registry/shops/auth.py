"""The guard of the API: who calls, and whether this key may.

A key is sent as ``Authorization: Bearer`` or as the user name of Basic, never in a URL. What a
worker has learnt about a key it believes for three seconds, in which it asks the database nothing;
so a revoked key or a suspended shop is refused everywhere that long after the commit at the latest.
Keys themselves are neither logged nor kept: the cache is keyed by their SHA-256.
"""

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, g, request

from registry.kernel.db import aside
from registry.kernel.web import context, idempotency
from registry.kernel.web.blueprint import note
from registry.shops.access import Caller, authenticate
from registry.shops.errors import ForbiddenScopeError, NotAuthenticatedError, ShopSuspendedError
from registry.shops.rules import Scope, Standing

BELIEVED: Final = timedelta(seconds=3)
_MOST_KEYS: Final = 10_000
_EXTENSION: Final = "bonafide-shops-keys"
_NO_TIME: Final = timedelta(0)

View = TypeVar("View", bound=Callable[..., Any])


class KeyCache:
    """What one worker knows about the keys it saw lately; safe to share between threads."""

    def __init__(self) -> None:
        """Empty: a fork may copy it, for all it holds grows stale in three seconds."""
        self._seen: dict[bytes, tuple[datetime, Caller]] = {}
        self._lock = threading.Lock()

    def find(self, token: str, now: datetime) -> Caller | None:
        """The holder of a key, if it was learnt less than three seconds ago.

        A hit does not make it younger: a key in steady use would never be looked up again.
        """
        learnt_at, caller = self._seen.get(_name(token), (None, None))
        if learnt_at is None or not _NO_TIME <= now - learnt_at < BELIEVED:
            return None
        return caller

    def learn(self, token: str, caller: Caller, now: datetime) -> None:
        """Remember a key found in the database; ``now`` is from before that question."""
        with self._lock:
            if len(self._seen) >= _MOST_KEYS:
                self._seen.clear()
            self._seen[_name(token)] = (now, caller)


def guard() -> None:
    """Let only a living key of a shop in good standing in; the caller is known afterwards."""
    caller = _identify(_token())
    if caller.standing is Standing.SUSPENDED:
        raise ShopSuspendedError
    g.caller = caller


def current_caller() -> Caller:
    """Who calls; only behind ``guard``."""
    caller: Caller = g.caller
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
    cache: KeyCache = current_app.extensions.setdefault(_EXTENSION, KeyCache())
    now = context.now()
    caller = cache.find(token, now)
    if caller is None:
        with aside(reads=True) as session:
            caller = authenticate(session, token, keyring=context.keyring())
        cache.learn(token, caller, now)
    return caller


def _token() -> str:
    """The key that was sent; raises NotAuthenticatedError."""
    sent = request.authorization
    if sent is None:
        raise NotAuthenticatedError
    token = sent.token if sent.type == "bearer" else sent.username
    if sent.type not in ("bearer", "basic") or not token:
        raise NotAuthenticatedError
    return token


def _name(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
