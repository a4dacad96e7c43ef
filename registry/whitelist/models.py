"""Private tables of the room. Links spread by identifier, what a customer decided by customer."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class Customer(Base):
    """Somebody who asked the registry to remember something: an enrolment, an address."""

    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    created_on: Mapped[date]
    enrolled_on: Mapped[date | None]
    white_since: Mapped[date | None]
    white_until: Mapped[date | None]


class CustomerLink(Base):
    """An identifier that a customer proved to hold, and when: first, and last."""

    __tablename__ = "customer_link"
    __table_args__ = (Index(None, "customer_id"),)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    proven_on: Mapped[date]
    proven_again_on: Mapped[date]


class Consent(Base):
    """Which text a customer agreed to, in which language, and when; the text by its digest."""

    __tablename__ = "consent"
    customer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    text_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeAddress(Base):
    """Where a customer wants to be told of news, sealed; what is not confirmed yet beside it."""

    __tablename__ = "notice_address"
    customer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(2))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary(320))
    key_id: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    waiting: Mapped[bytes | None] = mapped_column(LargeBinary(320))
    waiting_key_id: Mapped[int | None]
    code_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int]


class WhitePass(Base):
    """One white pass: its code as a MAC, whose it is, and the order that it was spent on.

    The minute until which it is good goes when it is spent.
    """

    __tablename__ = "white_pass"
    __table_args__ = (Index(None, "customer_id"), Index(None, "spent_shop_id", "spent_order_mac"))
    code_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    issued_on: Mapped[date]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    spent_on: Mapped[date | None]
    spent_shop_id: Mapped[int | None] = mapped_column(BigInteger)
    spent_order_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    result: Mapped[str | None] = mapped_column(String(12))
    bound_id: Mapped[int | None] = mapped_column(BigInteger)


class PassGuess(Base):
    """How many codes that do not exist a shop tried on one day."""

    __tablename__ = "pass_guess"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    wrong: Mapped[int]


class OrderGuess(Base):
    """How many order numbers were tried on one day to open the reports on an identifier."""

    __tablename__ = "order_guess"
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    on: Mapped[date] = mapped_column(primary_key=True)
    tried: Mapped[int]


class Ticket(Base):
    """A link that a shop gave to a customer who lost the phone: contest one report, once."""

    __tablename__ = "ticket"
    __table_args__ = (Index(None, "shop_id", "report_id"),)
    code_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    world: Mapped[str] = mapped_column(String(4))
    shop_id: Mapped[int] = mapped_column(BigInteger)
    report_id: Mapped[int] = mapped_column(BigInteger)
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    used_on: Mapped[date | None]


class Review(Base):
    """What an admin has to look at: a second washing within a year, a doubted white."""

    __tablename__ = "review"
    __table_args__ = (Index(None, "decided_on", "asked_on"),)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    asked_on: Mapped[date]
    was_frozen: Mapped[bool]
    decision: Mapped[str | None] = mapped_column(String(8))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))


class Erasure(Base):
    """A row number that was erased and must not come back: swept once more, then forgotten."""

    __tablename__ = "erasure"
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    erased_on: Mapped[date]
