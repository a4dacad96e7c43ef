"""The private table of the room: who asked for a code, from which browser, under a keyed MAC."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class SigninCode(Base):
    """One number or address in one browser. ``pair`` and ``code_mac`` are keyed MACs."""

    __tablename__ = "signin_code"
    pair: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    code_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    tries: Mapped[int]
    sent_on: Mapped[date]
    sent: Mapped[int]
    reserved_on: Mapped[date | None]
    proven_on: Mapped[date | None]
