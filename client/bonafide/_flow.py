"""One core for two clients: an operation is a generator of exchanges that knows no socket.

It yields an :class:`Attempt`, is sent the :class:`Reply` (or is thrown an ``Unavailable``), and in
the end returns its answer. ``Registry`` drives it with blocking calls, ``AsyncRegistry`` awaits.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar

T = TypeVar("T")


class Again(Enum):
    """When a call may be made twice."""

    ALWAYS = auto()
    """It changes nothing, or the registry recognises the second time."""
    UNLESS_SLOW = auto()
    """Not after waiting in vain: a registry that is slow gets no second helping."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, before anybody has thought about time."""

    method: str
    path: str
    body: Mapping[str, Any] | bytes | None = field(default=None, repr=False)
    again: Again = Again.ALWAYS
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """Wait ``after`` seconds, then make ``call`` and take no longer than ``within`` over it."""

    call: Call
    after: float
    within: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over the wire, read to its end."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


Flow = Generator[Attempt, Reply, T]
