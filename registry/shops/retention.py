"""What other rooms ask of this one when a person's row goes."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registry.shops.models import ShopOverride


def with_overrides(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers about whom some shop has a word of its own."""
    wanted = select(ShopOverride.identifier_id).where(
        ShopOverride.identifier_id.in_(identifier_ids)
    )
    return set(session.scalars(wanted.distinct()))


def forget_people(session: Session, identifier_ids: Sequence[int]) -> None:
    """Drop what shops decided about people who are erased."""
    session.execute(delete(ShopOverride).where(ShopOverride.identifier_id.in_(identifier_ids)))
