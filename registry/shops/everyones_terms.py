"""The terms of all shops at once, for figures about the network."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.shops.models import ShopTerms
from registry.shops.terms import Terms, from_document


def terms_by_shop(session: Session, *, world: World) -> dict[int, Terms]:
    """The terms of every shop that set some; for all others the defaults hold."""
    wanted = select(ShopTerms.shop_id, ShopTerms.document).where(ShopTerms.world == world)
    return {row.shop_id: from_document(row.document) for row in session.execute(wanted)}
