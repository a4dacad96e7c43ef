"""reports: what a history row says, as one number that the database works out itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_DAYS = {
    "postgresql": "CAST({day} - DATE '2000-01-01' AS BIGINT)",
    "sqlite": "CAST(julianday({day}) - julianday('2000-01-01') AS INTEGER)",
}
_SAID = (
    "CASE WHEN {occurred} BETWEEN 1 AND 32767 THEN {occurred} * 281474976710656 END"
    " + CASE WHEN {filed} BETWEEN 1 AND 32767 THEN {filed} * 8589934592 END"
    " + CASE WHEN counts_on IS NULL THEN 0"
    " WHEN {counts} BETWEEN 1 AND 32767 THEN {counts} * 262144 END"
    " + CASE outcome WHEN 'paid' THEN 0 WHEN 'refused' THEN 16384 WHEN 'no_show' THEN 32768"
    " WHEN 'not_collected' THEN 49152 WHEN 'returned' THEN 65536 WHEN 'cancelled' THEN 81920"
    " WHEN 'charged_back' THEN 98304 WHEN 'abusive_claim' THEN 114688"
    " WHEN 'settled' THEN 131072 END"
    " + CASE fault WHEN 'customer' THEN 0 WHEN 'shop' THEN 2048 WHEN 'courier' THEN 4096"
    " WHEN 'force_majeure' THEN 6144 WHEN 'unknown' THEN 8192 END"
    " + CASE evidence WHEN 'courier_event' THEN 0 WHEN 'payment_record' THEN 256"
    " WHEN 'call_record' THEN 512 WHEN 'photo' THEN 768 WHEN 'statement' THEN 1024 END"
    " + CASE state WHEN 'pending' THEN 0 WHEN 'counting' THEN 16 WHEN 'disputed' THEN 32"
    " WHEN 'upheld' THEN 48 WHEN 'removed' THEN 64 WHEN 'retracted' THEN 80"
    " WHEN 'settled' THEN 96 WHEN 'expired' THEN 112 END"
    " + CASE payment WHEN 'cod' THEN 0 WHEN 'prepaid' THEN 4 WHEN 'on_site' THEN 8 END"
    " + CASE WHEN elsewhere THEN 2 ELSE 0 END + CASE WHEN imported THEN 1 ELSE 0 END"
)


def upgrade() -> None:
    """Forward. A stored column cannot be added on SQLite: there the table is made anew."""
    days = _DAYS[op.get_bind().dialect.name]
    said = _SAID.format(
        occurred=days.format(day="occurred_on"),
        filed=days.format(day="filed_on"),
        counts=days.format(day="counts_on"),
    )
    column = sa.Column("said", sa.BigInteger(), sa.Computed(said, persisted=True), nullable=False)
    with op.batch_alter_table("history") as history:
        history.add_column(column)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("history") as history:
        history.drop_column("said")
