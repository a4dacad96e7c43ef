"""Private tables of the room. Reports spread by shop, history by identifier."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base


class OrderGuard(Base):
    """The permanent guard: one order of one shop is one report, for ever."""

    __tablename__ = "order_guard"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    order_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    report_id: Mapped[int] = mapped_column(BigInteger)
    order_key_id: Mapped[int]


class Report(Base):
    """The newest revision of one shop's statement about one order.

    ``commitment`` is the leaf of the newest act on this row (registry/audit).
    """

    __tablename__ = "report"
    __table_args__ = (Index(None, "shop_id", "world", "filed_on", "id"),)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(16))
    fault: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(16))
    payment: Mapped[str] = mapped_column(String(8))
    occurred_on: Mapped[date]
    amount_band: Mapped[str] = mapped_column(String(12))
    courier: Mapped[str | None] = mapped_column(String(24))
    segment: Mapped[str | None] = mapped_column(String(40))
    lookup_id: Mapped[int | None] = mapped_column(BigInteger)
    customer_told_on: Mapped[date | None]
    imported: Mapped[bool] = mapped_column(default=False)
    elsewhere: Mapped[bool] = mapped_column(default=False)
    filed_on: Mapped[date]
    revised_on: Mapped[date]
    pending_since: Mapped[date | None]
    counts_on: Mapped[date | None]
    disputed_on: Mapped[date | None]
    upheld_on: Mapped[date | None]
    identifier_ids: Mapped[list[int]] = mapped_column(JSON)
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class ReportRevision(Base):
    """What a report said before: the correction history."""

    __tablename__ = "report_revision"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    revised_on: Mapped[date]
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class History(Base):
    """What a lookup reads: one report as it bears on one identifier.

    ``said`` is all that the report says, in one number (numbers.py). What is read of a person lies
    together, and what one shop said of the person within it: in the key on PostgreSQL, and on
    SQLite the table is the key.
    """

    __tablename__ = "history"
    __table_args__ = (
        PrimaryKeyConstraint("identifier_id", "shop_id", "report_id", postgresql_include=["said"]),
        {"sqlite_with_rowid": False},
    )
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    said: Mapped[int] = mapped_column(BigInteger)


class ReportNews(Base):
    """A change of a report that somebody is still to be told of; gone within two days."""

    __tablename__ = "report_news"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(BigInteger)
    world: Mapped[str] = mapped_column(String(4))
    happened: Mapped[str] = mapped_column(String(8))
    noted_on: Mapped[date]
    identifier_ids: Mapped[list[int]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    told: Mapped[list[int]] = mapped_column(JSON)
    looked: Mapped[bool]
