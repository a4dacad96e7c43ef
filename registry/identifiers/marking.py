"""What customers decide about their identifiers, as marks on the rows; and rows that start anew."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind, Level, World
from registry.identifiers.locating import create, find_again, locate
from registry.identifiers.magic import IDS
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.names import DigestName
from registry.identifiers.vault import Vault
from registry.kernel.errors import DomainError
from registry.kernel.ids import new_id

_NOBODY = 0


class Sharer(StrEnum):
    """Who says that an identifier is shared, or that it is not."""

    CUSTOMER = "customer"
    ADMIN = "admin"
    PARTNERS = "partners"


def find_or_make(
    session: Session, vault: Vault, *, kind: Kind, digest: bytes, world: World, today: date
) -> int:
    """The row of whoever just proved to hold an identifier; made when there is none yet."""
    [located] = locate(
        session,
        vault,
        [DigestName(kind, pack(digest))],
        shop_id=_NOBODY,
        world=world,
        direct_tier=True,
    )
    if isinstance(located, DomainError):
        raise located
    if located.identifier_id is not None:
        return located.identifier_id
    known = find_again(session, [located], world=world)
    first = located.tags[0].tag
    made = known or create(session, [located], world=world, today=today).by_tag
    return made[first]


def set_white(
    session: Session,
    identifier_ids: Iterable[int],
    *,
    enrolled_on: date | None,
    since: date | None,
    until: date | None,
    doubted_on: date | None = None,
) -> None:
    """Copy a customer's place on the white list onto the rows; None takes it away.

    ``doubted_on``: from that day on no order on the row itself makes it white either.
    Who has no place is not remembered as white either: what was reached is left past a margin only.
    """
    ids = list(identifier_ids)
    said = {"enrolled_on": enrolled_on, "white_since": since, "white_until": until}
    said |= {"doubted_on": doubted_on}
    if enrolled_on is None:
        said |= {"pass_shop_id": None, "pass_on": None}
    session.execute(_rows(ids).values(said))
    if since is None:
        white = _rows(ids).where(Identifier.level == Level.WHITE)
        session.execute(white.values(level=Level.GOOD))


def set_pass(session: Session, identifier_id: int, *, shop_id: int, on: date) -> None:
    """Remember that the holder has shown a white pass with it in a shop."""
    session.execute(_rows([identifier_id]).values(pass_shop_id=shop_id, pass_on=on))


def set_frozen(session: Session, identifier_ids: Iterable[int], *, frozen: bool) -> None:
    """Answer ``unknown`` about them, or do so no longer; reports are kept and taken."""
    session.execute(_rows(identifier_ids).values(frozen=frozen))


def set_shared(
    session: Session, identifier_ids: Iterable[int], *, shared: bool, by: Sharer
) -> None:
    """Say that a family or an office shares them, or does not."""
    session.execute(_rows(identifier_ids).values(shared=shared, shared_by=by))


def marked_by(session: Session, world: World, by: Sharer) -> list[int]:
    """The identifiers of which somebody said last that they are shared, in order."""
    wanted = select(Identifier.id).where(
        Identifier.world == world, Identifier.shared.is_(True), Identifier.shared_by == by
    )
    return list(session.scalars(wanted.order_by(Identifier.id)))


def count_marked(session: Session, world: World, by: Sharer) -> int:
    """How many identifiers somebody says are shared."""
    mine = (Identifier.world == world, Identifier.shared.is_(True), Identifier.shared_by == by)
    return session.scalar(select(func.count()).select_from(Identifier).where(*mine)) or 0


def end_visits(session: Session, identifier_ids: Iterable[int]) -> None:
    """End every visit to which one of them was proven before."""
    session.execute(_rows(identifier_ids).values(sign_outs=Identifier.sign_outs + 1))


def lock(session: Session, identifier_ids: Iterable[int]) -> None:
    """Hold the rows until the transaction ends, in one order for all."""
    wanted = select(Identifier.id).where(Identifier.id.in_(list(identifier_ids)))
    session.scalars(wanted.order_by(Identifier.id).with_for_update()).all()


def start_anew(session: Session, identifier_id: int, *, on: date, opted_out: bool) -> int:
    """Erase an identifier: the sealed tag leads to a new row, which keeps the day.

    The old number names nothing from here on: refs that shops kept lead nowhere. The people of the
    test world stay who they are. ``opted_out``: an opt-out holds on. Raises LookupError when there
    is no such row.
    """
    wanted = select(Identifier).where(Identifier.id == identifier_id).with_for_update()
    old = session.scalar(wanted.execution_options(populate_existing=True))
    if old is None or identifier_id in IDS:
        raise LookupError("no identifier that could be erased")
    fresh = Identifier(
        id=new_id(),
        world=old.world,
        kind=old.kind,
        created_on=on,
        frozen=False,
        opted_out=old.opted_out and opted_out,
        shared=False,
        erased_on=on,
    )
    session.add(fresh)
    session.flush()
    tags = update(IdentifierTag).where(IdentifierTag.identifier_id == identifier_id)
    for _ in range(2):  # a rotation that held the first tags has written others meanwhile
        session.execute(tags.values(identifier_id=fresh.id))
    session.execute(delete(Identifier).where(Identifier.id == identifier_id))
    return fresh.id


def _rows(identifier_ids: Iterable[int]) -> Update:
    return update(Identifier).where(Identifier.id.in_(list(identifier_ids)))
