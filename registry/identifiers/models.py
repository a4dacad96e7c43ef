"""Private tables of the room. ``identifier`` spreads by its id, ``identifier_tag`` by the tag."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class Identifier(Base):
    """One blinded phone or e-mail: the row that reports hang on.

    ``shared_by``: who spoke last on whether others use it too (see ``words.Sharer``).
    ``doubted_on``: from that day on failures on what is linked to it forbid white. ``sign_outs``:
    how often its holder signed out everywhere; a visit that began before is over.
    """

    __tablename__ = "identifier"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    kind: Mapped[str] = mapped_column(String(5))
    created_on: Mapped[date]
    enrolled_on: Mapped[date | None]
    white_since: Mapped[date | None]
    white_until: Mapped[date | None]
    frozen: Mapped[bool] = mapped_column(default=False)
    opted_out: Mapped[bool] = mapped_column(default=False)
    shared: Mapped[bool] = mapped_column(default=False)
    shared_by: Mapped[str | None] = mapped_column(String(8))
    doubted_on: Mapped[date | None]
    sign_outs: Mapped[int] = mapped_column(server_default="0")
    erased_on: Mapped[date | None]
    level: Mapped[str | None] = mapped_column(String(8))
    pass_shop_id: Mapped[int | None] = mapped_column(BigInteger)
    pass_on: Mapped[date | None]


class IdentifierTag(Base):
    """The sealed element that finds an identifier (docs/decisions/0001)."""

    __tablename__ = "identifier_tag"
    __table_args__ = (
        Index(None, "identifier_id"),
        Index(None, "world", "epoch", "storage_key_id"),
    )
    tag: Mapped[bytes] = mapped_column(LargeBinary(48), primary_key=True)
    identifier_id: Mapped[int] = mapped_column(BigInteger)
    world: Mapped[str] = mapped_column(String(4))
    kind: Mapped[str] = mapped_column(String(5))
    storage_key_id: Mapped[int]
    epoch: Mapped[int]


class TagGeneration(Base):
    """One way of making tags: an epoch of k under one storage key. ``state``: see vault.py."""

    __tablename__ = "tag_generation"
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    storage_key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
