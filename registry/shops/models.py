"""Private tables of the room. The shop and key tables are small and read by every worker."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class Shop(Base):
    """A member."""

    __tablename__ = "shop"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    standing: Mapped[str] = mapped_column(String(12))
    direct_tier: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    muted_on: Mapped[date | None]
    left_on: Mapped[date | None]


class ApiKey(Base):
    """One API key: what is stored is its MAC, never the key."""

    __tablename__ = "api_key"
    __table_args__ = (Index(None, "shop_id", "world"),)
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    shop_id: Mapped[int] = mapped_column(BigInteger)
    world: Mapped[str] = mapped_column(String(4))
    scopes: Mapped[str] = mapped_column(String(40))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac_key_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class ShopTerms(Base):
    """The terms of one shop as a checked document (see registry/shops/schemas.py)."""

    __tablename__ = "shop_terms"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ShopOverride(Base):
    """The shop's own last word on one person: it always wins over the advice."""

    __tablename__ = "shop_override"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    advice: Mapped[str] = mapped_column(String(16))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
