"""The door of the room: everything that a page or another room may ask of it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind, World
from registry.identifiers import marking
from registry.identifiers.vault import Vault
from registry.kernel.web.language import Language
from registry.trust.responding import Surroundings
from registry.whitelist.cabinet import Cabinet, LookedUp, Proven, cabinet
from registry.whitelist.enrolling import Enrolled, enrol, lock_customer, settle_place, withdraw
from registry.whitelist.holders import Holder, current, link, links_of
from registry.whitelist.rules import Eligibility, Gap, Missing, Place
from registry.whitelist.statements import Statement

__all__ = [
    "Cabinet",
    "Eligibility",
    "Enrolled",
    "Gap",
    "Holder",
    "Language",
    "LookedUp",
    "Missing",
    "Place",
    "Proven",
    "Statement",
    "cabinet",
    "current",
    "enrol",
    "sign_in",
    "withdraw",
]


def sign_in(
    session: Session,
    vault: Vault,
    *,
    kind: Kind,
    digest: bytes,
    around: Surroundings,
    now: datetime,
    holder: Holder | None = None,
    world: World = World.LIVE,
) -> Holder:
    """Take a proof of control of one identifier; ``holder`` is who was signed in already.

    A customer who proves one more identifier links it: the newest proof wins over an older link,
    and the place on the white list is judged anew. Who is no customer leaves no trace but the
    identifier's own row.
    """
    today = now.date()
    before = holder or Holder(None, (), world)
    identifier_id = marking.find_or_make(
        session, vault, kind=kind, digest=digest, world=world, today=today
    )
    linked = links_of(session, [identifier_id]).get(identifier_id)
    customer_id = before.customer_id
    if customer_id is None and linked is not None:
        customer_id = linked.customer_id
    ids = tuple(dict.fromkeys((*before.identifier_ids, identifier_id)))
    found = replace(before, customer_id=customer_id, identifier_ids=ids)
    row = None if customer_id is None else lock_customer(session, customer_id)
    if row is None:
        return replace(found, customer_id=None)
    link(session, found, today=today)
    settle_place(session, row, around=around, now=now)
    return found
