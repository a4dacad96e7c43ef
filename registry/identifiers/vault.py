"""What resolving needs besides the database: the key holder, the storage keys, the generations.

A *generation* is one way of making tags: an epoch of ``k`` under one storage key. Its state is

- ``current``: what evaluations answer with, and what rows are found under;
- ``next``: a rotation is under way; rows are found under both, new rows are written under both;
- ``past``: no row is left, but elements of its epoch are still lifted for 48 hours.

A worker may see a new state up to ``STALE`` later than another one, and a request may be open for
longer than any wait. So whoever writes a tag holds the generations (``hold_generations``) and asks
the database which ones live; a new one is published when nobody holds them (rotation.py).
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.group import Group
from bonafide.protocol.words import Kind, World
from registry.identifiers.holder import KeyHolder
from registry.identifiers.models import TagGeneration
from registry.kernel.db import hold_alone, hold_shared
from registry.kernel.kept import Kept, kept
from registry.kernel.keys import KeySource
from registry.kernel.sealing import find_sealed, seal

STALE = 2.0
_EXTENSION = "bonafide-vault"


@dataclass(frozen=True, slots=True)
class Generation:
    """One way of making tags."""

    epoch: int
    storage_key_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One sealed element, ready to be looked for or written."""

    tag: bytes
    epoch: int
    storage_key_id: int


class Vault:
    """Keys and generations of both worlds as one worker sees them."""

    def __init__(self, source: KeySource, holder: KeyHolder, group: Group) -> None:
        """Nothing is read from the database until the first question."""
        self.source = source
        self.holder = holder
        self.group = group
        self._cache: dict[World, tuple[float, tuple[Generation, ...]]] = {}
        self._lock = threading.Lock()

    def generations(self, session: Session, world: World) -> tuple[Generation, ...]:
        """All generations of a world, the current one first; at most ``STALE`` seconds old."""
        read_at, seen = self._cache.get(world, (0.0, ()))
        if not seen or time.monotonic() - read_at > STALE:
            seen = read_generations(session, world)
            with self._lock:
                self._cache[world] = (time.monotonic(), seen)
        return seen

    def forget_cache(self) -> None:
        """Read the generations anew at the next question."""
        with self._lock:
            self._cache.clear()

    def tags(
        self,
        generations: Sequence[Generation],
        world: World,
        kind: Kind,
        element: bytes,
        epoch: int,
    ) -> list[Tag]:
        """The tags that this element has under every living generation."""
        live = [each for each in generations if each.state != "past"]
        return [
            self._tag(each, world, kind, self._lifted(world, element, epoch, each)) for each in live
        ]

    def unseal(self, tag: Tag, world: World, kind: Kind) -> bytes | None:
        """The element inside a tag, for lifting it; None when its storage key is not here."""
        key = self.source.current().find(world, "store", tag.storage_key_id)
        return key and find_sealed(key, tag.tag, context=_context(world, kind))

    def retag(self, element: bytes, world: World, kind: Kind, epoch: int, to: Generation) -> Tag:
        """The tag of an element of ``epoch`` under the generation ``to``."""
        return self._tag(to, world, kind, self._lifted(world, element, epoch, to))

    def _lifted(self, world: World, element: bytes, epoch: int, to: Generation) -> bytes:
        if epoch == to.epoch:
            return element
        return self.holder.lift(world, epoch, to.epoch, element)

    def _tag(self, generation: Generation, world: World, kind: Kind, element: bytes) -> Tag:
        key_id = generation.storage_key_id
        key = self.source.current().find(world, "store", key_id)
        if key is None:
            raise LookupError(f"storage key {key_id} of world {world} is not in the key directory")
        return Tag(seal(key, element, context=_context(world, kind)), generation.epoch, key_id)


def read_generations(session: Session, world: World) -> tuple[Generation, ...]:
    """All generations of a world as the database has them now, the current one first."""
    wanted = select(TagGeneration.epoch, TagGeneration.storage_key_id, TagGeneration.state)
    rows = session.execute(wanted.where(TagGeneration.world == world))
    order = {"current": 0, "next": 1, "past": 2}
    found = [Generation(*row) for row in rows]
    return tuple(sorted(found, key=lambda each: (order[each.state], -each.epoch)))


def hold_generations(session: Session, world: World) -> tuple[Generation, ...]:
    """The same, and no other one is published before this transaction ends."""
    hold_shared(session, _lock_name(world))
    return read_generations(session, world)


def wait_for_holders(session: Session, world: World) -> None:
    """Until every transaction that wrote under the generations as they are has ended.

    Raises BusyError when one does not end soon.
    """
    hold_alone(session, _lock_name(world))


def _lock_name(world: World) -> str:
    return f"tag-generations-{world}"


def _context(world: World, kind: Kind) -> bytes:
    return f"bf1|{world}|{kind}".encode()


def register(app: Flask, vault: Vault) -> None:
    """Hand the vault to ``app``."""
    app.extensions[_EXTENSION] = vault


def current_vault(at_hand: Kept | None = None) -> Vault:
    """The vault of the application at hand."""
    vault: Vault = (at_hand or kept())[_EXTENSION]
    return vault
