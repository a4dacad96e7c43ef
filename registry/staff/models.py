"""Private tables of the room: small, read by key. No mail address, no phone: a name is enough."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class StaffAccount(Base):
    """One person who works here. ``totp`` is sealed, empty until it is set up.

    ``totp_step`` is the last one used. ``invited_by`` is None for the operator's; ``confirmed_by``
    is the second one who agreed.
    """

    __tablename__ = "staff_account"
    __table_args__ = (Index(None, "login", unique=True), Index(None, "shop_id"))
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(8))
    shop_id: Mapped[int | None] = mapped_column(BigInteger)
    invited_by: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger)
    password: Mapped[str] = mapped_column(String(200))
    totp: Mapped[bytes] = mapped_column(LargeBinary)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffRecovery(Base):
    """A recovery code as a MAC: each stands in for the app once."""

    __tablename__ = "staff_recovery"
    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    code_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class StaffSession(Base):
    """One signed-in browser. The cookie's token is stored as a MAC only."""

    __tablename__ = "staff_session"
    __table_args__ = (Index(None, "account_id"),)
    token_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger)
    browser: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffInvitation(Base):
    """A single-use link that makes an account."""

    __tablename__ = "staff_invitation"
    token_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(8))
    shop_id: Mapped[int | None] = mapped_column(BigInteger)
    invited_by: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger)
    word_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffAttempt(Base):
    """Failed sign-ins under one keyed digest: of an address, or of an address and a name."""

    __tablename__ = "staff_attempt"
    who: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PendingAct(Base):
    """What one admin proposed and a second one has to confirm."""

    __tablename__ = "pending_act"
    __table_args__ = (Index(None, "state", "ends_at"),)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(24))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[int] = mapped_column(BigInteger)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
