"""How many codes, how many tries, when work is asked for: values in, decisions out.

Nobody may lock another out, and nobody may make us send messages without end. So counts that an
attacker can raise for somebody else (of a number, a block of numbers, a day) ask for work long
before they refuse, and one code a day is left for a browser that proved this number before.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bonafide.protocol.words import Kind

DIGITS: Final = 6
LIFE: Final = timedelta(minutes=10)
TRIES: Final = 5
PROOF_KEPT: Final = timedelta(days=180)
"""How long a browser is known to have proven a number."""

PAIR_FREE: Final = 3
"""Codes a day for one number from one browser without work."""
NUMBER_FREE: Final = 5
"""Codes a day for one number from all browsers without work."""
NUMBER_MOST: Final = 9
"""After so many only networks that have not asked for this number today get another one."""
NUMBER_CEILING: Final = 20
"""More than that never goes to one number on a day, but for the reserved code."""
NETWORK_NUMBER_MOST: Final = 4
"""Codes a day for one number from one network."""
NETWORK_FREE: Final = 20
NETWORK_MOST: Final = 300
"""Codes a day from one network: many phones share one address of their operator."""
PREFIX_MOST: Final = {Kind.PHONE: 40, Kind.EMAIL: 1_000}
"""Codes a day for a block of ten thousand numbers, or for one mail domain."""
RESERVE: Final = 5
"""The last of so many parts of a day's codes is for browsers that proved a number before."""
WRONG_AN_HOUR: Final = 60
"""From so many wrong guesses in this hour and the last, if they are most, everybody works."""

WORK: Final = 18
"""Leading zero bits of the easiest work: about a second in a phone's browser."""
WORK_MOST: Final = 22


class Refusal(StrEnum):
    """Why no code was sent. What is said to the person does not depend on who he is."""

    CLOSED = "closed"
    """There is no way to such addresses here."""
    NUMBER = "number"
    NETWORK = "network"
    PREFIX = "prefix"
    DAY = "day"
    TRIES = "tries"
    """All tries of the running code are used: wait until it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was sent today before this request, and what is known of the asking browser."""

    pair: int = 0
    number: int = 0
    network: int = 0
    network_number: int = 0
    prefix: int = 0
    day: int = 0
    proven: bool = False
    reserved_used: bool = False
    tripped: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Send after ``bits`` of work (0: none), or do not. ``reserved``: it is the reserved code."""

    bits: int = 0
    refusal: Refusal | None = None
    reserved: bool = False


def decide(counts: Counts, *, kind: Kind, a_day: int) -> Decision:
    """Whether one more code may go out; ``a_day`` is the most that all people get together."""
    refusal = _refusal(counts, kind, a_day)
    if refusal is None:
        return Decision(_bits(counts))
    if counts.proven and not counts.reserved_used:
        return Decision(reserved=True)
    return Decision(refusal=refusal)


def _refusal(counts: Counts, kind: Kind, a_day: int) -> Refusal | None:
    fresh_network = counts.network_number == 0 and counts.number < NUMBER_CEILING
    if counts.number >= NUMBER_MOST and not fresh_network:
        return Refusal.NUMBER
    if counts.network_number >= NETWORK_NUMBER_MOST:
        return Refusal.NUMBER
    if counts.network >= NETWORK_MOST:
        return Refusal.NETWORK
    if counts.prefix >= PREFIX_MOST[kind]:
        return Refusal.PREFIX
    share = a_day if counts.proven else a_day - a_day // RESERVE
    return Refusal.DAY if counts.day >= share else None


def _bits(counts: Counts) -> int:
    asked = [0]
    if counts.pair >= PAIR_FREE:
        asked.append(WORK + counts.pair - PAIR_FREE)
    if counts.number >= NUMBER_FREE and not counts.proven:
        asked.append(WORK + counts.number - NUMBER_FREE)
    if counts.network >= NETWORK_FREE:
        asked.append(WORK)
    if counts.tripped:
        asked.append(WORK + 1)
    return min(WORK_MOST, max(asked))


def is_spraying(wrong: int, right: int) -> bool:
    """Whether the wrong guesses of two hours look like somebody trying numbers in turn."""
    return wrong >= WRONG_AN_HOUR and wrong > 3 * right


def is_work(seed: str, nonce: str, bits: int) -> bool:
    """Whether SHA-256 of ``seed:nonce`` begins with ``bits`` zero bits."""
    if len(nonce) > 20 or not nonce.isascii() or not nonce.isdigit():
        return False
    found = int.from_bytes(hashlib.sha256(f"{seed}:{nonce}".encode()).digest(), "big")
    return found >> (256 - bits) == 0


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def read_code(typed: str) -> str | None:
    """The six digits that a person typed, with spaces or a dash perhaps; None for anything else."""
    digits = "".join(typed.replace("-", " ").split())
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else None


def kind_of(typed: str) -> Kind:
    """A phone or an e-mail: only one of them has an at sign."""
    return Kind.EMAIL if "@" in typed else Kind.PHONE


def prefix_of(kind: Kind, value: str) -> str:
    """The block that a number belongs to (all but four digits), or the domain of an address."""
    return value.rpartition("@")[2] if kind is Kind.EMAIL else value[:-4]


def network_of(address: str) -> str:
    """An IPv4 address, or the /56 of an IPv6 one: about one connection."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 56), strict=False))


def masked(kind: Kind, value: str) -> str:
    """Enough of a number or address for its owner to see a slip, too little for a passer-by."""
    if kind is Kind.PHONE:
        return f"{value[:2]} ••• ••• {value[-4:-2]} {value[-2:]}"
    local, _, domain = value.partition("@")
    return f"{local[:1]}•••@{domain}"
