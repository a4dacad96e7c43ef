"""One try of one delivery, to an address that was judged a moment ago and to no other.

The name is resolved once; every number it has must be public; the connection goes to one of these
numbers, so that a name that changes its mind between the look and the connection gains nothing.
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import SplitResult

import httpx2

from registry.notices.addresses import Address, BadUrlError, as_number, check_url, may_reach
from registry.notices.delivering import Parcel
from registry.notices.rules import Outcome, outcome_of

SECONDS: Final = 15.0
"""For everything: resolving, connecting, sending, and the head of the answer."""
Trust = ssl.SSLContext | bool


class Resolver(Protocol):
    """Whoever turns a name into numbers."""

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Every address of a name; raises OSError."""
        ...


async def resolve(host: str, port: int) -> Sequence[str]:
    """By the system."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def send_all(
    parcels: Sequence[Parcel],
    *,
    loopback: bool,
    resolver: Resolver = resolve,
    seconds: float = SECONDS,
    trust: Trust = True,
) -> list[str]:
    """Send parcels side by side; what became of each, in their order. Never raises.

    ``trust`` says which authorities vouch for a server's name: by default the public ones.
    """
    return asyncio.run(_send_all(parcels, _Way(loopback, resolver, seconds, trust)))


@dataclass(frozen=True, slots=True)
class _Way:
    """How this run sends."""

    loopback: bool
    resolver: Resolver
    seconds: float
    trust: Trust


async def _send_all(parcels: Sequence[Parcel], way: _Way) -> list[str]:
    return list(await asyncio.gather(*(_try(parcel, way) for parcel in parcels)))


async def _try(parcel: Parcel, way: _Way) -> str:
    try:
        async with asyncio.timeout(way.seconds):
            return await _send(parcel, way)
    except (TimeoutError, httpx2.TimeoutException):
        return Outcome.TIMEOUT
    except BadUrlError:
        return Outcome.BAD_ADDRESS
    except (httpx2.HTTPError, OSError, UnicodeError):
        return Outcome.UNREACHABLE


async def _send(parcel: Parcel, way: _Way) -> str:
    parts = check_url(parcel.url, loopback=way.loopback)
    address = await _judged(parts, way)
    host = f"[{address}]" if address.version == 6 else str(address)
    pinned = httpx2.URL(parcel.url).copy_with(host=host)
    headers = {**parcel.headers, "host": parts.netloc}
    named = {"sni_hostname": parts.hostname}
    async with (
        httpx2.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=SECONDS, verify=way.trust
        ) as web,
        web.stream(
            "POST", pinned, content=parcel.body, headers=headers, extensions=named
        ) as answer,
    ):
        return outcome_of(answer.status_code)  # its body is not read at all


async def _judged(parts: SplitResult, way: _Way) -> Address:
    """The address to connect to; raises BadUrlError when any of the name's is not public."""
    host = parts.hostname or ""
    number = as_number(host)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    numbers = [str(number)] if number else await way.resolver(host, port)
    found = [ip_address(each.partition("%")[0]) for each in numbers]
    if not found or not all(may_reach(each, loopback=way.loopback) for each in found):
        raise BadUrlError
    if parts.scheme == "http" and not all(each.is_loopback for each in found):
        raise BadUrlError
    return found[0]
