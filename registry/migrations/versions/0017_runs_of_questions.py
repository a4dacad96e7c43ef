"""inquiries: what persons see of questions lies in runs, so that a batch changes a few pages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_SEEN = "identifier_id, lookup_id, shop_id, asked_on, purpose"
_ON_POSTGRESQL = "CAST(asked_on - DATE '0001-01-01' + 1 AS BIGINT) * 1048576"
_ON_SQLITE = "CAST(julianday(asked_on) - 1721424.5 AS INTEGER) * 1048576"
_KEY = "ALTER TABLE inquiry DROP CONSTRAINT pk_inquiry, ADD CONSTRAINT pk_inquiry PRIMARY KEY"


def upgrade() -> None:
    """Forward. All questions of a day before this one are one run.

    Each table is written anew once: on PostgreSQL as the column changes its type.
    """
    if op.get_bind().dialect.name == "postgresql":
        for table in ("lookup", "inquiry"):
            op.add_column(table, sa.Column("run", sa.BigInteger(), nullable=True))
            op.execute(
                f"ALTER TABLE {table} ALTER run TYPE BIGINT USING {_ON_POSTGRESQL}, "
                "ALTER run SET NOT NULL"
            )
        op.execute(f"{_KEY} (run, identifier_id, lookup_id)")
        return
    with op.batch_alter_table("lookup") as lookup:
        lookup.add_column(sa.Column("run", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(f"UPDATE lookup SET run = {_ON_SQLITE}")  # noqa: S608 - a formula of ours
    with op.batch_alter_table("lookup") as lookup:
        lookup.alter_column("run", server_default=None)
    _anew(f"run, {_SEEN}", f"{_ON_SQLITE}, {_SEEN}", "run", sqlite_with_rowid=False)


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{_KEY} (identifier_id, lookup_id)")
        op.drop_column("inquiry", "run")
    else:
        _anew(_SEEN, _SEEN)
    with op.batch_alter_table("lookup") as lookup:
        lookup.drop_column("run")


def _anew(columns: str, values: str, *first: str, **how: bool) -> None:
    """The same table with a key that begins with ``first``."""
    op.rename_table("inquiry", "inquiry_before")
    key = (*first, "identifier_id", "lookup_id")
    op.create_table(
        "inquiry",
        *[sa.Column(name, sa.BigInteger(), nullable=False) for name in (*key, "shop_id")],
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_inquiry"),
        **how,
    )
    op.execute(
        f"INSERT INTO inquiry ({columns}) SELECT {values} FROM inquiry_before "  # noqa: S608 - names of columns
        "ORDER BY asked_on, identifier_id, lookup_id"
    )
    op.drop_table("inquiry_before")
