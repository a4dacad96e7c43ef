"""What is on file about somebody's identifiers, as the rules want it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind, Level
from registry.identifiers import service as identifiers
from registry.identifiers.service import State
from registry.kernel.together import together
from registry.reports import counts, history
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.responding import Surroundings
from registry.whitelist.rules import Case, Phones, case_of


@dataclass(frozen=True, slots=True)
class OnFile:
    """Rows of ``identifier`` and ``history`` for some identifiers."""

    states: Mapping[int, State]
    history: Mapping[int, Sequence[Fact]]

    def rows(self) -> list[Fact]:
        """Each report once."""
        by_report = {row.report_id: row for rows in self.history.values() for row in rows}
        return list(by_report.values())

    def speaking(self) -> list[State]:
        """The identifiers whose reports may count."""
        return [each for each in self.states.values() if not (each.frozen or each.opted_out)]

    def paused(self) -> frozenset[int]:
        """The reports that count nothing because all their identifiers are frozen or opted out."""
        speaking = {each.id for each in self.speaking()}
        heard = {row.report_id for key in speaking for row in self.history.get(key, ())}
        return frozenset({row.report_id for row in self.rows()} - heard)

    def lifted(self) -> "OnFile":
        """The same as if nothing were frozen and nobody had opted out."""
        states = {
            key: each._replace(frozen=False, opted_out=False) for key, each in self.states.items()
        }
        return OnFile(states, self.history)

    def facts(self, around: Surroundings) -> list[Fact]:
        """The reports that may count, each once."""
        ids = {each.id for each in self.speaking()}
        by_report = {
            row.report_id: row
            for identifier_id, rows in self.history.items()
            if identifier_id in ids
            for row in rows
            if row.shop_id not in around.silenced
        }
        return list(by_report.values())


def read(session: Session, identifier_ids: Sequence[int]) -> OnFile:
    """As much of it as a lookup reads: enough for every rule, whatever was reported."""
    ids = list(identifier_ids)
    states, rows = together(session, identifiers.states_step(ids), history.history_step(ids))
    return OnFile(identifiers.states_of(states), history.by_identifier(session, ids, rows))


def read_all(session: Session, identifier_ids: Sequence[int]) -> OnFile:
    """Every report there is, for the person to see; not to be judged by."""
    ids = list(identifier_ids)
    return OnFile(identifiers.states(session, ids), counts.histories(session, ids))


def phones_of(states: Mapping[int, State]) -> Phones:
    """Whether a phone among them can carry white."""
    phones = [each for each in states.values() if each.kind == Kind.PHONE]
    paused = [each for each in phones if each.frozen or each.opted_out]
    shared = [each for each in phones if each.shared]
    speaking = [each for each in phones if each not in paused and each not in shared]
    return Phones(bool(speaking), bool(shared), bool(paused))


def person_of(on_file: OnFile, *, enrolled: bool, granted: bool, proven: int) -> Person:
    """What is known about the person besides reports."""
    states = list(on_file.states.values())
    speaking = on_file.speaking()
    levels = [Level(each.level) for each in speaking if each.level]
    renewed = [each.erased_on for each in states if each.erased_on is not None]
    return Person(
        previous=levels[0] if levels else None,
        enrolled=enrolled and any(each.kind == Kind.PHONE for each in speaking),
        shared=any(each.shared for each in speaking),
        frozen=not speaking and any(each.frozen for each in states),
        opted_out=not speaking and any(each.opted_out for each in states),
        renewed_on=max(renewed, default=None),
        proven=proven,
        granted=granted,
    )


def white_case(on_file: OnFile, around: Surroundings, *, granted: bool) -> Case:
    """The case for the white list: what is shared takes no part in it."""
    own = {key: each for key, each in on_file.states.items() if not each.shared}
    usable = OnFile(own, {key: on_file.history.get(key, ()) for key in own})
    person = person_of(usable, enrolled=True, granted=granted, proven=len(usable.states))
    return case_of(
        usable.facts(around),
        person,
        phones_of(on_file.states),
        around.network,
        around.policy,
    )
