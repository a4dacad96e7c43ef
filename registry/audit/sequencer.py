"""The one sequencer: places what was committed to at the end of the tree and signs the result.

It holds the row ``log_head`` while it works, so a second one waits and then goes on from the new
size. Within a step, entries stand in the order of their leaves, which are random: the log does not
tell who came first.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from registry.audit import tiles
from registry.audit.models import Commitment, LogCheckpoint, LogHead, LogTile
from registry.audit.reading import HEAD, read_tiles
from registry.audit.signing import Signer
from registry.audit.tiles import Place
from registry.kernel.db import insert_all, insert_new

ENTRIES_AT_ONCE = 2_000


def append(
    session: Session, signer: Signer, *, limit: int = ENTRIES_AT_ONCE
) -> tuple[int, str | None]:
    """Place up to ``limit`` entries; how many, and the new checkpoint when there is one."""
    size = _lock_size(session)
    leaves = _waiting(session, limit)
    if not leaves and (size or _signed(session)):
        return 0, None
    held = read_tiles(session, tiles.open_places(size))
    before = set(held)
    changed = tiles.grow(held, size, leaves)
    _write_tiles(session, held, changed, before)
    _place(session, leaves, size)
    session.execute(update(LogHead).where(LogHead.id == HEAD).values(size=size + len(leaves)))
    return len(leaves), _sign(session, signer, size + len(leaves), held)


def keep_outside(note: str, file: Path) -> None:
    """Write the newest checkpoint where the database does not reach: a restored one shows by it."""
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.write_text(note, encoding="utf-8")
    unfinished.replace(file)


def _lock_size(session: Session) -> int:
    insert_new(session, LogHead, [{"id": HEAD, "size": 0}], LogHead.id)
    return session.scalars(select(LogHead.size).where(LogHead.id == HEAD).with_for_update()).one()


def _signed(session: Session) -> bool:
    return session.scalar(select(LogCheckpoint.size).limit(1)) is not None


def _waiting(session: Session, limit: int) -> list[bytes]:
    """Entries without a place, held; one that is just being erased waits for the next step."""
    wanted = select(Commitment.leaf).where(Commitment.position.is_(None)).limit(limit)
    held = wanted.order_by(Commitment.leaf).with_for_update(skip_locked=True)
    return [bytes(each) for each in session.scalars(held)]


def _write_tiles(
    session: Session, held: dict[Place, bytes], changed: set[Place], before: set[Place]
) -> None:
    rows = [
        {"level": level, "number": number, "hashes": held[level, number]}
        for level, number in sorted(changed)
    ]
    old = [row for row in rows if (row["level"], row["number"]) in before]
    insert_all(session, LogTile, [row for row in rows if row not in old])
    if old:
        mine = (LogTile.level == bindparam("of_level"), LogTile.number == bindparam("of_number"))
        session.connection().execute(
            update(LogTile).where(*mine).values(hashes=bindparam("now")),
            [
                {"of_level": row["level"], "of_number": row["number"], "now": row["hashes"]}
                for row in old
            ],
        )


def _place(session: Session, leaves: Sequence[bytes], first: int) -> None:
    if leaves:
        session.connection().execute(
            update(Commitment)
            .where(Commitment.leaf == bindparam("of"))
            .values(position=bindparam("at")),
            [{"of": leaf, "at": first + offset} for offset, leaf in enumerate(leaves)],
        )


def _sign(session: Session, signer: Signer, size: int, held: dict[Place, bytes]) -> str:
    lacking = tiles.places_of([(0, size)]) - held.keys()
    root = tiles.range_hash(held | read_tiles(session, lacking), (0, size))
    note = signer.sign(size, root)
    last = session.scalar(select(func.max(LogCheckpoint.number))) or 0
    row = {"size": size, "root": root, "number": last + 1, "note": note}
    insert_all(session, LogCheckpoint, [row])
    return note
