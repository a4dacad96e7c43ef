"""Cursors: opaque to the caller, a tuple of whole numbers to us.

A cursor grants nothing (every query is bounded by the caller's own shop), so it is not signed; it
is only checked to be exactly one that we could have written.
"""

import base64
import binascii
import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from marshmallow import Schema, fields, validate

from registry.kernel.errors import DomainError

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
_VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
Row = TypeVar("Row")


class BadCursorError(DomainError):
    """The cursor is not one of ours, or belongs to another list."""

    code = "bad_cursor"


class PageArguments(Schema):
    """The query arguments of every list."""

    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=64),
        metadata={"description": "`next` of the page before; leave out for the first page."},
    )
    limit = fields.Integer(
        load_default=DEFAULT_LIMIT,
        validate=validate.Range(min=1, max=MAX_LIMIT),
        metadata={"description": "How many entries at most."},
    )


def encode_cursor(*position: int) -> str:
    """One to four signed 64-bit numbers as base64url without padding."""
    packed = struct.pack(f">B{len(position)}q", _VERSION, *position)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode_cursor(text: str, *, size: int) -> tuple[int, ...]:
    """The ``size`` numbers of a cursor; raises BadCursorError for everything else."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        version, *position = struct.unpack(f">B{size}q", raw)
    except (binascii.Error, struct.error, ValueError):
        raise BadCursorError(pointer="/cursor") from None
    if version != _VERSION or encode_cursor(*position) != text:
        raise BadCursorError(pointer="/cursor")
    return tuple(position)


def ticks_of(moment: datetime) -> int:
    """A moment as a part of a cursor: microseconds since 1970."""
    return (moment - _EPOCH) // _TICK


def moment_of(ticks: int) -> datetime:
    """The inverse; raises BadCursorError for a number that is no moment."""
    try:
        return _EPOCH + ticks * _TICK
    except OverflowError:
        raise BadCursorError(pointer="/cursor") from None


def cut_page(
    rows: Sequence[Row], *, limit: int, position: Callable[[Row], tuple[int, ...]]
) -> tuple[Sequence[Row], str | None]:
    """The page and its ``next``, from ``limit + 1`` rows read: the one too many is not shown."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(*position(rows[limit - 1]))
