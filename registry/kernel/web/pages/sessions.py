"""Cookies of pages: signed with the keys in the key directory, and as closed as browsers allow.

The session cookie holds the token of forms, the messages for the next page and nothing about a
person.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from registry.kernel.sealing import mac

Secrets = Callable[[], Sequence[bytes]]
"""Keys that sign, oldest first; asked at every use, so that a rotation needs no restart."""


class KeyedSessions(SecureCookieSessionInterface):
    """Flask's signed cookie: the newest key signs, older ones are still read."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty one where no cookie came: then no key is needed, as in every call of the API."""
        if "HTTP_COOKIE" not in request.environ or self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing where nothing was in it and nobody asked, as in every call of the API."""
        if session or session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """A serializer with the keys of the moment."""
        return URLSafeTimedSerializer(
            [mac(secret, b"page session").hex() for secret in self._secrets()],
            salt="page-session",
            serializer=TaggedJSONSerializer(),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def is_loopback(public_url: str) -> bool:
    """Whether people reach the service over plain http on their own machine only."""
    parts = urlsplit(public_url)
    if parts.scheme != "http":
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def cookie_name(base: str, *, secure: bool) -> str:
    """``__Host-`` where it may be: no other host of the domain can then plant the cookie."""
    return f"__Host-{base}" if secure else base


def register(app: Flask, *, secrets: Secrets, public_url: str) -> None:
    """Give ``app`` sessions. ``WTF_CSRF_SECRET_KEY`` only masks the token in the session."""
    secure = not is_loopback(public_url)
    app.session_interface = KeyedSessions(secrets)
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name("bonafide", secure=secure),
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
        WTF_CSRF_SECRET_KEY=mac(secrets()[-1], b"page forms").hex(),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no Referer; the token and SameSite do the work.
        WTF_CSRF_SSL_STRICT=False,
    )
