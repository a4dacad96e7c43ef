"""Migrations: bring a database to the schema of this code, and tell where it stands."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

import registry.migrations

FOLDER = Path(registry.migrations.__file__).parent
_LOCK = 0x626F6E61


def upgrade(engine: Engine) -> str:
    """Apply what is missing and return the revision; two at once wait for each other.

    A table made anew may take longer than the ten seconds that are right for a request.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(_config(connection), "head")
        return current(connection) or "empty"


def draft(engine: Engine, message: str) -> None:
    """Write a new migration from the difference between tables and database."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def current(connection: Connection) -> str | None:
    """The revision that the database is at, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str | None:
    """The revision of this code."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
