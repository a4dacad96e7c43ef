"""Putting the parts together: the options of a client, checked once."""

import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bonafide._blinding import Blinder
from bonafide._breaker import Breaker
from bonafide._cache import MemoryCache, Shelf
from bonafide._desk import Desk
from bonafide._fallback import Fallback, OnFailure
from bonafide._naming import Namer
from bonafide._people import Reader
from bonafide._pins import Pins
from bonafide._retry import Courier
from bonafide._times import Times
from bonafide.errors import Misuse
from bonafide.protocol.group import default_group

KEY_PREFIXES = ("bf_live_", "bf_test_")


def utc_today() -> date:
    """The registry's days are UTC days."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Options:
    """What the two clients have in common."""

    api_key: str = field(repr=False)
    base_url: str
    times: Times
    on_failure: OnFailure
    region: str
    language: str
    ref_cache: MutableMapping[str, str] | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.monotonic
    today: Callable[[], date] = utc_today

    def __post_init__(self) -> None:
        if not self.api_key.isascii() or not self.api_key.startswith(KEY_PREFIXES):
            raise Misuse("an API key begins with bf_live_ or bf_test_")
        if not self.base_url.startswith(("https://", "http://")):
            raise Misuse("base_url begins with https:// (http:// on your own machine only)")

    @property
    def world(self) -> str:
        """``live`` or ``test``."""
        return self.api_key.split("_")[1]

    @property
    def headers(self) -> dict[str, str]:
        """Sent with every request."""
        return {
            "Authorization": f"Bearer {self.api_key}",
            "Accept": "application/json, application/problem+json",
            "Accept-Language": self.language,
            "User-Agent": "bonafide-python",
        }


def assemble(options: Options) -> Desk:
    """The parts of one client."""
    shelf = Shelf(MemoryCache() if options.ref_cache is None else options.ref_cache)
    reader = Reader(options.api_key, options.region)
    courier = Courier(clock=options.clock, breaker=Breaker(options.clock))
    pins = Pins(shelf, reader.slot(b"pins", options.base_url.encode()))
    blinder = Blinder(courier, pins, default_group())
    return Desk(
        courier=courier,
        reader=reader,
        namer=Namer(blinder, shelf),
        blinder=blinder,
        fallback=Fallback(options.on_failure, options.language),
        shelf=shelf,
        times=options.times,
        base_url=options.base_url,
        today=options.today,
    )
