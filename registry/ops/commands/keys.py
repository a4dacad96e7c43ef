"""``registry keys``: the registry's own keys (shops' API keys: ``registry key``)."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.identifiers.vault import Vault, current_vault
from registry.kernel import keys as files
from registry.kernel.clock import SystemClock
from registry.kernel.keys import WORLD_PURPOSES
from registry.kernel.web import context
from registry.ops import keyring, rotating
from registry.ops.output import fail, json_option, say, show, world_option
from registry.ops.rotating import Rotated, Watch
from registry.ops.running import current_settings, expected, service
from registry.settings import load_settings


@click.group()
def keys() -> None:
    """Make, rotate, check and back up the registry's keys."""


@keys.command()
@json_option
def init(*, as_json: bool) -> None:
    """Create the keys that are missing; never touches one that is there."""
    with expected():
        directory = load_settings().key_dir
        try:
            made = files.create_missing(directory, make_oprf=default_group().random_scalar)
        except OSError as error:
            fail(f"{directory} cannot be written: {error.strerror}")
    lines = [f"{len(made)} keys made in {directory}."]
    if made:
        lines.append("Back them up now: without them the database is waste paper.")
    show({"directory": str(directory), "made": made}, lines, as_json=as_json)


@keys.command()
@click.argument("purpose", type=click.Choice((*WORLD_PURPOSES, rotating.SIGNING)))
@world_option
@click.option(
    "--announce",
    is_flag=True,
    help="oprf only: publish the next key and stop; run it again some days later to go on.",
)
@json_option
def rotate(*, purpose: str, world: str, announce: bool, as_json: bool) -> None:
    """Replace a key while the service runs; started again, it goes on where it was stopped.

    oprf and store move every row, a thousand at a time; the old key is removed 48 hours later by
    `registry jobs run forget-keys`. ref and order take effect at once. Clients pin the public key
    of oprf and take a new one only after they saw it announced. checkpoint is one for both worlds:
    older ones stay and sign beside it, so that clients that pinned one take it.
    """
    if announce and purpose != "oprf":
        raise click.UsageError("only the key that clients pin, oprf, is announced")
    with service():
        vault, directory = current_vault(), current_settings().key_dir
        if purpose == rotating.SIGNING:
            world, done = rotating.SIGNING_PLACE, rotating.rotate_checkpoint(directory)
        elif announce:
            done = rotating.announce(
                vault, directory, world=World(world), purpose=purpose, now=context.now
            )
        else:
            done = _rotate(vault, directory, World(world), purpose)
    name = f"{world}-{purpose}-{done.key_id}"
    lines = [
        f"{name} is announced; rotate again, without --announce, when clients have seen it."
        if announce
        else f"{name} is in use; {done.moved} rows moved."
    ]
    document = {"world": world, "purpose": purpose, "key_id": done.key_id, "moved": done.moved}
    show(document | {"resumed": done.resumed}, lines, as_json=as_json)


def _rotate(vault: Vault, directory: Path, world: World, purpose: str) -> Rotated:
    console = Console(stderr=True, highlight=False)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("moving rows", total=None, visible=purpose in rotating.MOVING)
        watch = Watch(
            moved=lambda done, total: bar.update(task, completed=done, total=total),
            say=lambda sentence: console.print(f"registry: {sentence}"),
        )
        return rotating.rotate(
            vault, directory, world=world, purpose=purpose, now=context.now, watch=watch
        )


@keys.command()
@click.argument("purpose", type=click.Choice(keyring.BY_HAND))
@click.argument("key_id", type=click.IntRange(1, files.MAX_KEY_ID))
@world_option
@json_option
def retire(*, purpose: str, key_id: int, world: str, as_json: bool) -> None:
    """Remove an old key for good.

    After a ref key is gone, shops that still hold its refs blind once again.
    """
    with expected():
        directory = load_settings().key_dir
        keyring.check_may_retire(
            directory, world=world, purpose=purpose, key_id=key_id, now=SystemClock().now()
        )
        files.retire(directory, world, purpose, key_id)
    name = f"{world}-{purpose}-{key_id}"
    show({"retired": name}, [f"{name} is gone."], as_json=as_json)


@keys.command()
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup(*, archive: Path, as_json: bool) -> None:
    """Copy every key into ARCHIVE, a tar file that only you can read.

    Keep it apart from the backups of the database: whoever has both can guess numbers.
    """
    with expected():
        count = keyring.back_up(load_settings().key_dir, archive)
    lines = [f"{count} keys are in {archive}: encrypt it, and keep it away from the database."]
    show({"archive": str(archive), "keys": count}, lines, as_json=as_json)


@keys.command()
@json_option
def check(*, as_json: bool) -> None:
    """Read every key, and see that the database needs none that is not there."""
    with service():
        ring = context.keyring()
        lacking = keyring.missing_generations(ring)
        opens = not lacking and keyring.opens_rows()
    held = {f"{place}-{purpose}": ring.ids(place, purpose) for place, purpose in files.NEEDED}
    lines = [f"{name}: {', '.join(map(str, ids))}" for name, ids in held.items()]
    show({"keys": held, "missing": lacking, "opens_rows": opens}, lines, as_json=as_json)
    if lacking:
        say(f"registry: rows need {', '.join(lacking)}: restore them from the backup")
    elif not opens:
        say("registry: the keys are not those of this database: restore them from its backup")
    if not opens:
        raise click.exceptions.Exit(1)
