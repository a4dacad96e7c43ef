"""Everything that this package raises.

    BonafideError
     ├─ BadIdentifier (a ValueError)   a phone or e-mail that has no single written form
     ├─ Misuse (a ValueError)          arguments that no registry would take
     ├─ Unavailable                    no answer in time; a look-up that may fail open does so here
     │   ├─ NotConnected               refused, no route, no such name: nothing was sent
     │   ├─ ConnectionLost             broken off after something may have been sent
     │   ├─ TimedOut                   the budget of the call is spent
     │   ├─ ServerFailed               5xx
     │   ├─ RateLimited                429; ``retry_after`` in seconds where the registry said so
     │   ├─ UnreadableAnswer           not what a registry says: a captive portal, a broken proxy
     │   └─ CircuitOpen                it failed again and again a moment ago; not asked this time
     ├─ Refused                        4xx: the registry understood and says no
     │   ├─ NotAllowed                 401, 403: the key is wrong, revoked or lacks a scope
     │   ├─ NotFound                   404, and whatever is another shop's
     │   ├─ Conflict                   409, 410: an old revision, a stale reference
     │   └─ Invalid                    400, 413, 415, 422: see ``errors``
     ├─ KeyChanged                     the registry's key is not the one that was pinned
     ├─ LogRewritten                   the registry's log contradicts what it signed before
     ├─ WebhookRejected                a webhook whose signature or time does not fit
     └─ OutboxError                    the outbox file cannot be used

Every one carries ``request_id`` (quote it to the registry's operator), and none carries an
identifier, in its text or in its attributes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with a request: where (a JSON pointer), which, and in words."""

    pointer: str
    code: str
    detail: str


class BonafideError(Exception):
    """Base of all of them."""

    code = "bonafide_error"

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.request_id = request_id

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text} (request {self.request_id})" if self.request_id else text


class BadIdentifier(BonafideError, ValueError):  # noqa: N818 - reads as the sentence it is
    """Not one phone number or address. ``reason`` is a word of ``bonafide.protocol.errors``."""

    code = "bad_identifier"

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"this {kind} cannot be used: {reason.replace('_', ' ')}")
        self.kind = kind
        self.reason = reason


class Misuse(BonafideError, ValueError):  # noqa: N818 - reads as the sentence it is
    """Arguments that cannot be sent. Nothing was sent."""

    code = "misuse"


class Unavailable(BonafideError):  # noqa: N818 - reads as the sentence it is
    """No usable answer in time."""

    code = "unavailable"
    status: int | None = None
    retry_after: float | None = None


class NotConnected(Unavailable):
    """No connection came about, so nothing was sent."""

    code = "not_connected"


class ConnectionLost(Unavailable):
    """The connection broke; whether the registry acted is not known."""

    code = "connection_lost"


class TimedOut(Unavailable):
    """The registry did not answer within the time of this call."""

    code = "timed_out"


class CircuitOpen(Unavailable):
    """Not asked: the registry has just failed several times in a row."""

    code = "circuit_open"


class UnreadableAnswer(Unavailable):
    """Something answered, but not like a registry."""

    code = "unreadable_answer"


class ServerFailed(Unavailable):
    """5xx."""

    code = "server_failed"

    def __init__(
        self,
        message: str,
        *,
        status: int,
        retry_after: float | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status
        self.retry_after = retry_after


class RateLimited(ServerFailed):
    """429: too many requests, or a day's budget of new people is used up."""

    code = "rate_limited"


class Refused(BonafideError):  # noqa: N818 - reads as the sentence it is
    """4xx. ``code`` is the registry's word for it, ``errors`` says where the fault lies."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str,
        errors: tuple[FieldError, ...] = (),
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status
        self.code = code
        self.errors = errors


class NotAllowed(Refused):
    """401 or 403."""


class NotFound(Refused):
    """404."""


class Conflict(Refused):
    """409 or 410."""


class Invalid(Refused):
    """Any other 4xx."""


class KeyChanged(BonafideError):  # noqa: N818 - reads as the sentence it is
    """The registry shows another key than the pinned one, or used another for this shop.

    Do not go on by deleting the pin: ask the registry's operator through another channel whether
    the key was really changed.
    """

    code = "key_changed"


class LogRewritten(BonafideError):  # noqa: N818 - reads as the sentence it is
    """The registry's log is shorter than it was, or another one.

    ``kept`` and ``shown`` are two signed checkpoints that cannot both be true: put them away and
    show them to the registry's operator and to other shops.
    """

    code = "log_rewritten"

    def __init__(self, message: str, *, kept: str = "", shown: str = "") -> None:
        super().__init__(message)
        self.kept = kept
        self.shown = shown


class WebhookRejected(BonafideError):  # noqa: N818 - reads as the sentence it is
    """This request was not signed by the registry, or too long ago."""

    code = "webhook_rejected"


class OutboxError(BonafideError):
    """The outbox file cannot be read or written."""

    code = "outbox_error"
