"""Private tables of the room.

``commitment`` spreads by its leaf, which is random; nothing on the way of a request has an order.
The tree's own tables belong to the one sequencer.
"""

from datetime import date

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base


class Commitment(Base):
    """One act, as the log knows it: ``leaf`` is public, all else stays here.

    ``position`` is empty until the sequencer has placed it. Erasing empties everything but leaf
    and position, and ``forgotten_by`` names the entry that tells of the erasure.
    """

    __tablename__ = "commitment"
    __table_args__ = (Index(None, "position", unique=True),)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    kind: Mapped[str | None] = mapped_column(String(16))
    shop_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[int | None] = mapped_column(BigInteger)
    previous: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    facts: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    committed_on: Mapped[date | None]
    position: Mapped[int | None] = mapped_column(BigInteger)
    forgotten_by: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class LogTile(Base):
    """Up to 256 neighbouring hashes of one row of the tree; the last one of a row still grows."""

    __tablename__ = "log_tile"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(LargeBinary(8192))


class LogCheckpoint(Base):
    """What was signed when the tree had a size; ``number`` counts from 1, so that none is lost."""

    __tablename__ = "log_checkpoint"
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    number: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)


class LogHead(Base):
    """One row: how many entries the tree has. Whoever appends holds it."""

    __tablename__ = "log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
