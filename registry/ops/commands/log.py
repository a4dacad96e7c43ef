"""``registry log``."""

from pathlib import Path

import click

from registry.ops import logbook
from registry.ops.output import json_option, say, show
from registry.ops.running import service


@click.group()
def log() -> None:
    """Check the tamper-evident log against what it answers for."""


@log.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed checkpoint that somebody kept; by default the file BONAFIDE_CHECKPOINT_FILE.",
)
@json_option
def verify(*, checkpoint: Path | None, as_json: bool) -> None:
    """Hash the whole log again and hold every row against its entry; name what was changed."""
    outside = checkpoint.read_text(encoding="utf-8") if checkpoint else None
    with service():
        found = logbook.examine(outside, say=say)
    document = {
        "well": not found.faults,
        "entries": found.entries,
        "placed": found.size,
        "outside_checkpoint": found.outside,
        "faults": [{"where": each.where, "what": each.what} for each in found.faults],
    }
    lines = [f"WRONG {each.where}: {each.what}" for each in found.faults]
    lines.append(f"{found.entries:,} entries, {found.size:,} of them placed in the log.")
    if not found.faults:
        lines.append("Nothing was changed behind the registry's back.")
    if not found.outside:
        lines.append(
            "No checkpoint from outside was at hand, so an older copy of the whole database "
            "would pass: set BONAFIDE_CHECKPOINT_FILE or use --checkpoint."
        )
    show(document, lines, as_json=as_json)
    if found.faults:
        raise click.exceptions.Exit(1)


@log.command()
@json_option
def adopt(*, as_json: bool) -> None:
    """Commit to what was there before the log began. Once, after upgrading from before it."""
    with service():
        adopted = logbook.adopt()
    show({"adopted": adopted}, [f"{adopted:,} rows have their entry now."], as_json=as_json)
