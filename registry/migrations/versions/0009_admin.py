"""admins: their journal, and numbers planted to catch who tries numbers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "admin_journal",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("verb", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_journal")),
    )
    op.create_index(op.f("ix_admin_journal_done_at_id"), "admin_journal", ["done_at", "id"])
    op.create_table(
        "planted",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("planted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", name=op.f("pk_planted")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("planted")
    op.drop_index(op.f("ix_admin_journal_done_at_id"), table_name="admin_journal")
    op.drop_table("admin_journal")
