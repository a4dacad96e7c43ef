"""Rotating k and K_store in place: nothing is unavailable meanwhile and shops do nothing.

1. :func:`start` publishes the generation ``next`` once no transaction is left that writes rows
   without knowing it. Whoever writes from then on writes under both.
2. After a wait longer than a worker may lag, so that whoever only looks knows it too, :func:`lift`
   moves the rows, 1,000 a transaction. Who still looks in vain looks again before it writes.
3. :func:`finish` makes ``next`` current and the old one ``past``; one more :func:`lift` after
   another wait takes what a lagging worker wrote.
4. :func:`forget` drops ``past`` 48 hours later; the caller then removes the key files.

K_ref and K_order need no move: their newest key is used for new rows, older ones are still read.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bonafide.protocol import canonical, digest
from bonafide.protocol.words import Kind, World
from registry.identifiers.errors import RotationError
from registry.identifiers.magic import Magic, phone_of
from registry.identifiers.models import Identifier, IdentifierTag, TagGeneration
from registry.identifiers.vault import Generation, Tag, Vault, wait_for_holders
from registry.kernel.db import insert_new

FORGOTTEN_AFTER = timedelta(hours=48)
ROWS_AT_ONCE = 1_000


def begin_worlds(session: Session, vault: Vault, *, now: datetime) -> None:
    """Give each world its first generation and the test world its people; harmless when done."""
    ring = vault.source.current()
    for world in World:
        epoch, storage = ring.newest(world, "oprf")[0], ring.newest(world, "store")[0]
        if _rows(session, world):
            continue
        row = {"world": world, "epoch": epoch, "storage_key_id": storage}
        row |= {"state": "current", "changed_at": now}
        insert_new(session, TagGeneration, [row], TagGeneration.epoch)
    vault.forget_cache()
    _seat_magic(session, vault, now)


def start(
    session: Session, world: World, *, epoch: int, storage_key_id: int, now: datetime
) -> None:
    """Publish the next generation; raises RotationError while another one is under way.

    Raises BusyError while a request that makes new people does not end: it would write them under
    the old generations alone. Nothing is changed then.
    """
    wait_for_holders(session, world)
    rows = _rows(session, world)
    if any(row.state == "next" for row in rows):
        raise RotationError("a rotation of this world is under way: let it finish first")
    session.add(
        TagGeneration(
            world=world,
            epoch=epoch,
            storage_key_id=storage_key_id,
            state="next",
            changed_at=now,
        )
    )
    session.flush()


def under_way(session: Session, world: World) -> bool:
    """Whether a rotation was started and not finished."""
    return any(row.state == "next" for row in _rows(session, world))


def generations(session: Session, world: World) -> list[Generation]:
    """Every generation of a world as the database has it now."""
    return [Generation(row.epoch, row.storage_key_id, row.state) for row in _rows(session, world)]


def can_open(session: Session, vault: Vault) -> bool:
    """Whether the keys at hand open one stored row of each world and generation."""
    for world in World:
        for each in generations(session, world):
            wanted = select(IdentifierTag).where(
                IdentifierTag.world == world,
                IdentifierTag.epoch == each.epoch,
                IdentifierTag.storage_key_id == each.storage_key_id,
            )
            row = session.scalars(wanted.limit(1)).first()
            if row is None:
                continue
            tag = Tag(bytes(row.tag), row.epoch, row.storage_key_id)
            if vault.unseal(tag, world, Kind(row.kind)) is None:
                return False
    return True


def count_waiting(session: Session, world: World) -> int:
    """Rows that :func:`lift` has yet to move."""
    wanted = select(func.count()).select_from(IdentifierTag)
    return session.scalar(wanted.where(_elsewhere(world, _target(session, world)))) or 0


def lift(session: Session, vault: Vault, world: World, *, limit: int = ROWS_AT_ONCE) -> int:
    """Move up to ``limit`` rows to the newest generation; returns how many were found."""
    target = _target(session, world)
    wanted = (
        select(IdentifierTag)
        .where(_elsewhere(world, target))
        .order_by(IdentifierTag.tag)
        .limit(limit)
        .with_for_update()
    )
    rows = session.scalars(wanted).all()
    lifted = [_lifted(vault, row, target) for row in rows]
    insert_new(session, IdentifierTag, lifted, IdentifierTag.tag)
    old = [row.tag for row in rows]
    session.execute(delete(IdentifierTag).where(IdentifierTag.tag.in_(old)))
    return len(rows)


def finish(session: Session, world: World, *, now: datetime) -> None:
    """Answer with the new generation from here on; raises RotationError when there is none."""
    if not under_way(session, world):
        raise RotationError("no rotation of this world is under way")
    for old, new in (("current", "past"), ("next", "current")):
        moved = update(TagGeneration).where(
            TagGeneration.world == world, TagGeneration.state == old
        )
        session.execute(moved.values(state=new, changed_at=now))


def forget(session: Session, world: World, *, now: datetime) -> tuple[set[int], set[int]]:
    """Drop generations that ended 48 hours ago; returns the epochs and storage keys to remove.

    Raises RotationError while a row still lies under one of them.
    """
    rows = _rows(session, world)
    gone = [row for row in rows if row.state == "past" and row.changed_at <= now - FORGOTTEN_AFTER]
    kept = [row for row in rows if row not in gone]
    epochs = {row.epoch for row in gone} - {row.epoch for row in kept}
    storage = {row.storage_key_id for row in gone} - {row.storage_key_id for row in kept}
    left = select(IdentifierTag.tag).where(
        IdentifierTag.world == world,
        or_(IdentifierTag.epoch.in_(epochs), IdentifierTag.storage_key_id.in_(storage)),
    )
    if session.scalar(left.limit(1)) is not None:
        raise RotationError("rows still lie under the old key: lift them first")
    for row in gone:
        session.delete(row)
    return epochs, storage


def _rows(session: Session, world: World) -> Sequence[TagGeneration]:
    return session.scalars(select(TagGeneration).where(TagGeneration.world == world)).all()


def _elsewhere(world: World, target: Generation) -> ColumnElement[bool]:
    return and_(
        IdentifierTag.world == world,
        or_(
            IdentifierTag.epoch != target.epoch,
            IdentifierTag.storage_key_id != target.storage_key_id,
        ),
    )


def _target(session: Session, world: World) -> Generation:
    """Where rows go: the next generation, or the current one when none is under way."""
    by_state = {row.state: row for row in _rows(session, world)}
    row = by_state.get("next") or by_state["current"]
    return Generation(row.epoch, row.storage_key_id, row.state)


def _lifted(vault: Vault, row: IdentifierTag, target: Generation) -> dict[str, object]:
    world, kind = World(row.world), Kind(row.kind)
    old = Tag(bytes(row.tag), row.epoch, row.storage_key_id)
    element = vault.unseal(old, world, kind)
    if element is None:
        raise RotationError(f"a row cannot be opened with storage key {row.storage_key_id}")
    tag = vault.retag(element, world, kind, row.epoch, target)
    return {
        "tag": tag.tag,
        "identifier_id": row.identifier_id,
        "world": world,
        "kind": kind,
        "storage_key_id": tag.storage_key_id,
        "epoch": tag.epoch,
    }


def _seat_magic(session: Session, vault: Vault, now: datetime) -> None:
    """Rows for the people of the test world, under the current generation."""
    ids = [int(each) for each in Magic]
    seated = set(session.scalars(select(Identifier.id).where(Identifier.id.in_(ids))))
    missing = [person for person in Magic if int(person) not in seated]
    if missing:
        _seat(session, vault, missing, now)


def _seat(session: Session, vault: Vault, people: Sequence[Magic], now: datetime) -> None:
    world, kind = World.TEST, Kind.PHONE
    generations = vault.generations(session, world)
    epoch = generations[0].epoch
    digests = [digest(kind, canonical(kind, phone_of(person))) for person in people]
    points = [vault.group.hash_to_group(each) for each in digests]
    elements = vault.holder.evaluate(world, epoch, points)
    for person, element in zip(people, elements, strict=True):
        session.add(
            Identifier(
                id=int(person),
                world=world,
                kind=kind,
                created_on=now.date(),
                frozen=False,
                opted_out=person is Magic.OPTED_OUT,
                shared=False,
            )
        )
        session.add_all(
            IdentifierTag(
                tag=tag.tag,
                identifier_id=int(person),
                world=world,
                kind=kind,
                storage_key_id=tag.storage_key_id,
                epoch=tag.epoch,
            )
            for tag in vault.tags(generations, world, kind, element, epoch)
        )
    session.flush()
