"""What an answer must not betray: others' negatives under ``off``, and the hour of a report."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol.words import (
    BAD_OUTCOMES,
    Evidence,
    Fault,
    Level,
    Outcome,
    Purpose,
    ReportState,
)
from registry.shops.terms import CodFee, Terms
from registry.trust.advice import advise
from registry.trust.assessment import Assessment
from registry.trust.facts import Fact
from registry.trust.levels import Person
from registry.trust.network import Context, Network, Rate, ReporterWeight
from registry.trust.policy import Negatives, Policy, load_policy
from registry.trust.rules import assess, identifiers_disagree
from registry.trust.scene import Scene

TODAY = date(2026, 11, 2)
ME = 1
POLICY = load_policy()
TERMS = Terms(cod_fee=CodFee.FAIR, prepay_above=Decimal(5_000))
NETWORK = Network(
    base=0.03,
    payments={"cod": Rate(40, 1_000, 30)},
    shops={ME: Rate(4, 100, 4)},
    reporters={2: ReporterWeight(bad=0.4)},
    cluster_of={3: 2},
)
BAD = sorted(BAD_OUTCOMES)
NEUTRAL = [Outcome.PAID, Outcome.RETURNED, Outcome.CANCELLED]


@st.composite
def facts(draw: st.DrawFn, *, outcomes: Sequence[Outcome], shops: Sequence[int]) -> Fact:
    filed = TODAY - timedelta(days=draw(st.integers(0, 900)))
    waits = draw(st.sampled_from([1, 8, None]))
    return Fact(
        report_id=draw(st.integers(1, 10**6)),
        shop_id=draw(st.sampled_from(shops)),
        outcome=draw(st.sampled_from(outcomes)),
        fault=draw(st.sampled_from(list(Fault))),
        evidence=draw(st.sampled_from(list(Evidence))),
        payment="cod",
        occurred_on=filed - timedelta(days=draw(st.integers(0, 60))),
        filed_on=filed,
        counts_on=None if waits is None else filed + timedelta(days=waits),
        state=draw(st.sampled_from(list(ReportState))),
        elsewhere=draw(st.booleans()),
        imported=draw(st.booleans()),
    )


history = st.lists(facts(outcomes=[*BAD, *NEUTRAL], shops=[ME]), max_size=5)
good_elsewhere = st.lists(facts(outcomes=NEUTRAL, shops=[2, 3, 4]), max_size=6)
bad_elsewhere = st.lists(facts(outcomes=BAD, shops=[2, 3, 4, 5]), min_size=1, max_size=6)
people = st.builds(
    Person,
    previous=st.sampled_from([None, *Level]),
    enrolled=st.booleans(),
    shared=st.booleans(),
    frozen=st.booleans(),
    renewed_on=st.sampled_from([None, TODAY - timedelta(days=30)]),
)


def said(rows: Sequence[Fact], person: Person, policy: Policy) -> bytes:
    """Everything that an answer says about these rows, as bytes."""
    asking = Context(ME, "cod")
    halves = ([f for f in rows if f.report_id % 2], [f for f in rows if not f.report_id % 2])
    scene = Scene(asking, network=NETWORK, policy=policy, today=TODAY)
    disagree = identifiers_disagree(halves, scene)
    seen = assess(rows, scene, person._replace(disagree=disagree))
    advice = [_advice(seen, purpose, policy) for purpose in Purpose]
    return json.dumps([_shown(seen), advice], sort_keys=True).encode()


def _shown(seen: Assessment) -> list[Any]:
    own = seen.own_history
    return [seen.level, seen.risk, seen.evidence, own, seen.reasons, seen.discountable]


def _advice(seen: Assessment, purpose: Purpose, policy: Policy) -> list[Any]:
    given = advise(seen, TERMS, ladder=policy.advice, purpose=purpose, amount=Decimal("3490.00"))
    because = [(each.code, dict(each.facts)) for each in given.because]
    return [given.code, given.prepay_percent, str(given.cod_fee_percent), because]


def unique(rows: Sequence[Fact]) -> list[Fact]:
    return [fact.but(report_id=number) for number, fact in enumerate(rows, start=1)]


@settings(max_examples=120, deadline=None)
@given(history, good_elsewhere, bad_elsewhere, people)
def test_under_off_no_negative_of_another_shop_changes_a_byte(
    own: list[Fact], good: list[Fact], bad: list[Fact], person: Person
) -> None:
    off = replace(POLICY, negatives=Negatives.OFF)
    rows = unique([*own, *good])
    worse = [*rows, *(fact.but(report_id=1_000 + n) for n, fact in enumerate(bad))]
    assert said(rows, person, off) == said(worse, person, off)


def test_the_same_negatives_do_change_an_answer_under_the_other_policies() -> None:
    """The broken variant: a policy that lets them through is seen at once."""
    bad = [
        Fact(
            report_id=number,
            shop_id=2 + number,
            outcome=Outcome.REFUSED,
            fault=Fault.CUSTOMER,
            evidence=Evidence.COURIER_EVENT,
            payment="cod",
            occurred_on=TODAY - timedelta(days=20),
            filed_on=TODAY - timedelta(days=20),
            counts_on=TODAY - timedelta(days=12),
        )
        for number in (1, 2)
    ]
    for mode in (Negatives.AGGREGATE, Negatives.FULL):
        policy = replace(POLICY, negatives=mode)
        assert said([], Person(), policy) != said(bad, Person(), policy)


@settings(max_examples=120, deadline=None)
@given(
    history,
    good_elsewhere,
    st.lists(facts(outcomes=[*BAD, *NEUTRAL], shops=[2, 3, 4, 5]), min_size=1, max_size=4),
    people,
    st.sampled_from(list(Negatives)),
)
def test_what_another_shop_files_today_changes_nothing_today(
    own: list[Fact], good: list[Fact], new: list[Fact], person: Person, mode: Negatives
) -> None:
    """So that asking before and after tells nothing on the same UTC day."""
    policy = replace(POLICY, negatives=mode)
    rows = unique([*own, *good])
    today = [
        fact.but(
            report_id=1_000 + number,
            filed_on=TODAY,
            state=ReportState.PENDING,
            counts_on=None if fact.counts_on is None else TODAY + (fact.counts_on - fact.filed_on),
        )
        for number, fact in enumerate(new)
    ]
    assert said(rows, person, policy) == said([*rows, *today], person, policy)
