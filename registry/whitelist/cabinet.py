"""What a person sees: level and why, what was said, who asked, what would change it and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Purpose
from registry.inquiries import asked
from registry.kernel.web.language import Language
from registry.trust.explanation.explain import Exact, explain_exact
from registry.trust.responding import Surroundings, is_doubted_row
from registry.whitelist import records
from registry.whitelist.enrolling import place_of
from registry.whitelist.holders import Holder, links_of, links_of_customer
from registry.whitelist.models import Consent, Customer, NoticeAddress, Review
from registry.whitelist.passes import spent_passes
from registry.whitelist.records import OnFile
from registry.whitelist.rules import Case, Eligibility, Place, eligibility
from registry.whitelist.statements import Statement, shop_names, statements


@dataclass(frozen=True, slots=True)
class Proven:
    """One identifier proven in this session. ``linked_on``: since when it is the customer's."""

    identifier_id: int
    kind: str
    linked_on: date | None
    enrolled: bool
    frozen: bool
    opted_out: bool
    shared: bool
    shared_by: str | None
    erased_on: date | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The consent in force."""

    version: str
    language: Language
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One question about the person."""

    shop: str
    on: date
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class PassSpent:
    """A white pass of the customer that a shop has spent."""

    shop: str
    on: date


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Everything of the page ``/me``.

    ``why`` has the level, the exact risk, every weight, and the days on which the level changes by
    itself. ``lifted`` is the same as if nothing of it were frozen or opted out, None where nothing
    is; ``eligibility`` is of the whole record too and names only the pause. ``others``: how many
    identifiers of the customer were not proven in this session. ``under_review``: what an admin
    looks at now, by the day it was asked for.
    """

    proven: tuple[Proven, ...]
    others: int
    enrolled_on: date | None
    agreed: Agreed | None
    place: Place | None
    eligibility: Eligibility
    why: Exact
    lifted: Exact | None
    statements: tuple[Statement, ...]
    lookups: tuple[LookedUp, ...]
    passes: tuple[PassSpent, ...]
    has_address: bool
    under_review: tuple[tuple[str, date], ...]

    @property
    def silent(self) -> bool:
        """Whether shops hear nothing, because everything proven is frozen or opted out."""
        return bool(self.proven) and all(each.frozen or each.opted_out for each in self.proven)

    @property
    def kept(self) -> Exact:
        """What the whole record says, whether shops hear it now or not."""
        return self.lifted or self.why

    @property
    def hidden_ends(self) -> frozenset[date]:
        """The days on which reports whose own day is hidden end: only their months are told."""
        hidden = {each.report_id for each in self.statements if each.occurred_on is None}
        weights = (*self.why.weights, *self.kept.weights)
        return frozenset(each.until for each in weights if each.report_id in hidden)


def cabinet(session: Session, holder: Holder, *, around: Surroundings, now: datetime) -> Cabinet:
    """Read it all; nothing is changed."""
    today = now.date()
    on_file = records.read(session, holder.identifier_ids)
    everything = records.read_all(session, holder.identifier_ids)
    customer = None if holder.customer_id is None else session.get(Customer, holder.customer_id)
    linked = [] if customer is None else links_of_customer(session, customer.id)
    enrolled_on = customer.enrolled_on if customer else None
    held = place_of(customer)
    all_ids = {each.identifier_id for each in linked} | set(holder.identifier_ids)
    explain = partial(
        _explain, around, enrolled=enrolled_on is not None, held=held, proven=len(all_ids), on=today
    )
    why = explain(on_file)
    lifted = explain(on_file.lifted()) if on_file.paused() else None
    whole = records.read(session, sorted(all_ids))
    return Cabinet(
        proven=tuple(_proven(session, on_file)),
        others=len(all_ids) - len(holder.identifier_ids),
        enrolled_on=enrolled_on,
        agreed=_agreed(session, customer),
        place=held,
        eligibility=eligibility(_white_case(whole, around, held), today=today),
        why=why,
        lifted=lifted,
        statements=tuple(
            statements(session, holder, everything, _shown(why, lifted), around.policy, today)
        ),
        lookups=tuple(_lookups(session, holder.identifier_ids)),
        passes=tuple(_passes(session, customer)),
        has_address=_has_address(session, holder.customer_id),
        under_review=_under_review(session, holder.identifier_ids),
    )


def _explain(
    around: Surroundings,
    rows: OnFile,
    *,
    enrolled: bool,
    held: Place | None,
    proven: int,
    on: date,
) -> Exact:
    person = records.person_of(rows, enrolled=enrolled, granted=held is not None, proven=proven)
    return explain_exact(
        rows.facts(around),
        person=person._replace(doubted=any(is_doubted_row(each, on) for each in rows.speaking())),
        network=around.network,
        policy=around.policy,
        today=on,
    )


def _shown(why: Exact, lifted: Exact | None) -> Exact:
    """Every weight: of what is paused the one that it has otherwise."""
    weights = {each.report_id: each for each in (*(lifted or why).weights, *why.weights)}
    return replace(why, weights=tuple(weights.values()))


def _white_case(whole: OnFile, around: Surroundings, held: Place | None) -> Case:
    """What is on file is shown as it is to somebody whose phone is only paused."""
    phones = records.phones_of(whole.states)
    rows = whole if phones.speaking else whole.lifted()
    return replace(records.white_case(rows, around, granted=held is not None), phones=phones)


def _proven(session: Session, on_file: OnFile) -> list[Proven]:
    links = links_of(session, on_file.states)
    return [
        Proven(
            identifier_id=each.id,
            kind=each.kind,
            linked_on=links[each.id].proven_on if each.id in links else None,
            enrolled=each.enrolled_on is not None,
            frozen=each.frozen,
            opted_out=each.opted_out,
            shared=each.shared,
            shared_by=each.shared_by if each.shared else None,
            erased_on=each.erased_on,
        )
        for each in on_file.states.values()
    ]


def _agreed(session: Session, customer: Customer | None) -> Agreed | None:
    if customer is None:
        return None
    live = (Consent.customer_id == customer.id, Consent.withdrawn_at.is_(None))
    row = session.scalar(select(Consent).where(*live))
    if row is None:
        return None
    return Agreed(row.version, Language(row.language), row.agreed_at)


def _lookups(session: Session, ids: Sequence[int]) -> list[LookedUp]:
    found = asked.asked_about(session, ids)
    names = shop_names(session, {each.shop_id for each in found})
    return [
        LookedUp(names.get(each.shop_id, ""), each.asked_on, Purpose(each.purpose))
        for each in found
    ]


def _passes(session: Session, customer: Customer | None) -> list[PassSpent]:
    found = [] if customer is None else spent_passes(session, customer.id)
    names = shop_names(session, {shop_id for shop_id, _ in found})
    return [PassSpent(names.get(shop_id, ""), day) for shop_id, day in found]


def _has_address(session: Session, customer_id: int | None) -> bool:
    row = None if customer_id is None else session.get(NoticeAddress, customer_id)
    return row is not None and row.confirmed_on is not None


def _under_review(session: Session, ids: Sequence[int]) -> tuple[tuple[str, date], ...]:
    waiting = (Review.identifier_id.in_(ids), Review.decided_on.is_(None))
    wanted = select(Review.kind, Review.asked_on).where(*waiting).order_by(Review.asked_on)
    return tuple((kind, asked_on) for kind, asked_on in session.execute(wanted))
