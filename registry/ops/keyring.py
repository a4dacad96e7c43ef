"""Key files from an operator's side: what is used, what may go, and a copy for the safe."""

import os
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

from bonafide.protocol.words import World
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel import keys
from registry.kernel.db import reading, transaction
from registry.ops.output import fail
from registry.reports.rules import DAYS_KEPT

BY_HAND = ("ref", "order")


def missing_generations(ring: keys.Keyring) -> list[str]:
    """Names of keys that rows in the database need and the directory lacks."""
    lacking: set[str] = set()
    with reading(), transaction() as session:
        for world in World:
            for each in rotation.generations(session, world):
                needed = (("oprf", each.epoch), ("store", each.storage_key_id))
                lacking |= {
                    f"{world}-{purpose}-{key_id}.key"
                    for purpose, key_id in needed
                    if ring.find(world, purpose, key_id) is None
                }
    return sorted(lacking)


def opens_rows() -> bool:
    """Whether the keys are those that the rows were written under, not just of their names."""
    with reading(), transaction() as session:
        return rotation.can_open(session, current_vault())


def check_may_retire(
    directory: Path, *, world: str, purpose: str, key_id: int, now: datetime
) -> None:
    """Fail with the reason when the key must stay."""
    ring = keys.load(directory)
    if ring.find(world, purpose, key_id) is None:
        fail(f"there is no key {world}-{purpose}-{key_id}: `registry keys check` shows them")
    if key_id == ring.newest(world, purpose)[0]:
        fail(f"{world}-{purpose}-{key_id} is in use: run `registry keys rotate {purpose}` first")
    if purpose == "order":
        _check_orders_are_gone(directory, ring, world, key_id, now)


def _check_orders_are_gone(
    directory: Path, ring: keys.Keyring, world: str, key_id: int, now: datetime
) -> None:
    """An order key finds reports for as long as they are kept after its successor came."""
    successor = min(each for each in ring.ids(world, "order") if each > key_id)
    made = (directory / f"{world}-order-{successor}.key").stat().st_mtime
    free_at = datetime.fromtimestamp(made, now.tzinfo) + timedelta(days=DAYS_KEPT)
    if free_at > now:
        fail(
            f"orders are still found by {world}-order-{key_id}: it may go on {free_at:%Y-%m-%d}, "
            "when the reports made under it have ended"
        )


def back_up(directory: Path, archive: Path) -> int:
    """Write every key into a new tar archive (0600); returns how many. Fails if it exists."""
    keys.load(directory)
    files = sorted(directory.glob("*.key"))
    try:
        handle = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(f"{archive} exists: name a new file")
    except OSError as error:
        fail(f"{archive} cannot be written: {error.strerror}")
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for path in files:
                tar.add(path, arcname=path.name)
        file.flush()
        os.fsync(file.fileno())
    return len(files)
