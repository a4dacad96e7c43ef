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
