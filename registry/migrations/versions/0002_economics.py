"""economics: counted quarters, coverage, exact totals, and what a lookup was about."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "coverage",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("lookups", sa.Integer(), nullable=False),
        sa.Column("elsewhere", sa.Integer(), nullable=False),
        sa.Column("own_only", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "asked_on", name=op.f("pk_coverage")),
    )
    op.create_table(
        "network_books",
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("world", "quarter", name=op.f("pk_network_books")),
    )
    op.create_table(
        "network_day",
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("payment", sa.String(length=8), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("world", "known_on", "payment", name=op.f("pk_network_day")),
    )
    op.create_table(
        "shop_books",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "quarter", name=op.f("pk_shop_books")),
    )
    op.create_table(
        "shop_total",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("revenue", sa.String(length=16), nullable=False),
        sa.Column("losses", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "month", name=op.f("pk_shop_total")),
    )
    op.add_column("lookup", sa.Column("segment", sa.String(length=40), nullable=True))
    op.add_column("lookup", sa.Column("asked_about", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("lookup", "asked_about")
    op.drop_column("lookup", "segment")
    op.drop_table("shop_total")
    op.drop_table("shop_books")
    op.drop_table("network_day")
    op.drop_table("network_books")
    op.drop_table("coverage")
