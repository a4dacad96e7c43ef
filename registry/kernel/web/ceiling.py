"""A ceiling per address against floods, told in the header fields of the IETF's RateLimit draft.

Flask-Limiter counts; its own headers are off, since they put ``Retry-After`` on every answer and
change the one that a problem brings.
"""

from flask import Flask, Response
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from limits.errors import ConfigurationError

from registry.kernel.clock import SystemClock
from registry.kernel.errors import UnusableError


def register(app: Flask, *, limit: str, storage: str) -> None:
    """Refuse an address that asks more often than ``limit``, for example ``1200/minute``."""
    try:
        limiter = Limiter(
            get_remote_address,
            app=app,
            default_limits=[limit],
            storage_uri=storage,
            in_memory_fallback_enabled=True,
        )
    except ConfigurationError:
        raise UnusableError(
            "BONAFIDE_RATE_LIMIT_STORAGE cannot be used: leave it at memory://, or install what "
            "another storage needs (docs/settings.md)"
        ) from None

    @app.after_request
    def tell(response: Response) -> Response:
        seen = limiter.current_limit
        return response if seen is None else _told(response, seen)


def _told(response: Response, seen: RequestLimit) -> Response:
    seconds = max(1, int(seen.reset_at - SystemClock().now().timestamp()))
    policy = f'"address";q={seen.limit.amount};w={seen.limit.get_expiry()}'
    response.headers["RateLimit-Policy"] = policy
    response.headers["RateLimit"] = f'"address";r={max(0, seen.remaining)};t={seconds}'
    if seen.breached:
        response.headers["Retry-After"] = str(seconds)
    return response
