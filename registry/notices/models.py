"""Private tables of the room; all of them spread by shop."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class Change(Base):
    """One entry of a shop's feed. ``number`` counts without gaps in the order of commits."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "shop_id", "world", "number", unique=True),)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(20))
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_on: Mapped[date]


class ChangeHead(Base):
    """The last number of a shop's feed. Whoever writes to the feed holds it."""

    __tablename__ = "change_head"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class Webhook(Base):
    """Where a shop wants to be told. Secrets are sealed under a key that is not in the database."""

    __tablename__ = "webhook"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    url: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notify_key_id: Mapped[int]
    secret: Mapped[bytes] = mapped_column(LargeBinary(64))
    old_key_id: Mapped[int | None]
    old_secret: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    old_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ShopAddress(Base):
    """Where a shop's people want letters about disputes: sealed, and proven by a code."""

    __tablename__ = "shop_address"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary(300))
    key_id: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    confirmed_on: Mapped[date]


class Delivery(Base):
    """One change on its way to one webhook. Due while ``due_at`` is set and nobody holds it."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "due_at"),)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    webhook_id: Mapped[int] = mapped_column(BigInteger)
    change_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
