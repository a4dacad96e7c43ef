"""identifiers: who says that one is shared, failures on a linked one, sign-outs everywhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward: until now nobody but customers could say it."""
    op.add_column("identifier", sa.Column("shared_by", sa.String(length=8), nullable=True))
    op.add_column("identifier", sa.Column("doubted_on", sa.Date(), nullable=True))
    op.add_column(
        "identifier", sa.Column("sign_outs", sa.Integer(), server_default="0", nullable=False)
    )
    identifier = sa.table("identifier", sa.column("shared", sa.Boolean), sa.column("shared_by"))
    op.execute(identifier.update().where(identifier.c.shared).values(shared_by="customer"))


def downgrade() -> None:
    """Back."""
    op.drop_column("identifier", "sign_outs")
    op.drop_column("identifier", "doubted_on")
    op.drop_column("identifier", "shared_by")
