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
_BITS = 63
_LIMIT = 1 << _BITS
_LOWER_BITS = 49
_IN_A_STRETCH = 4_096
_MOST_OWNERS = 10_000
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
    return _in_a_row(1)[0]


class NearIds:
    """Row ids for rows that lie under their owner's id, near to each other; safe between threads.

    A database keeps an index by such ids on a few pages that it has at hand, and one by random ids
    all over: a log of ten million rows would cost a page of its own for each row that comes. The
    upper bits stay for so many of an owner's ids and are drawn anew then, so they tell him nothing
    of anybody else.
    """

    def __init__(self) -> None:
        self._upper: dict[int, tuple[int, int]] = {}

    def draw(self, owner: int, count: int) -> Sequence[int]:
        """So many in a row, the first one random: for rows whose company is no secret."""
        upper, left = self._upper.get(owner, (0, 0))
        if left <= 0:
            if len(self._upper) >= _MOST_OWNERS:
                self._upper.clear()
            upper, left = _draw() >> _LOWER_BITS << _LOWER_BITS, _IN_A_STRETCH
        self._upper[owner] = upper, left - count
        return _in_a_row(count, upper, _BITS - _LOWER_BITS)


def _in_a_row(count: int, upper: int = 0, dropped: int = 0) -> Sequence[int]:
    """Ids behind a random one with these upper bits, for which so many of its own are dropped."""
    first = upper | _draw() >> dropped
    while not _RESERVED <= first <= _LIMIT - count:
        first = upper | _draw() >> dropped
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
