"""A warning to the customer's own address: one more contact lets in as him."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.kernel.senders.post import PostFullError, current_post
from registry.kernel.web import context
from registry.notices.service import Letter, letters
from registry.portal.at_hand import settings
from registry.whitelist import service as whitelist
from registry.whitelist.service import Holder


def tell_of_new(
    session: Session, before: frozenset[int], entered: Holder, *, now: datetime
) -> None:
    """Write to the customer's address that one more contact lets in, if it is a new one."""
    if not before or whitelist.linked_ids(session, entered) <= before:
        return
    written = letters.write_letters(
        session,
        context.keyring(),
        about=Letter.NEW_LINK,
        identifier_ids=before,
        link=f"{settings().public_url}/me",
        today=now.date(),
    )
    for each in written:
        try:
            current_post().hand_in(each)
        except PostFullError:
            return  # the link stands in the cabinet all the same
