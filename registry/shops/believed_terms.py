"""A shop's terms as its lookups know them: believed for three seconds, as its keys are.

The worker that replaces them knows the new ones from the commit on; any other one at the latest
three seconds after it. Every other reader asks the database.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.believed import Believed, of_application
from registry.kernel.pipeline import Rows
from registry.kernel.prepared import Prepared
from registry.kernel.together import Read
from registry.shops.models import ShopTerms
from registry.shops.terms import Terms, from_document

_EXTENSION: Final = "bonafide-shops-terms"

READ_TERMS = Prepared(
    lambda _: select(ShopTerms.document).where(
        ShopTerms.shop_id == bindparam("shop_id"), ShopTerms.world == bindparam("world")
    )
)


def find(shop_id: int, world: World, *, now: datetime) -> Terms | None:
    """The terms where this worker knows them, else None: read them by ``step``."""
    return _known().find((shop_id, world), now)


def step(shop_id: int, world: World) -> Read:
    """What reads them, for ``learn``."""
    return READ_TERMS, {"shop_id": shop_id, "world": world.value}


def learn(shop_id: int, world: World, rows: Rows, *, now: datetime) -> Terms:
    """The terms in the rows of ``step``, the defaults where there are none; believed from now on.

    ``now`` is from before they were read.
    """
    terms = from_document(rows[0][0]) if rows else Terms()
    _known().learn((shop_id, world), terms, now)
    return terms


def forget(session: Session, shop_id: int, world: World) -> None:
    """They change with this transaction: once it is committed, ask again."""
    known = _known()
    event.listen(session, "after_commit", lambda _: known.forget((shop_id, world)), once=True)


def _known() -> Believed[tuple[int, World], Terms]:
    return of_application(_EXTENSION)
