"""the first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("scopes", sa.String(length=40), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mac_key_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
    )
    op.create_index(op.f("ix_api_key_shop_id_world"), "api_key", ["shop_id", "world"], unique=False)
    op.create_table(
        "first_contact",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "identifier_id", name=op.f("pk_first_contact")),
    )
    op.create_table(
        "history",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("payment", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", "report_id", name=op.f("pk_history")),
    )
    op.create_table(
        "idempotency",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "key_mac", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_created_at"), "idempotency", ["created_at"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("white_since", sa.Date(), nullable=True),
        sa.Column("white_until", sa.Date(), nullable=True),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
    )
    op.create_table(
        "identifier_tag",
        sa.Column("tag", sa.LargeBinary(length=48), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("storage_key_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_identifier_tag")),
    )
    op.create_index(
        op.f("ix_identifier_tag_identifier_id"), "identifier_tag", ["identifier_id"], unique=False
    )
    op.create_index(
        op.f("ix_identifier_tag_world_epoch_storage_key_id"),
        "identifier_tag",
        ["world", "epoch", "storage_key_id"],
        unique=False,
    )
    op.create_table(
        "import_allowance",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("points_used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "granted_on", name=op.f("pk_import_allowance")),
    )
    op.create_table(
        "inquiry",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lookup_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", "lookup_id", name=op.f("pk_inquiry")),
    )
    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "lookup",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("payment", sa.String(length=8), nullable=False),
        sa.Column("order_mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_lookup")),
    )
    op.create_index(
        op.f("ix_lookup_shop_id_world_asked_on"),
        "lookup",
        ["shop_id", "world", "asked_on"],
        unique=False,
    )
    op.create_table(
        "meter",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "name", "on", name=op.f("pk_meter")),
    )
    op.create_table(
        "network_fit",
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("world", name=op.f("pk_network_fit")),
    )
    op.create_table(
        "order_guard",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("order_key_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "order_mac", name=op.f("pk_order_guard")),
    )
    op.create_table(
        "order_pace",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("orders_a_day", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", name=op.f("pk_order_pace")),
    )
    op.create_table(
        "report",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("payment", sa.String(length=8), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("amount_band", sa.String(length=12), nullable=False),
        sa.Column("courier", sa.String(length=24), nullable=True),
        sa.Column("segment", sa.String(length=40), nullable=True),
        sa.Column("lookup_id", sa.BigInteger(), nullable=True),
        sa.Column("customer_told_on", sa.Date(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("pending_since", sa.Date(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("identifier_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_report")),
    )
    op.create_index(
        op.f("ix_report_shop_id_world_filed_on_id"),
        "report",
        ["shop_id", "world", "filed_on", "id"],
        unique=False,
    )
    op.create_table(
        "report_revision",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "shop_id", "report_id", "revision", name=op.f("pk_report_revision")
        ),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("direct_tier", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("muted_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
    )
    op.create_table(
        "shop_fit",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", name=op.f("pk_shop_fit")),
    )
    op.create_table(
        "shop_override",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("advice", sa.String(length=16), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "identifier_id", name=op.f("pk_shop_override")),
    )
    op.create_table(
        "shop_terms",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", name=op.f("pk_shop_terms")),
    )
    op.create_table(
        "tag_generation",
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("storage_key_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("world", "epoch", "storage_key_id", name=op.f("pk_tag_generation")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("tag_generation")
    op.drop_table("shop_terms")
    op.drop_table("shop_override")
    op.drop_table("shop_fit")
    op.drop_table("shop")
    op.drop_table("report_revision")
    op.drop_index(op.f("ix_report_shop_id_world_filed_on_id"), table_name="report")
    op.drop_table("report")
    op.drop_table("order_pace")
    op.drop_table("order_guard")
    op.drop_table("network_fit")
    op.drop_table("meter")
    op.drop_index(op.f("ix_lookup_shop_id_world_asked_on"), table_name="lookup")
    op.drop_table("lookup")
    op.drop_table("job_lease")
    op.drop_table("inquiry")
    op.drop_table("import_allowance")
    op.drop_index(op.f("ix_identifier_tag_world_epoch_storage_key_id"), table_name="identifier_tag")
    op.drop_index(op.f("ix_identifier_tag_identifier_id"), table_name="identifier_tag")
    op.drop_table("identifier_tag")
    op.drop_table("identifier")
    op.drop_index(op.f("ix_idempotency_created_at"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_table("history")
    op.drop_table("first_contact")
    op.drop_index(op.f("ix_api_key_shop_id_world"), table_name="api_key")
    op.drop_table("api_key")
