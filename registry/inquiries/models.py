"""Private tables of the room. Times are days: a stolen log cannot be joined by the minute."""

from datetime import date

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base


class Meter(Base):
    """Units of one budget that a shop used on one day."""

    __tablename__ = "meter"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[int]


class OrderPace(Base):
    """How many orders a day the shop really reports, as last measured: its budgets grow with it."""

    __tablename__ = "order_pace"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    orders_a_day: Mapped[int]
    measured_on: Mapped[date]


class ImportAllowance(Base):
    """An admin's leave to bring in ``people`` at once, up to and including a day."""

    __tablename__ = "import_allowance"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    granted_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date]
    people: Mapped[int]
    used: Mapped[int]
    points_used: Mapped[int]


class FirstContact(Base):
    """The day a shop first named an identifier, and how: lookup, report or import."""

    __tablename__ = "first_contact"
    __table_args__ = ({"sqlite_with_rowid": False},)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_on: Mapped[date]
    via: Mapped[str] = mapped_column(String(8))


class Planted(Base):
    """A number that belongs to nobody: asking about it tells that somebody tries numbers."""

    __tablename__ = "planted"
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    planted_on: Mapped[date]


class Lookup(Base):
    """One question as the shop asked it. The order is a keyed MAC.

    ``asked_about`` holds the ids of the rows asked about, eight bytes each, so that the shop can be
    told later how the answer came about. ``run`` is where their rows of ``inquiry`` lie.
    """

    __tablename__ = "lookup"
    __table_args__ = (Index(None, "shop_id", "world", "asked_on"),)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    asked_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(String(12))
    payment: Mapped[str] = mapped_column(String(8))
    order_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    segment: Mapped[str | None] = mapped_column(String(40))
    asked_about: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    run: Mapped[int] = mapped_column(BigInteger)


class LookupsDigest(Base):
    """The questions of one shop on one day are in the log, as one digest."""

    __tablename__ = "lookups_digest"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))


class Inquiry(Base):
    """The same question as the person asked about sees it. Runs: ``registry.inquiries.runs``."""

    __tablename__ = "inquiry"
    __table_args__ = ({"sqlite_with_rowid": False},)
    run: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lookup_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    shop_id: Mapped[int] = mapped_column(BigInteger)
    asked_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(String(12))
