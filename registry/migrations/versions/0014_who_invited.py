"""staff: who let an account in, whether two agreed, and the word that goes with a link of two."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward: of the accounts there are nobody knows any more; they count as the operator's."""
    op.add_column("staff_account", sa.Column("invited_by", sa.BigInteger(), nullable=True))
    op.add_column("staff_account", sa.Column("confirmed_by", sa.BigInteger(), nullable=True))
    op.add_column("staff_invitation", sa.Column("confirmed_by", sa.BigInteger(), nullable=True))
    op.add_column(
        "staff_invitation", sa.Column("word_mac", sa.LargeBinary(length=32), nullable=True)
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("staff_invitation", "word_mac")
    op.drop_column("staff_invitation", "confirmed_by")
    op.drop_column("staff_account", "confirmed_by")
    op.drop_column("staff_account", "invited_by")
