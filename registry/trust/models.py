"""Private tables of the room: what the nightly job found out. A lookup only reads them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base


class NetworkFit(Base):
    """What holds for the whole network of one world (registry/trust/network.py)."""

    __tablename__ = "network_fit"
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    fitted_on: Mapped[date]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class ShopFit(Base):
    """What holds for one shop: its rates, its segments' rates, how far it is believed."""

    __tablename__ = "shop_fit"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class ShopBooks(Base):
    """One shop's orders of one quarter, counted at night: all of them and those of the white."""

    __tablename__ = "shop_books"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    counted_on: Mapped[date]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class NetworkBooks(Base):
    """The network's figures of one quarter; nothing in them that fewer than five shops made."""

    __tablename__ = "network_books"
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    counted_on: Mapped[date]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class NetworkDay(Base):
    """Orders whose ending became known on a day, whoever reported them: what a backtest stands on.

    ``shop_books`` and this table are made anew every night from reports.
    """

    __tablename__ = "network_day"
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    known_on: Mapped[date] = mapped_column(primary_key=True)
    payment: Mapped[str] = mapped_column(String(8), primary_key=True)
    orders: Mapped[int]
    failed: Mapped[int]


class Coverage(Base):
    """How many of a shop's lookups of one day met a history elsewhere, only its own, or none."""

    __tablename__ = "coverage"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    lookups: Mapped[int]
    elsewhere: Mapped[int]
    own_only: Mapped[int]


class ShopTotal(Base):
    """A shop's exact revenue and losses of one month, as text so that no float touches them."""

    __tablename__ = "shop_total"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    revenue: Mapped[str] = mapped_column(String(16))
    losses: Mapped[str] = mapped_column(String(16))
