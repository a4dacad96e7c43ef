"""Private tables of the room. Cases spread by shop, the customers' view of them by identifier."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class Dispute(Base):
    """One case about one report. What both sides brought is in ``dispute_paper``.

    ``leaves`` are those of all its acts in the log, 32 bytes each, one behind the other.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        Index(None, "shop_id", "report_id"),
        Index(None, "shop_id", "world", "opened_on", "id"),
        Index(None, "phase", "opened_on"),
    )
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    world: Mapped[str] = mapped_column(String(4))
    report_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(20))
    via: Mapped[str] = mapped_column(String(8))
    turn: Mapped[int]
    phase: Mapped[str] = mapped_column(String(8))
    opened_on: Mapped[date]
    answered_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    stance: Mapped[str | None] = mapped_column(String(8))
    verdict: Mapped[str | None] = mapped_column(String(8))
    ending: Mapped[str | None] = mapped_column(String(12))
    ground: Mapped[str | None] = mapped_column(String(20))
    ruled_on: Mapped[date | None]
    ruled_by: Mapped[int | None] = mapped_column(BigInteger)
    appealed_on: Mapped[date | None]
    appealed_by: Mapped[str | None] = mapped_column(String(8))
    appeal_ruled_by: Mapped[int | None] = mapped_column(BigInteger)
    closed_on: Mapped[date | None]
    key_id: Mapped[int]
    sealed_key: Mapped[bytes | None] = mapped_column(LargeBinary(80))
    leaves: Mapped[bytes | None] = mapped_column(LargeBinary)
    ruling_leaf: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class DisputeParty(Base):
    """Whose cases these are: a person's way to them through an identifier."""

    __tablename__ = "dispute_party"
    __table_args__ = (Index(None, "shop_id", "dispute_id"),)
    identifier_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    dispute_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    shop_id: Mapped[int] = mapped_column(BigInteger)
    report_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(8))
    opened_on: Mapped[date]


class DisputePaper(Base):
    """One text or file inside a case, sealed under the case's own key."""

    __tablename__ = "dispute_paper"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    dispute_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    side: Mapped[str] = mapped_column(String(8))
    by_identifier_id: Mapped[int | None] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(8))
    evidence: Mapped[str | None] = mapped_column(String(16))
    media: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]
    added_on: Mapped[date]
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DisputeFingerprint(Base):
    """Keyed digests of files that were shown about a report, so that new evidence is new."""

    __tablename__ = "dispute_fingerprint"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    shown_on: Mapped[date]


class DisputeEvent(Base):
    """What happened, until everybody was told. The only times of day in this room."""

    __tablename__ = "dispute_event"
    __table_args__ = (Index(None, "told_at", "made_at"),)
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    dispute_id: Mapped[int] = mapped_column(BigInteger)
    event: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
