"""The door of the room: everything that a page or another room may ask of it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind, World
from registry.identifiers import marking
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.kernel.web.language import Language
from registry.trust.responding import Surroundings
from registry.whitelist.address import (
    Address,
    CodeToSend,
    addresses_of,
    begin_address,
    confirm_address,
    drop_address,
)
from registry.whitelist.cabinet import Cabinet, LookedUp, PassSpent, Proven, cabinet
from registry.whitelist.ends import (
    freeze,
    mark_shared,
    opt_in,
    opt_out,
    sign_out_everywhere,
    unfreeze,
)
from registry.whitelist.enrolling import Enrolled, enrol, lock_customer, settle_place, withdraw
from registry.whitelist.erasing import Erased, erase, new_number
from registry.whitelist.export import export_document
from registry.whitelist.holders import Holder, current, find_current, link, links_of
from registry.whitelist.linking import Linked, linked, linked_ids, remove_link
from registry.whitelist.opening import Opened, open_by_order
from registry.whitelist.passes import Issued
from registry.whitelist.passes import issue as issue_pass
from registry.whitelist.reviews import Decision, ReviewItem, decide_review, list_reviews
from registry.whitelist.rights import Section, rights
from registry.whitelist.rules import Eligibility, Gap, Missing, Place
from registry.whitelist.statements import Statement
from registry.whitelist.tickets import Contestable, find_ticket, use_ticket

__all__ = [
    "Address",
    "Cabinet",
    "CodeToSend",
    "Contestable",
    "Decision",
    "Eligibility",
    "Enrolled",
    "Erased",
    "Gap",
    "Holder",
    "Issued",
    "Language",
    "Linked",
    "LookedUp",
    "Missing",
    "Opened",
    "PassSpent",
    "Place",
    "Proven",
    "ReviewItem",
    "Section",
    "Statement",
    "World",
    "addresses_of",
    "begin_address",
    "cabinet",
    "confirm_address",
    "current",
    "decide_review",
    "drop_address",
    "enrol",
    "erase",
    "export_document",
    "find_ticket",
    "freeze",
    "issue_pass",
    "linked",
    "linked_ids",
    "list_reviews",
    "mark_shared",
    "new_number",
    "open_by_order",
    "opt_in",
    "opt_out",
    "remove_link",
    "rights",
    "sign_in",
    "sign_out_everywhere",
    "unfreeze",
    "use_ticket",
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
    before = (holder and find_current(session, holder)) or Holder(None, (), world)
    identifier_id = marking.find_or_make(
        session, vault, kind=kind, digest=digest, world=world, today=today
    )
    linked = links_of(session, [identifier_id]).get(identifier_id)
    customer_id = before.customer_id
    if customer_id is None and linked is not None:
        customer_id = linked.customer_id
    ids = tuple(dict.fromkeys((*before.identifier_ids, identifier_id)))
    said = identifiers.states(session, [identifier_id])[identifier_id].sign_outs
    found = replace(
        before,
        customer_id=customer_id,
        identifier_ids=ids,
        sign_outs={**before.sign_outs, identifier_id: said},
    )
    row = None if customer_id is None else lock_customer(session, customer_id)
    if row is None:
        return replace(found, customer_id=None)
    link(session, found, today=today)
    settle_place(session, row, around=around, now=now)
    return found
