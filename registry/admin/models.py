"""The private table of the room: what admins did, for auditors. It names shops and ids only."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class JournalEntry(Base):
    """One act of one admin. Rows are only ever added."""

    __tablename__ = "admin_journal"
    __table_args__ = (Index(None, "done_at", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(40))
    verb: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(200))
