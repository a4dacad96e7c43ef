"""Which rows may leave because nobody needs them: this room's part of the answer."""

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.identifiers.magic import Magic
from registry.identifiers.models import Identifier

_LAST_MAGIC: Final = max(int(each) for each in Magic)


def lock_plain(session: Session, *, before: date, after: int, limit: int) -> list[int]:
    """Ids above ``after`` of rows made before a day that carry no state of their own, in order.

    A row that was enrolled, erased, frozen, opted out or marked as shared says something about a
    person and stays. The rows are held until the transaction ends.
    """
    wanted = (
        select(Identifier.id)
        .where(
            Identifier.id > max(after, _LAST_MAGIC),
            Identifier.created_on < before,
            Identifier.enrolled_on.is_(None),
            Identifier.white_since.is_(None),
            Identifier.erased_on.is_(None),
            Identifier.frozen.is_(False),
            Identifier.opted_out.is_(False),
            Identifier.shared.is_(False),
        )
        .order_by(Identifier.id)
        .limit(limit)
        .with_for_update()
    )
    return list(session.scalars(wanted))
