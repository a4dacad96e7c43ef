"""How the tree lies in its tables."""

from collections.abc import Collection

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from registry.audit.models import LogHead, LogTile
from registry.audit.tiles import Place

HEAD = 1


def tree_size(session: Session) -> int:
    """How many entries the tree has; 0 before the first."""
    return session.scalar(select(LogHead.size).where(LogHead.id == HEAD)) or 0


def read_tiles(session: Session, places: Collection[Place]) -> dict[Place, bytes]:
    """Tiles by place; one that is not there is absent."""
    if not places:
        return {}
    wanted = select(LogTile.level, LogTile.number, LogTile.hashes).where(
        tuple_(LogTile.level, LogTile.number).in_(sorted(places))
    )
    return {(row.level, row.number): bytes(row.hashes) for row in session.execute(wanted)}
