"""disputes: the leaves of what was done to a case, so that a ruling can be proven."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.add_column("dispute", sa.Column("leaves", sa.LargeBinary(), nullable=True))
    op.add_column("dispute", sa.Column("ruling_leaf", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("dispute", "ruling_leaf")
    op.drop_column("dispute", "leaves")
