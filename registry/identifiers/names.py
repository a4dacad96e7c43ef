"""What a request may call one identifier, and the refs that shops keep.

A ref is ``key id (1 byte) ‖ AES-SIV(K_ref, identifier id ‖ shop id)`` under the shop's id as
associated data: different in every shop and worthless to any other.
"""

from dataclasses import dataclass, field

from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.words import Kind, World
from registry.identifiers.errors import RefInvalidError, RefStaleError
from registry.kernel.keys import Keyring
from registry.kernel.sealing import find_sealed, seal

REF_BYTES = 33


@dataclass(slots=True)
class RefName:
    """An identifier that the shop has met before. Never changed; not frozen, for there are many."""

    ref: str


@dataclass(frozen=True, slots=True)
class ElementName:
    """A blinded, evaluated and unblinded identifier."""

    kind: Kind
    element: str
    epoch: int


@dataclass(frozen=True, slots=True)
class DigestName:
    """The direct tier: the registry blinds and evaluates in memory."""

    kind: Kind
    digest: str = field(repr=False)


Name = RefName | ElementName | DigestName


def make_ref(ring: Keyring, world: World, *, identifier_id: int, shop_id: int) -> str:
    """The ref of an identifier for one shop, under the newest key."""
    key_id, key = ring.newest(world, "ref")
    shop = shop_id.to_bytes(8, "big")
    sealed = seal(key, identifier_id.to_bytes(8, "big") + shop, context=shop)
    return pack(bytes([key_id]) + sealed)


class Refs:
    """Opens refs of one shop; what many of them have in common is looked up once."""

    __slots__ = ("_keys", "_newest", "_shop")

    def __init__(self, ring: Keyring, world: World, *, shop_id: int) -> None:
        self._keys = ring.keys[world, "ref"]
        self._newest, _ = ring.newest(world, "ref")
        self._shop = shop_id.to_bytes(8, "big")

    def open(self, ref: str) -> tuple[int, str | None]:
        """Whose it is, and the ref itself if under the newest key: a new one would be the same.

        Raises RefInvalidError (another shop's), RefStaleError (retired key).
        """
        try:
            packed = unpack(ref, size=REF_BYTES)
        except ProtocolError:
            raise RefInvalidError from None
        key_id, shop = packed[0], self._shop
        key = self._keys.get(key_id)
        if key is None:
            raise RefStaleError if 0 < key_id < self._newest else RefInvalidError
        opened = find_sealed(key, packed[1:], context=shop)
        if opened is None or opened[8:] != shop:
            raise RefInvalidError
        return int.from_bytes(opened[:8], "big"), ref if key_id == self._newest else None
