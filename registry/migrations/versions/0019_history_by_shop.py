"""reports: history keeps its number alone, and what one shop says of a person lies together."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import context, op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_KEY = ("identifier_id", "shop_id", "report_id")
_ANEW = "ALTER TABLE history DROP CONSTRAINT pk_history, ADD CONSTRAINT pk_history PRIMARY KEY"
_WORDS = {
    "outcome": (
        *(14, 15),
        *("paid", "refused", "no_show", "not_collected", "returned", "cancelled"),
        *("charged_back", "abusive_claim", "settled"),
    ),
    "fault": (11, 7, "customer", "shop", "courier", "force_majeure", "unknown"),
    "evidence": (
        *(8, 7),
        *("courier_event", "payment_record", "call_record", "photo", "statement"),
    ),
    "payment": (2, 3, "cod", "prepaid", "on_site"),
    "state": (
        *(4, 15),
        *("pending", "counting", "disputed", "upheld", "removed", "retracted", "settled"),
        "expired",
    ),
}
"""Of each its place in the number, its bits, and its words in the order of their numbers."""
_DAYS = {"occurred_on": 48, "filed_on": 33, "counts_on": 18}
_TRUTHS = {"elsewhere": 2, "imported": 1}
_DAY = {
    "postgresql": "DATE '2000-01-01' + CAST({days} AS INTEGER)",
    "sqlite": "date('2000-01-01', ({days}) || ' days')",
}


def upgrade() -> None:
    """Forward. On PostgreSQL nothing is written anew but the key; SQLite has a new table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history ALTER said DROP EXPRESSION")
        op.execute(f"{_ANEW} ({', '.join(_KEY)}) INCLUDE (said)")
        words = (*_WORDS, *_DAYS, *_TRUTHS)
        op.execute(f"ALTER TABLE history {', '.join([f'DROP {word}' for word in words])}")
        return
    op.rename_table("history", "history_before")
    op.create_table(
        "history",
        *[sa.Column(name, sa.BigInteger(), nullable=False) for name in (*_KEY, "said")],
        sa.PrimaryKeyConstraint(*_KEY, name="pk_history"),
        sqlite_with_rowid=False,
    )
    columns = ", ".join((*_KEY, "said"))
    op.execute(
        f"INSERT INTO history ({columns}) SELECT {columns} FROM history_before "  # noqa: S608 - names of columns
        f"ORDER BY {', '.join(_KEY)}"
    )
    op.drop_table("history_before")


def downgrade() -> None:
    """Back: the table as it first was, with its words, and the two steps from there again."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("ALTER TABLE history DROP CONSTRAINT pk_history")
    op.rename_table("history", "history_after")
    op.create_table(
        "history",
        *[sa.Column(name, sa.BigInteger(), nullable=False) for name in _KEY],
        *[sa.Column(name, sa.String(16), nullable=False) for name in ("outcome", "fault")],
        sa.Column("evidence", sa.String(16), nullable=False),
        sa.Column("payment", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        *[sa.Column(name, sa.Date(), nullable=name == "counts_on") for name in _DAYS],
        *[sa.Column(name, sa.Boolean(), nullable=False) for name in _TRUTHS],
        sa.PrimaryKeyConstraint("identifier_id", "report_id", name="pk_history"),
    )
    day = _DAY[dialect]
    values = {name: name for name in _KEY}
    for name, (place, mask, *words) in _WORDS.items():
        each = " ".join([f"WHEN {number} THEN '{word}'" for number, word in enumerate(words)])
        values[name] = f"CASE (said >> {place}) & {mask} {each} END"
    for name, place in _DAYS.items():
        days = f"((said >> {place}) & 32767)"
        values[name] = f"CASE WHEN {days} > 0 THEN {day.format(days=days)} END"
    values |= {name: f"(said & {bit}) <> 0" for name, bit in _TRUTHS.items()}
    op.execute(
        f"INSERT INTO history ({', '.join(values)}) "  # noqa: S608 - our own words
        f"SELECT {', '.join(values.values())} FROM history_after"
    )
    op.drop_table("history_after")
    for earlier in ("0015", "0016"):
        context.script.get_revision(earlier).module.upgrade()
