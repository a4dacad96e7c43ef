"""disputes: cases, parties, papers, fingerprints of what was shown, events; days on reports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    """Forward."""
    op.add_column("report", sa.Column("disputed_on", sa.Date(), nullable=True))
    op.add_column("report", sa.Column("upheld_on", sa.Date(), nullable=True))
    op.create_table(
        "dispute",
        _id("shop_id"),
        _id("id"),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("stance", sa.String(length=8), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("ending", sa.String(length=12), nullable=True),
        sa.Column("ground", sa.String(length=20), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_by", sa.BigInteger(), nullable=True),
        sa.Column("appealed_on", sa.Date(), nullable=True),
        sa.Column("appealed_by", sa.String(length=8), nullable=True),
        sa.Column("appeal_ruled_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(length=80), nullable=True),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_shop_id_report_id"), "dispute", ["shop_id", "report_id"])
    op.create_index(
        op.f("ix_dispute_shop_id_world_opened_on_id"),
        "dispute",
        ["shop_id", "world", "opened_on", "id"],
    )
    op.create_index(op.f("ix_dispute_phase_opened_on"), "dispute", ["phase", "opened_on"])
    op.create_table(
        "dispute_party",
        _id("identifier_id"),
        _id("dispute_id"),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", "dispute_id", name=op.f("pk_dispute_party")),
    )
    op.create_index(
        op.f("ix_dispute_party_shop_id_dispute_id"), "dispute_party", ["shop_id", "dispute_id"]
    )
    op.create_table(
        "dispute_paper",
        _id("shop_id"),
        _id("dispute_id"),
        _id("id"),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("by_identifier_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=True),
        sa.Column("media", sa.String(length=16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "dispute_id", "id", name=op.f("pk_dispute_paper")),
    )
    op.create_table(
        "dispute_fingerprint",
        _id("shop_id"),
        _id("report_id"),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "shop_id", "report_id", "fingerprint", name=op.f("pk_dispute_fingerprint")
        ),
    )
    op.create_table(
        "dispute_event",
        _id("shop_id"),
        _id("id"),
        sa.Column("dispute_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_dispute_event")),
    )
    op.create_index(
        op.f("ix_dispute_event_told_at_made_at"), "dispute_event", ["told_at", "made_at"]
    )


def downgrade() -> None:
    """Back."""
    for table in (
        "dispute_event",
        "dispute_fingerprint",
        "dispute_paper",
        "dispute_party",
        "dispute",
    ):
        op.drop_table(table)
    op.drop_column("report", "upheld_on")
    op.drop_column("report", "disputed_on")
