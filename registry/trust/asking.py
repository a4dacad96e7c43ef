"""Questions of one request on their way to the database and back.

Where everybody is named by a ref, all of it is work with what is in memory: one thread may do it
for several requests (``registry.kernel.grouped``). What needs more is left to the request's own.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from sqlalchemy.orm import Session

from bonafide.protocol.words import Advice
from registry.identifiers import service as identifiers
from registry.identifiers.magic import IDS as MAGIC
from registry.identifiers.magic import find_magic
from registry.identifiers.vault import Vault
from registry.inquiries import log
from registry.inquiries import service as inquiries
from registry.inquiries.contacts import Via
from registry.inquiries.leases import current_budgets
from registry.inquiries.log import Asked
from registry.inquiries.placed import Placed, all_by_refs, are_refs
from registry.inquiries.recognise import place
from registry.kernel.errors import DomainError
from registry.kernel.pipeline import Rows
from registry.kernel.sealing import macs
from registry.kernel.together import Wanted
from registry.reports import service as reports
from registry.shops import believed_terms
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust import magic
from registry.trust.responding import Answering, Question, Seen, Surroundings, TrustAnswer

READ_PEOPLE = identifiers.reading(log.via_of, shops.override_of)
_NOTHING_SEEN = Seen({}, {}, {}, {}, Terms())
Answered = TrustAnswer | DomainError
_NOBODY: frozenset[int] = frozenset()


class Asking:
    """Some questions of a shop, from who is meant to what is answered: a step after the other.

    ``seen`` is what was read of the people.
    """

    def __init__(
        self,
        session: Session,
        vault: Vault,
        *,
        caller: Caller,
        questions: Sequence[Question],
        around: Surroundings,
        now: datetime,
    ) -> None:
        """Find out who is meant where somebody is not named by a ref; raises as ``place`` does."""
        self.seen = _NOTHING_SEEN
        self._caller, self._questions, self._around, self._now = caller, questions, around, now
        self._ring = vault.source.current()
        self._placed: Sequence[Placed | DomainError] = ()
        people = [each.names for each in questions]
        self._refs = people if are_refs(people) else None
        if self._refs is None:
            via = [Via.LOOKUP] * len(questions)
            self._placed = place(
                session, vault, self._ring, caller=caller, people=people, via=via, now=now
            )
        self._lookup_ids = log.new_ids(caller.shop_id, len(questions))
        self._terms = believed_terms.find(caller.shop_id, caller.world, now=now)
        self._ids: Sequence[int] = ()
        self._flooded: Sequence[int] = ()
        self._terms_read: Rows = ()

    def wanted(self) -> Wanted:
        """What logs the questions that can be answered, and what reads their answers."""
        shop_id, world = self._caller.shop_id, self._caller.world
        if self._refs is not None:
            self._placed = all_by_refs(self._ring, self._caller, self._refs)
        asked = self._asked()
        self._ids = ids = sorted({each for one in asked for each in one.identifier_ids})
        if not ids:
            return (), ()
        reads = [(READ_PEOPLE, {"shop_id": shop_id, "ids": ids}), reports.history_step(ids)]
        if self._terms is None:
            reads.append(believed_terms.step(shop_id, world))
        return log.steps(asked, shop_id=shop_id, world=world, today=self._now.date()), reads

    def answered(self, read: Sequence[Rows]) -> list[Answered] | None:
        """The answers in the order of the questions; None where they take a step more."""
        if not read:
            return self._answers()
        people, history, *terms = read
        reports_on, self._flooded = reports.as_read(self._ids, history)
        via = {row[0]: row[-2] for row in people if row[-2]}
        overrides = {row[0]: Advice(row[-1]) for row in people if row[-1]}
        states = identifiers.states_of(people)
        self.seen = Seen(states, reports_on, via, overrides, self._terms or Terms())
        self._terms_read = terms[0] if terms else ()
        usual = self._terms is not None and not self._flooded and Via.IMPORT not in via.values()
        return self._answers() if usual and MAGIC.isdisjoint(self._ids) else None

    def complete(self, session: Session) -> list[Answered]:
        """The same with all that it takes, in the request's own thread.

        Raises BudgetExhaustedError, and as the people of the test world do.
        """
        seen, caller = self.seen, self._caller
        terms = self._terms or believed_terms.learn(
            caller.shop_id, caller.world, self._terms_read, now=self._now
        )
        fair = reports.fairly(session, self._flooded) if self._flooded else {}
        self.seen = seen._replace(terms=terms, history={**seen.history, **fair})
        self._behave()
        return self._answers(self._short_of_budget(session))

    def _asked(self) -> list[Asked]:
        """The questions that can be answered, ready to be logged, each under its number."""
        _, key = self._ring.newest(self._caller.world, "order")
        order = macs(key, self._caller.shop_id.to_bytes(8, "big"))
        numbered = zip(self._questions, self._placed, self._lookup_ids, strict=True)
        return [
            Asked(lookup_id, purpose, payment, order(order_ref.encode()), where.ids, segment)
            for (_, order_ref, purpose, payment, _, _, segment), where, lookup_id in numbered
            if isinstance(where, Placed)
        ]

    def _answers(self, short: frozenset[int] = _NOBODY) -> list[Answered]:
        today = self._now.date()
        answering = Answering(self._ring, self._caller, self.seen, self._around, today, short)
        numbered = zip(self._questions, self._placed, self._lookup_ids, strict=True)
        return [
            where if isinstance(where, DomainError) else answering.answer(question, where, number)
            for question, where, number in numbered
        ]

    def _behave(self) -> None:
        """As the people of the test world do, up to somebody who is gone."""
        for where in self._placed:
            ids = where.ids if isinstance(where, Placed) else ()
            for each in takewhile(self.seen.states.__contains__, ids):
                if each in MAGIC:
                    magic.behave(find_magic(each))

    def _short_of_budget(self, session: Session) -> frozenset[int]:
        """People brought in by import, named by their refs, whom today's budget does not cover."""
        via = self.seen.via
        imported = [
            each
            for where in self._placed
            if isinstance(where, Placed)
            for each in where.ids
            if each in where.by_ref and via.get(each) == Via.IMPORT
        ]
        if not imported:
            return _NOBODY
        met = inquiries.contact(
            session,
            caller=self._caller,
            identifier_ids=imported,
            via=Via.LOOKUP,
            today=self._now.date(),
            budgets=current_budgets(),
        )
        return met.own_only
