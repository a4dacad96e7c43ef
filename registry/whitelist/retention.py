"""What other rooms ask before they let a person's row go."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from registry.whitelist.holders import links_of


def linked(session: Session, identifier_ids: Sequence[int]) -> set[int]:
    """Those of the identifiers that some customer has proven."""
    return set(links_of(session, identifier_ids))
