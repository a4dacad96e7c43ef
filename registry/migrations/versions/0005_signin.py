"""sign-in by code: codes under way, and counters of messages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "message_count",
        sa.Column("bucket", sa.LargeBinary(length=32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "on", name=op.f("pk_message_count")),
    )
    op.create_table(
        "signin_code",
        sa.Column("pair", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("reserved_on", sa.Date(), nullable=True),
        sa.Column("proven_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("pair", name=op.f("pk_signin_code")),
    )
    op.create_index(op.f("ix_signin_code_expires_at"), "signin_code", ["expires_at"])


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_signin_code_expires_at"), table_name="signin_code")
    op.drop_table("signin_code")
    op.drop_table("message_count")
