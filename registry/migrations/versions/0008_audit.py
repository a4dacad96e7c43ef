"""audit: commitments, the Merkle tree in tiles, checkpoints; rows point to their commitment."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "commitment",
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("shop_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=True),
        sa.Column("facts", sa.LargeBinary(length=32), nullable=True),
        sa.Column("committed_on", sa.Date(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("forgotten_by", sa.LargeBinary(length=32), nullable=True),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_position"), "commitment", ["position"], unique=True)
    op.create_table(
        "log_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(length=8192), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_log_tile")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "lookups_digest",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "asked_on", name=op.f("pk_lookups_digest")),
    )
    for table in ("api_key", "report", "report_revision"):
        op.add_column(table, sa.Column("commitment", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    """Back."""
    for table in ("report_revision", "report", "api_key"):
        op.drop_column(table, "commitment")
    op.drop_table("lookups_digest")
    op.drop_table("log_head")
    op.drop_table("log_checkpoint")
    op.drop_table("log_tile")
    op.drop_index(op.f("ix_commitment_position"), "commitment")
    op.drop_table("commitment")
