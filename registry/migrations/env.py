"""Alembic's environment: it is handed a connection and never reads a configuration file."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from registry.kernel.db import Base, UtcDateTime


def render_item(type_: str, item: object, _autogen: AutogenContext) -> str | Literal[False]:
    """Our column types as plain ones: a migration imports nothing of the code."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
