"""``registry keys rotate``: the steps of a rotation with the waits between them, one at a time.

Each step is committed, and the database says which one is next: a rotation that was killed goes on
where it stood when it is started again. A lock on the key directory keeps a second one out; the
system lets it go when the process ends, however it ends.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bonafide.protocol.group import Group
from bonafide.protocol.words import World
from registry.identifiers import rotation
from registry.identifiers.errors import RotationError
from registry.identifiers.vault import STALE, Generation, Vault
from registry.kernel import keys
from registry.kernel.db import BusyError, reading, transaction

SETTLE_SECONDS = 2 * STALE + 1
"""Longer than a worker's picture of the generations is old, and a request under way besides."""

BETWEEN_TRIES = 1.0
PATIENCE = 120
"""How often a key is offered for publication while requests that make people are open."""

SIGNING, SIGNING_PLACE = "checkpoint", "shared"
"""The one key of both worlds that can be rotated: it signs the log."""

MOVING = ("oprf", "store")
"""Purposes whose rotation moves rows; of the others new writes use the newest key at once."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What to tell while rows move: (moved so far, rows in all), and how to wait."""

    moved: Callable[[int, int], None] = lambda done, total: None
    say: Callable[[str], None] = lambda sentence: None
    wait: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did."""

    key_id: int
    moved: int
    resumed: bool


@contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Hold the key directory; raises RotationError when another rotation does."""
    with ExitStack() as stack:
        try:
            stack.enter_context(keys.held(directory, wait=False))
        except BlockingIOError:
            text = "another rotation is at work on these keys: let it finish"
            raise RotationError(text) from None
        yield


def rotate(
    vault: Vault,
    directory: Path,
    *,
    world: World,
    purpose: str,
    now: Callable[[], datetime],
    watch: Watch,
) -> Rotated:
    """Rotate one key of a world in place, or finish the rotation under way; raises RotationError.

    Requests are answered all the while. The old key stays readable: ``forget-keys`` removes it
    48 hours later.
    """
    with only_one(directory):
        if purpose not in MOVING:
            key_id = keys.add(directory, world, purpose, make_oprf=vault.group.random_scalar)
            return Rotated(key_id, 0, resumed=False)
        resumed = _start_or_continue(vault, directory, world, purpose, now, watch.wait)
        watch.say("the next key is published; waiting until every worker knows it")
        watch.wait(SETTLE_SECONDS)
        moved = move_all(vault, world, watch)
        with transaction() as session:
            rotation.finish(session, world, now=now())
        watch.say("the next key is the current one; waiting for workers that lag")
        watch.wait(SETTLE_SECONDS)
        moved += move_all(vault, world, watch)
        current = _generations(world)["current"]
        return Rotated(_id_of(current, purpose), moved, resumed)


def rotate_checkpoint(directory: Path) -> Rotated:
    """A new key that signs checkpoints beside the older ones, from the next checkpoint on.

    The older ones stay: what they signed is checked by them, and clients that pinned one take the
    new key because both sign.
    """
    with only_one(directory):
        key_id = keys.add(directory, SIGNING_PLACE, SIGNING, make_oprf=bytes)
    return Rotated(key_id, 0, resumed=False)


def announce(
    vault: Vault, directory: Path, *, world: World, purpose: str, now: Callable[[], datetime]
) -> Rotated:
    """Publish the next key and go no further, so that clients learn it before it is used."""
    with only_one(directory):
        resumed = _start_or_continue(vault, directory, world, purpose, now)
        return Rotated(_id_of(_generations(world)["next"], purpose), 0, resumed)


def move_all(vault: Vault, world: World, watch: Watch) -> int:
    """Move every row that waits, a thousand a transaction; returns how many."""
    with reading(), transaction() as session:
        total = rotation.count_waiting(session, world)
    moved = 0
    while True:
        with transaction() as session:
            step = rotation.lift(session, vault, world)
        if not step:
            return moved
        moved += step
        watch.moved(moved, max(total, moved))


def _start_or_continue(
    vault: Vault,
    directory: Path,
    world: World,
    purpose: str,
    now: Callable[[], datetime],
    wait: Callable[[float], None] = time.sleep,
) -> bool:
    """Publish the next generation, unless one is published; tells whether one was."""
    found = _generations(world)
    if "next" in found:
        _check_same(found, purpose)
        return True
    current = found["current"]
    key_id = _unused_key(directory, world, purpose, _id_of(current, purpose), vault.group)
    upcoming = Generation(
        key_id if purpose == "oprf" else current.epoch,
        key_id if purpose == "store" else current.storage_key_id,
        "next",
    )
    _publish(world, upcoming, now, wait)
    return False


def _publish(
    world: World, upcoming: Generation, now: Callable[[], datetime], wait: Callable[[float], None]
) -> None:
    """Wait for requests that make people, however long they are open, but hold up no others."""
    for _ in range(PATIENCE):
        with suppress(BusyError), transaction() as session:
            rotation.start(
                session,
                world,
                epoch=upcoming.epoch,
                storage_key_id=upcoming.storage_key_id,
                now=now(),
            )
            return
        wait(BETWEEN_TRIES)
    raise RotationError("a request has been open for minutes: see what it waits for, then go on")


def _unused_key(directory: Path, world: World, purpose: str, used: int, group: Group) -> int:
    """A key newer than ``used``: the one that a killed rotation left behind, else a new one."""
    newest, _ = keys.load(directory).newest(world, purpose)
    if newest > used:
        return newest
    return keys.add(directory, world, purpose, make_oprf=group.random_scalar)


def _check_same(found: dict[str, Generation], purpose: str) -> None:
    current, upcoming = found["current"], found["next"]
    moving = "oprf" if upcoming.epoch != current.epoch else "store"
    if moving != purpose:
        raise RotationError(
            f"the rotation of {moving} is not finished: run `registry keys rotate {moving}` first"
        )


def _generations(world: World) -> dict[str, Generation]:
    """The current and the next generation by state."""
    with reading(), transaction() as session:
        return {
            each.state: each
            for each in rotation.generations(session, world)
            if each.state != "past"
        }


def _id_of(generation: Generation, purpose: str) -> int:
    return generation.epoch if purpose == "oprf" else generation.storage_key_id
