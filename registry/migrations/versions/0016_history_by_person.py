"""reports: a person's history lies together, so that reading it touches a page or two."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_KEY = "ALTER TABLE history DROP CONSTRAINT pk_history, ADD CONSTRAINT pk_history PRIMARY KEY"
_COLUMNS = "(identifier_id, report_id)"


def upgrade() -> None:
    """Forward. On PostgreSQL the key carries what a lookup reads; on SQLite the table is the key.

    Rows that came since the last vacuum are still looked at in the table, so it comes more often.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{_KEY} {_COLUMNS} INCLUDE (shop_id, said)")
        op.execute("ALTER TABLE history SET (autovacuum_vacuum_insert_scale_factor = 0.02)")
    else:
        _anew("", " WITHOUT ROWID")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history RESET (autovacuum_vacuum_insert_scale_factor)")
        op.execute(f"{_KEY} {_COLUMNS}")
    else:
        _anew(" WITHOUT ROWID", "")


def _anew(before: str, after: str) -> None:
    """The same table with another end of its statement."""
    connection = op.get_bind()
    made = "SELECT sql FROM sqlite_master WHERE name = 'history'"
    text = str(connection.scalar(sa.text(made))).removesuffix(before) + after
    columns = "SELECT name FROM pragma_table_xinfo('history') WHERE hidden = 0"
    names = ", ".join(connection.scalars(sa.text(columns)))
    op.execute("ALTER TABLE history RENAME TO history_before")
    op.execute(sa.text(text.replace(":", r"\:")))
    order = "ORDER BY identifier_id, report_id"
    op.execute(f"INSERT INTO history ({names}) SELECT {names} FROM history_before {order}")  # noqa: S608 - names of columns
    op.execute("DROP TABLE history_before")
