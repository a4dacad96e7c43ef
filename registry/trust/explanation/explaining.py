"""One past lookup explained to the shop that made it, in bands and in its own terms.

The answer itself is not kept. It is made again for the day of the question from what is stored
today: reports filed since then are left out, corrections and rulings made since then are in. The
amount was dropped by design, so the advice is explained without it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bonafide.protocol.words import Purpose
from registry.identifiers import service as identifiers
from registry.identifiers.vault import Vault
from registry.inquiries import asked
from registry.inquiries.asked import PastLookup
from registry.inquiries.placed import Placed
from registry.kernel.errors import DomainError
from registry.kernel.ids import find_row_id
from registry.reports import counts
from registry.reports.service import Fact
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.explanation.explain import PriorPart, prior_parts
from registry.trust.network import Context
from registry.trust.responding import Answering, Question, Seen, Surroundings, TrustAnswer

PREFIX = "lkp_"


class LookupNotFoundError(DomainError):
    """No such lookup of this shop, or nobody is left whom it was about."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class Explained:
    """A past question, its answer made again, and what that rests on."""

    asked: PastLookup
    answer: TrustAnswer
    own_reports: tuple[Fact, ...]
    prior: tuple[PriorPart, ...]
    terms: Terms
    fitted_on: date | None


def explain_lookup(
    session: Session, vault: Vault, *, caller: Caller, public_id: str, around: Surroundings
) -> Explained:
    """Explain one lookup; raises LookupNotFoundError."""
    row_id = find_row_id(PREFIX, caller.shop_id, public_id)
    question = row_id and asked.find_lookup(
        session, shop_id=caller.shop_id, world=caller.world, lookup_id=row_id
    )
    if not question:
        raise LookupNotFoundError
    seen = _read(session, caller, question)
    ids = tuple(each for each in question.identifier_ids if each in seen.states)
    if not ids:
        raise LookupNotFoundError
    answer = _answer(vault, caller, question, seen, ids, around, session)
    own = {
        row.report_id: row
        for each in ids
        for row in seen.history.get(each, ())
        if row.shop_id == caller.shop_id
    }
    asking = Context(caller.shop_id, question.payment, question.segment)
    return Explained(
        asked=question,
        answer=answer,
        own_reports=tuple(sorted(own.values(), key=lambda row: (row.occurred_on, row.report_id))),
        prior=prior_parts(around.network, asking, around.policy),
        terms=seen.terms,
        fitted_on=around.network.fitted_on,
    )


def _read(session: Session, caller: Caller, question: PastLookup) -> Seen:
    ids = list(question.identifier_ids)
    rows = counts.histories(session, ids)
    next_day = question.asked_on + timedelta(days=1)
    known = {each: mine.filed_before(next_day) for each, mine in rows.items()}
    return Seen(
        states=identifiers.states(session, ids) if ids else {},
        history=known,
        via={},
        overrides=shops.find_overrides(session, caller.shop_id, ids),
        terms=shops.get_terms(session, caller.shop_id, world=caller.world),
    )


def _answer(
    vault: Vault,
    caller: Caller,
    question: PastLookup,
    seen: Seen,
    ids: tuple[int, ...],
    around: Surroundings,
    session: Session,
) -> TrustAnswer:
    """The same answer again; whoever was only brought in by import is still own history only."""
    imported = asked.met_by_import(session, shop_id=caller.shop_id, ids=ids)
    ring = vault.source.current()
    answering = Answering(ring, caller, seen, around, question.asked_on, short=imported)
    found = answering.answer(
        Question(
            names=(),
            order_ref="",
            purpose=Purpose(question.purpose),
            payment=question.payment,
            segment=question.segment,
        ),
        Placed(ids, by_ref={}),
        question.lookup_id,
    )
    if isinstance(found, DomainError):
        raise LookupNotFoundError
    return found
