"""The private table of the room."""

from datetime import date

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base


class MessageCount(Base):
    """How often something happened on a day. ``bucket`` is a keyed MAC, of a number or address."""

    __tablename__ = "message_count"
    bucket: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[int]
