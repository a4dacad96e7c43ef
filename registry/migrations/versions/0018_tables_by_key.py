"""identifiers, inquiries: on SQLite what every question reads lies under its key."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_KEYS = {"identifier": "id", "first_contact": "shop_id, identifier_id"}
_BY_KEY = " WITHOUT ROWID"


def upgrade() -> None:
    """Forward. PostgreSQL's tables stay as they are."""
    _anew("", _BY_KEY)


def downgrade() -> None:
    """Back."""
    _anew(_BY_KEY, "")


def _anew(before: str, after: str) -> None:
    """The same tables with another end of their statement. They have no index but their key."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for table, key in _KEYS.items():
        made = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
        text = str(connection.scalar(made, {"table": table})).removesuffix(before)
        op.rename_table(table, f"{table}_before")
        op.execute(sa.text(f"{text}{after}".replace(":", r"\:")))
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY {key}")  # noqa: S608 - names of tables
        op.drop_table(f"{table}_before")
