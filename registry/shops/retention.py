"""What other rooms ask before they let a person's row go."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.shops.models import ShopOverride


def with_overrides(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers about whom some shop has a word of its own."""
    wanted = select(ShopOverride.identifier_id).where(
        ShopOverride.identifier_id.in_(identifier_ids)
    )
    return set(session.scalars(wanted.distinct()))
