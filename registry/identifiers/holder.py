"""Who holds ``k``: one interface, so that it can live in another process or be split one day."""

from collections.abc import Iterable
from typing import Protocol

from bonafide.protocol.group import Group
from bonafide.protocol.oprf import evaluate
from bonafide.protocol.proofs import prove
from bonafide.protocol.words import World
from registry.identifiers.errors import EpochGoneError
from registry.kernel.keys import KeyDirectoryError, KeySource


class KeyHolder(Protocol):
    """Evaluates with ``k`` of a world and epoch; raises EpochGoneError for a forgotten one.

    Points are 32 bytes; ``BadPoint`` is raised for anything but a usable one.
    """

    def evaluate(self, world: World, epoch: int, points: Iterable[bytes]) -> list[bytes]:
        """``k · P`` for every point, in their order (RFC 9497 §3.3.2).

        They are taken one after the other, so whoever yields them knows which one was refused.
        """

    def public_key(self, world: World, epoch: int) -> bytes:
        """``k · generator``."""

    def prove(self, world: World, epoch: int, points: list[bytes], evaluated: list[bytes]) -> bytes:
        """One DLEQ proof over all points (RFC 9497 §2.2.1), 64 bytes."""

    def lift(self, world: World, old: int, new: int, element: bytes) -> bytes:
        """The element of epoch ``old`` as the one of epoch ``new``: ``(k'/k) · N``."""


class LocalKeyHolder:
    """Holds ``k`` as a file of this machine: the embedded default."""

    def __init__(self, source: KeySource, group: Group, *, demo: bool) -> None:
        """``demo`` allows a group whose running time depends on the key."""
        if not group.constant_time and not demo:
            raise KeyDirectoryError(
                "libsodium was not found, and without it the key would leak through the time "
                "that an answer takes: install libsodium (Debian: libsodium23)"
            )
        self._source = source
        self._group = group

    def evaluate(self, world: World, epoch: int, points: Iterable[bytes]) -> list[bytes]:
        """See KeyHolder."""
        k = self._key(world, epoch)
        return [evaluate(k, point, group=self._group) for point in points]

    def public_key(self, world: World, epoch: int) -> bytes:
        """See KeyHolder."""
        return self._group.multiply_base(self._key(world, epoch))

    def prove(self, world: World, epoch: int, points: list[bytes], evaluated: list[bytes]) -> bytes:
        """See KeyHolder."""
        key, public = self._key(world, epoch), self.public_key(world, epoch)
        return prove(key, public, points, evaluated, group=self._group)

    def lift(self, world: World, old: int, new: int, element: bytes) -> bytes:
        """See KeyHolder."""
        inverse = self._group.invert(self._key(world, old))
        delta = self._group.scalar_multiply(self._key(world, new), inverse)
        return self._group.multiply(delta, element)

    def _key(self, world: World, epoch: int) -> bytes:
        key = self._source.current().find(world, "oprf", epoch)
        if key is None:
            raise EpochGoneError
        return key
