"""The jobs about keys: do what two admins agreed on, and remove what a rotation left behind."""

from bonafide.protocol.words import World
from registry.identifiers import rotation
from registry.identifiers.vault import current_vault
from registry.kernel import keys
from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.ops import rotating
from registry.ops.rotating import Watch
from registry.ops.running import current_settings
from registry.staff import service as staff
from registry.staff.service import ActKind


def forget() -> dict[str, int]:
    """Drop generations that ended two days ago, then the files of their keys.

    The rows come first: a crash in between leaves a file that the next run finds unused.
    """
    vault, directory, gone = current_vault(), current_settings().key_dir, 0
    with rotating.only_one(directory):
        for world in World:
            rotating.move_all(vault, world, Watch())
            with transaction() as session:
                rotation.forget(session, world, now=context.now())
            gone += _remove_unused(world)
    return {"removed": gone}


def _remove_unused(world: World) -> int:
    """Remove key files older than every generation that is left."""
    directory = current_settings().key_dir
    with reading(), transaction() as session:
        left = rotation.generations(session, world)
    oldest = {
        "oprf": min(each.epoch for each in left),
        "store": min(each.storage_key_id for each in left),
    }
    ring = keys.load(directory)
    old = [
        (purpose, key_id)
        for purpose, first in oldest.items()
        for key_id in ring.ids(world, purpose)
        if key_id < first
    ]
    for purpose, key_id in old:
        keys.retire(directory, world, purpose, key_id)
    return len(old)


def rotate_agreed() -> dict[str, int]:
    """Do what two admins agreed on about keys; one that was broken off goes on where it stood."""
    with reading(), transaction() as session:
        agreed = staff.list_confirmed(session, kind=ActKind.ROTATE, now=context.now())
    for act in agreed:
        _rotate_key(*str(act.subject["key"]).split("-"))
        with transaction() as session:
            staff.finish(session, act.act_id)
    return {"done": len(agreed)}


def _rotate_key(step: str, place: str, purpose: str) -> None:
    vault, folder, now = current_vault(), current_settings().key_dir, context.now
    if purpose == rotating.SIGNING:
        rotating.rotate_checkpoint(folder)
    elif step == "announce":
        rotating.announce(vault, folder, world=World(place), purpose=purpose, now=now)
    else:
        world = World(place)
        rotating.rotate(vault, folder, world=world, purpose=purpose, now=now, watch=Watch())
