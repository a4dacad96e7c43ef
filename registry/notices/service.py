"""The door of the room. Each part stands in a module of its own.

``feed`` is what a shop reads and what webhooks carry; ``webhooks`` are a shop's own; ``delivering``
and ``sending`` bring changes to them; ``readers`` finds whose answer changed; ``letters`` go to
customers, ``shop_mail`` to a shop's people. What happens to cases is told here by whoever sits
above.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, World
from registry.notices import delivering, feed, letters, readers, sending, shop_mail, webhooks
from registry.notices.letters import Letter
from registry.notices.readers import tell_readers

__all__ = [
    "Letter",
    "delivering",
    "dispute_event",
    "feed",
    "letters",
    "readers",
    "sending",
    "shop_mail",
    "tell_readers",
    "webhooks",
]


def dispute_event(
    session: Session,
    *,
    shop_id: int,
    world: World,
    kind: ChangeKind,
    names: Mapping[str, str],
    now: datetime,
) -> None:
    """Tell a shop what happened to a case about its own report: ``dispute`` and ``report`` ids."""
    feed.write(session, shop_id=shop_id, world=world, kind=kind, names=names, now=now)
