"""What a shop may do, decided from values alone."""

import base64
import binascii
import unicodedata
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bonafide.protocol.words import Advice

LIVE_KEYS: Final = 2
"""Live keys of one shop in one world: the one in use and the one that replaces it."""
LEFT_COUNTS: Final = timedelta(days=90)
"""How long the reports of a shop that left still count."""
OVERRIDES: Final = frozenset(
    {Advice.SHIP, Advice.CONFIRM_CALL, Advice.PART_PREPAY, Advice.PREPAY, Advice.REVIEW}
)
"""What a shop may decide about one person for itself."""
_NAME_LENGTH: Final = 80
_PREFIX: Final = "shp_"


class Standing(StrEnum):
    """Where a shop stands in the registry."""

    PROBATION = "probation"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class Scope(StrEnum):
    """What a key is good for."""

    LOOKUP = "lookup"
    REPORT = "report"
    MANAGE = "manage"


def is_silenced(standing: Standing, left_on: date | None, today: date) -> bool:
    """Whether what the shop reported counts for nobody today."""
    if standing is Standing.SUSPENDED:
        return True
    return standing is Standing.LEFT and left_on is not None and left_on + LEFT_COUNTS < today


def clean_name(raw: str) -> str | None:
    """A shop's name in one line of at most 80 printable characters, or None."""
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    return name if 0 < len(name) <= _NAME_LENGTH and name.isprintable() else None


def public_shop_id(shop_id: int) -> str:
    """The text that stands for a shop outside: ``shp_`` and 13 characters of base32."""
    packed = shop_id.to_bytes(8, "big")
    return _PREFIX + base64.b32encode(packed).decode("ascii").rstrip("=").lower()


def find_shop_id(text: str) -> int | None:
    """The number inside a public shop id, None when it is not one."""
    try:
        packed = base64.b32decode(text.removeprefix(_PREFIX).upper() + "===")
    except (binascii.Error, ValueError):
        return None
    shop_id = int.from_bytes(packed, "big")
    return shop_id if len(packed) == 8 and public_shop_id(shop_id) == text else None
