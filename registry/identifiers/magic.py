"""The people of the test world whom a shop's developer can count on.

Their numbers belong to nobody. Each has a fixed row id below those that ``new_id`` gives, so that
a row can be told to be one of them without a look at its tag.
"""

from enum import IntEnum
from typing import Final


class Magic(IntEnum):
    """The last two digits of ``+7 000 000 00 …``."""

    GOOD = 1
    WATCH = 2
    UNKNOWN = 3
    DISPUTED = 4
    OPTED_OUT = 5
    RATE_LIMITED = 7
    UNAVAILABLE = 8
    SLOW = 9


IDS: Final = frozenset(int(each) for each in Magic)


def phone_of(person: Magic) -> str:
    """The number in canonical form."""
    return f"+700000000{person:02d}"


def find_magic(identifier_id: int) -> Magic | None:
    """Who a row id stands for, or None for an ordinary row."""
    return Magic(identifier_id) if identifier_id in IDS else None
