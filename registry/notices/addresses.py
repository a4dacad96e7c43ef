"""Where a webhook may lead: to the public internet and nowhere else. Pure.

A shop names the address, and the registry's machine stands beside its database. So an address is
judged when it is given, and again at each try, by every number that its name has just resolved to.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

LONGEST_URL: Final = 500
_EMBEDDED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""NAT64 (RFC 6052, RFC 8215): an IPv4 address in the last 32 bits."""
_COMPATIBLE: Final = IPv6Network("::/96")
_INSIDE_ALL_THE_SAME: Final = tuple(
    ip_network(each)
    for each in (
        "168.63.129.16/32",  # a cloud's own services, beside its machines; no RFC
        "192.0.0.0/24",  # RFC 6890: assignments of the IETF; a cloud keeps its metadata there
        "192.31.196.0/24",  # RFC 7535: AS112, answered by whoever is near
        "192.52.193.0/24",  # RFC 7450: relays of multicast
        "192.88.99.0/24",  # RFC 7526: relays of 6to4, withdrawn
        "192.175.48.0/24",  # RFC 7534: AS112
        "100:0:0:1::/64",  # RFC 9780: a dummy prefix
        "2001::/23",  # RFC 2928: assignments of the IETF, Teredo among them
        "2620:4f:8000::/48",  # RFC 7534: AS112
        "3fff::/20",  # RFC 9637: documentation
        "5f00::/16",  # RFC 9602: segment routing
        "fec0::/10",  # RFC 3879: site-local, withdrawn and still in use
    )
)
"""What ``ipaddress`` calls global, in one version of Python or another, and no shop's server is."""
Address = IPv4Address | IPv6Address


class BadUrlError(ValueError):
    """The address of a webhook cannot be used."""


def check_url(url: str, *, loopback: bool) -> SplitResult:
    """The parts of a usable URL; raises BadUrlError. ``loopback``: also http to this machine."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or 0 < parts.port < 65_536
    except ValueError:
        raise BadUrlError from None
    schemes = ("https", "http") if loopback else ("https",)
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not (plain and port_is_fine and parts.scheme in schemes and parts.hostname):
        raise BadUrlError
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadUrlError
    number = as_number(parts.hostname)
    if number is not None and not may_reach(number, loopback=loopback):
        raise BadUrlError
    return parts


def as_number(host: str) -> Address | None:
    """The host as an address, if it is one in its usual form."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def may_reach(address: Address, *, loopback: bool) -> bool:
    """Whether this address is on the public internet; ``loopback`` allows this machine, too."""
    if loopback and address.is_loopback:
        return True
    return all(_is_public(each) for each in _faces(address))


def _faces(address: Address) -> list[Address]:
    """The address and every IPv4 address that is hidden in it."""
    if isinstance(address, IPv4Address):
        return [address]
    hidden: list[IPv4Address | None] = [address.ipv4_mapped, address.sixtofour]
    hidden += address.teredo or ()
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in (*_EMBEDDED, _COMPATIBLE)):
        hidden.append(last)
    mapped = address.ipv4_mapped is not None
    return [*([] if mapped else [address]), *(each for each in hidden if each is not None)]


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not any(address in network for network in _INSIDE_ALL_THE_SAME)
    )
