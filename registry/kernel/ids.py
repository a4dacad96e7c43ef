"""Row ids and the public ids made of them.

A public id carries what routes it: ``rep_`` or ``lkp_`` followed by base32 of the shop's id and
the row's id (8 bytes each), so that one shard answers and no id of another shop fits.
"""

import base64
import os
from collections import deque
from collections.abc import Sequence
from functools import lru_cache

_RESERVED = 1 << 32
_LIMIT = 1 << 63
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""Two characters of base32 for ten bits: a fourth of the time of the standard library's way."""
_DRAWN: deque[int] = deque()
"""Numbers of the system's, for each of which a thread would let go of the interpreter."""
_AT_ONCE = 512
os.register_at_fork(after_in_child=_DRAWN.clear)
_HEAD = range(50, -1, -10)
_MIDDLE = range(40, -1, -10)


def new_id() -> int:
    """A random row id in [2^32, 2^63). Smaller ones are reserved for rows with a fixed meaning."""
    return new_ids(1)[0]


def new_ids(count: int) -> Sequence[int]:
    """So many in a row, the first one random: for rows whose company is no secret.

    A database puts them on a page or two, and so many random ones on as many pages.
    """
    first = _draw()
    while not _RESERVED <= first <= _LIMIT - count:
        first = _draw()
    return range(first, first + count)


def _draw() -> int:
    """63 random bits, never given twice: a fork forgets what its parent has drawn."""
    while True:
        try:
            return _DRAWN.popleft()
        except IndexError:
            drawn = memoryview(os.urandom(8 * _AT_ONCE)).cast("Q")
            _DRAWN.extend([each >> 1 for each in drawn])


def public_id(prefix: str, shop_id: int, row_id: int) -> str:
    """The text that stands for a shop's row outside: ``prefix`` and 26 lower-case characters."""
    last = _PAIRS[row_id >> 8 & 1023] + _PAIRS[row_id << 2 & 1023]
    return _begin(prefix, shop_id, row_id >> 18) + last


@lru_cache(maxsize=256)
def _begin(prefix: str, shop_id: int, bits: int) -> str:
    """All but the last four characters, which rows in a row share: 46 bits are of the row."""
    bits |= (shop_id & 15) << 46
    return _head(prefix, shop_id >> 4) + "".join([_PAIRS[bits >> at & 1023] for at in _MIDDLE])


@lru_cache(maxsize=1024)
def _head(prefix: str, bits: int) -> str:
    """All that follows from the shop alone: its upper 60 bits."""
    return prefix + "".join([_PAIRS[bits >> at & 1023] for at in _HEAD])


def find_row_id(prefix: str, shop_id: int, text: str) -> int | None:
    """The row id inside ``text`` when it is well formed and the shop's own, else None."""
    found = read_public_id(prefix, text)
    return found[1] if found is not None and found[0] == shop_id else None


def read_public_id(prefix: str, text: str) -> tuple[int, int] | None:
    """The shop and the row inside ``text``, for those who may see every shop's; else None."""
    body = text.removeprefix(prefix)
    if body == text or len(body) != 26 or body != body.lower():
        return None
    try:
        packed = base64.b32decode(body.upper() + "======")
    except ValueError:
        return None
    shop_id, row_id = int.from_bytes(packed[:8], "big"), int.from_bytes(packed[8:], "big")
    fits = max(shop_id, row_id) < _LIMIT and public_id(prefix, shop_id, row_id) == text
    return (shop_id, row_id) if fits else None
