"""Private tables of the import. Both spread by shop."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Base, UtcDateTime


class ImportUpload(Base):
    """One table of past orders on its way in. ``sealed`` opens with the browser's key only."""

    __tablename__ = "import_upload"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    form: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    places: Mapped[dict[str, int]] = mapped_column(JSON)
    total: Mapped[int]
    line: Mapped[int]
    taken: Mapped[int]
    failed: Mapped[int]
    stopped: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportComplaint(Base):
    """A row that was not taken: where and why, never what stood there."""

    __tablename__ = "import_complaint"
    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    upload_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(40))
