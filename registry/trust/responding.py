"""From what a lookup read to its answer: the person, the facts that may speak, the advice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

from bonafide.protocol.words import Advice, Kind, Level, Purpose
from registry.identifiers import service as identifiers
from registry.identifiers.errors import RefGoneError
from registry.identifiers.magic import IDS as MAGIC
from registry.identifiers.magic import find_magic
from registry.identifiers.names import Name
from registry.identifiers.service import State
from registry.inquiries.placed import Placed
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust import magic
from registry.trust.advice import AdviceGiven, advise
from registry.trust.assessment import Assessment
from registry.trust.facts import NO_REPORTS, Fact, Reports, in_order
from registry.trust.levels import Person
from registry.trust.network import Network
from registry.trust.policy import Policy
from registry.trust.rules import assess, identifiers_disagree
from registry.trust.scene import Scene, Scenes

PASS_BELIEVED: Final = timedelta(days=7)
"""How long a verified pass speaks for an e-mail in the shop that verified it: until dispatch."""
_LEVELS: Final = {str(each): each for each in Level}
_UNMARKED: Final = {each: Person(previous=_LEVELS.get(each or "")) for each in (None, *_LEVELS)}
"""Who is known by one identifier with nothing but its last level."""
_MARKS: Final = attrgetter(
    "frozen", "opted_out", "shared", "enrolled_on", "erased_on", "doubted_on"
)
"""All that may be known of an identifier besides its last level: of most it is nothing."""


class Question(NamedTuple):
    """One question about one person for one order or cart."""

    names: tuple[Name, ...]
    order_ref: str
    purpose: Purpose
    payment: str
    amount: Decimal | None = None
    currency: str = "RUB"
    segment: str | None = None


@dataclass(slots=True)
class Surroundings:
    """What an answer rests on besides the person: all of it cached by the worker. Never changed."""

    policy: Policy
    network: Network
    silenced: frozenset[int]
    scenes: Scenes = field(default_factory=Scenes, repr=False, compare=False)


class TrustAnswer(NamedTuple):
    """What comes back for one question; ``white_since`` and ``white_until`` of a white person."""

    lookup_id: int
    assessment: Assessment
    advice: AdviceGiven
    person: Person
    white_since: date | None
    white_until: date | None
    own_only: bool
    refs: tuple[str, ...]
    ids: tuple[int, ...]


class Seen(NamedTuple):
    """What one round trip brought."""

    states: Mapping[int, State]
    history: Mapping[int, Reports]
    via: Mapping[int, str]
    overrides: Mapping[int, Advice]
    terms: Terms


@dataclass(slots=True)
class Answering:
    """Everything that an answer is made of, besides its question. Never changed."""

    ring: Keyring
    caller: Caller
    seen: Seen
    around: Surroundings
    today: date
    short: frozenset[int]
    _scenes: dict[tuple[str, str | None], Scene] = field(default_factory=dict, init=False)

    def answer(
        self, question: Question, where: Placed, lookup_id: int
    ) -> TrustAnswer | DomainError:
        """One answer; RefGoneError when a ref leads nowhere."""
        ids, known = where.ids, self.seen.states
        try:
            states = list(map(known.__getitem__, ids))
        except KeyError as gone:
            return RefGoneError(pointer=f"/identifiers/{ids.index(gone.args[0])}/ref")
        own_only = where.own_only or not self.short.isdisjoint(ids)
        person, assessment = self._assess(question, states, own_only=own_only)
        since = until = None
        if assessment.level is Level.WHITE:
            since = _first([each.white_since for each in states])
            until = _first([each.white_until for each in states])
        return TrustAnswer(
            lookup_id=lookup_id,
            assessment=assessment,
            advice=self._advise(question, where, assessment),
            person=person,
            white_since=since,
            white_until=until,
            own_only=own_only,
            refs=tuple([where.by_ref.get(each) or self._ref(each) for each in ids]),
            ids=ids,
        )

    def _facts(self, state: State, *, own_only: bool) -> Reports:
        """The reports on one identifier that may speak.

        Of one that is frozen or opted out, or that the budget does not cover, the shop's own rows
        are left, and they move nothing but what it sees itself. The people of the test world are
        known for the same to everybody, whatever others report on them.
        """
        reports = self.seen.history.get(state.id, NO_REPORTS)
        mine = self.caller.shop_id
        if own_only or state.frozen or state.opted_out:
            return in_order(row.but(elsewhere=False) for row in reports.of_shop(mine))
        if state.id in MAGIC:
            invented = magic.facts_about(find_magic(state.id), self.today)
            return in_order([*reports.of_shop(mine), *invented])
        silenced = self.around.silenced
        return reports.without(silenced - {mine}) if silenced else reports

    def _assess(
        self, question: Question, states: Sequence[State], *, own_only: bool
    ) -> tuple[Person, Assessment]:
        scene, disagree = self._scene(question), False
        facts: Iterable[Fact]
        if len(states) == 1:
            facts = self._facts(states[0], own_only=own_only)
        else:
            histories = [self._facts(state, own_only=own_only) for state in states]
            disagree, facts = identifiers_disagree(histories, scene), _union(histories)
        person = _person(
            states,
            shop_id=self.caller.shop_id,
            disagree=disagree,
            own_only=own_only,
            today=self.today,
        )
        return person, assess(facts, scene, person)

    def _scene(self, question: Question) -> Scene:
        """One for all questions about orders of a kind."""
        kind = (question.payment, question.segment)
        scene = self._scenes.get(kind)
        if scene is None:
            around, asking = self.around, (self.caller.shop_id, *kind)
            self._scenes[kind] = scene = around.scenes.find(
                asking, network=around.network, policy=around.policy, today=self.today
            )
        return scene

    def _advise(self, question: Question, where: Placed, assessment: Assessment) -> AdviceGiven:
        terms, said = self.seen.terms, self.seen.overrides
        given = next(filter(None, map(said.get, where.ids)), None) if said else None
        return advise(
            assessment,
            terms,
            ladder=self.around.policy.advice,
            purpose=question.purpose,
            payment=question.payment,
            amount=question.amount if question.currency == terms.currency else None,
            override=given,
        )

    def _ref(self, identifier_id: int) -> str:
        return identifiers.ref_of(
            self.ring, identifier_id, shop_id=self.caller.shop_id, world=self.caller.world
        )


def _first(days: Iterable[date | None]) -> date | None:
    return next(filter(None, days), None)


def _union(histories: Iterable[Iterable[Fact]]) -> Iterable[Fact]:
    """Each report once; what one identifier silences still speaks through another one."""
    once: dict[int, Fact] = {}
    for fact in chain.from_iterable(histories):
        if fact.elsewhere or fact.report_id not in once:
            once[fact.report_id] = fact
    return once.values()


def _person(
    states: Sequence[State], *, shop_id: int, disagree: bool, own_only: bool, today: date
) -> Person:
    """One person out of several identifiers: one that is shared makes the whole shared.

    An identifier that is frozen or opted out takes its own rows away and nothing else. Who is not
    covered by the budget is answered like a stranger.
    """
    if len(states) == 1 and not any(_MARKS(states[0])):
        return _UNMARKED[states[0].level]
    speaking = [each for each in states if not (each.frozen or each.opted_out)]
    levels = [_LEVELS[each.level] for each in speaking if each.level]
    renewed = [each.erased_on for each in states if each.erased_on is not None]
    enrolled = [each for each in speaking if _is_enrolled(each, shop_id, today)]
    return Person(
        previous=levels[0] if levels else None,
        enrolled=not own_only and bool(enrolled),
        shared=any(each.shared for each in speaking),
        frozen=not speaking and any(each.frozen for each in states),
        opted_out=not speaking and any(each.opted_out for each in states),
        disagree=disagree,
        renewed_on=max(renewed, default=None),
        granted=not own_only and any(_is_granted(each, today) for each in enrolled),
        doubted=any(is_doubted_row(each, today) for each in speaking),
    )


def _is_enrolled(state: State, shop_id: int, today: date) -> bool:
    """Whether the identifier speaks for an enrolled customer.

    A phone does by itself; an e-mail, which costs nothing to make, only in a shop where the
    customer has just shown a white pass with it.
    """
    if state.enrolled_on is None:
        return False
    if state.kind == Kind.PHONE:
        return True
    shown_on = state.pass_on if state.pass_shop_id == shop_id else None
    return shown_on is not None and today - shown_on <= PASS_BELIEVED


def is_doubted_row(state: State, today: date) -> bool:
    """Whether failures on identifiers linked to this one forbid white."""
    return state.doubted_on is not None and state.doubted_on <= today


def _is_granted(state: State, today: date) -> bool:
    if state.white_since is None:
        return False
    return state.white_until is None or today <= state.white_until
