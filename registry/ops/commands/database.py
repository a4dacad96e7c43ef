"""``registry db``."""

import click

from registry.kernel.db import db, reading
from registry.ops import schema
from registry.ops.output import json_option, say, show
from registry.ops.running import service


@click.group("db")
def database() -> None:
    """Bring the database up to this code, and tell where it stands."""


@database.command()
@json_option
def upgrade(*, as_json: bool) -> None:
    """Apply the migrations that are missing."""
    with service():
        revision = schema.upgrade(db.engine)
    show({"revision": revision}, [f"The database is at revision {revision}."], as_json=as_json)


@database.command()
@json_option
def current(*, as_json: bool) -> None:
    """Tell the database's revision and this code's; fails when they differ."""
    with service(), reading(), db.engine.connect() as connection:
        found, head = schema.current(connection), schema.head()
    lines = [f"The database is at revision {found or 'none'}, this code at {head}."]
    show({"current": found, "head": head}, lines, as_json=as_json)
    if found != head:
        say("registry: run `registry db upgrade`")
        raise click.exceptions.Exit(1)
