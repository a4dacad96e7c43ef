"""whitelist: customers, what they proved and agreed to, passes, tickets, reviews."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "consent",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "number", name=op.f("pk_consent")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("white_since", sa.Date(), nullable=True),
        sa.Column("white_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "customer_link",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("proven_on", sa.Date(), nullable=False),
        sa.Column("proven_again_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", name=op.f("pk_customer_link")),
    )
    op.create_index(
        op.f("ix_customer_link_customer_id"), "customer_link", ["customer_id"], unique=False
    )
    op.create_table(
        "erasure",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "notice_address",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=320), nullable=True),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("waiting", sa.LargeBinary(length=320), nullable=True),
        sa.Column("waiting_key_id", sa.Integer(), nullable=True),
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_notice_address")),
    )
    op.create_table(
        "order_guess",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("identifier_id", "on", name=op.f("pk_order_guess")),
    )
    op.create_table(
        "pass_guess",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "world", "on", name=op.f("pk_pass_guess")),
    )
    op.create_table(
        "review",
        sa.Column("identifier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("was_frozen", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("identifier_id", "id", name=op.f("pk_review")),
    )
    op.create_index(
        op.f("ix_review_decided_on_asked_on"), "review", ["decided_on", "asked_on"], unique=False
    )
    op.create_table(
        "ticket",
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("world", sa.String(length=4), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code_mac", name=op.f("pk_ticket")),
    )
    op.create_index(
        op.f("ix_ticket_shop_id_report_id"), "ticket", ["shop_id", "report_id"], unique=False
    )
    op.create_table(
        "white_pass",
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=True),
        sa.Column("spent_shop_id", sa.BigInteger(), nullable=True),
        sa.Column("spent_order_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.Column("bound_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code_mac", name=op.f("pk_white_pass")),
    )
    op.create_index(op.f("ix_white_pass_customer_id"), "white_pass", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_white_pass_spent_shop_id_spent_order_mac"),
        "white_pass",
        ["spent_shop_id", "spent_order_mac"],
        unique=False,
    )
    op.add_column("identifier", sa.Column("pass_shop_id", sa.BigInteger(), nullable=True))
    op.add_column("identifier", sa.Column("pass_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("identifier", "pass_on")
    op.drop_column("identifier", "pass_shop_id")
    op.drop_index(op.f("ix_white_pass_spent_shop_id_spent_order_mac"), table_name="white_pass")
    op.drop_index(op.f("ix_white_pass_customer_id"), table_name="white_pass")
    op.drop_table("white_pass")
    op.drop_index(op.f("ix_ticket_shop_id_report_id"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_index(op.f("ix_review_decided_on_asked_on"), table_name="review")
    op.drop_table("review")
    op.drop_table("pass_guess")
    op.drop_table("order_guess")
    op.drop_table("notice_address")
    op.drop_table("erasure")
    op.drop_index(op.f("ix_customer_link_customer_id"), table_name="customer_link")
    op.drop_table("customer_link")
    op.drop_table("customer")
    op.drop_table("consent")
