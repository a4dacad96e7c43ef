"""The whole answer."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafide.protocol.words import Evidence, Fault, Level, Outcome, ReportState
from registry.trust.assessment import Assessment
from registry.trust.exact import Exact, exactly
from registry.trust.facts import Fact, counts_for, in_order, is_failure, is_paid
from registry.trust.failing import OWN
from registry.trust.levels import STRANGER, Person
from registry.trust.network import Context, Network, Rate, ReporterWeight
from registry.trust.policy import Negatives, Policy, load_policy
from registry.trust.risk import Confidence
from registry.trust.rules import assess, identifiers_disagree
from registry.trust.scene import Scene
from registry.trust.shares import ReportWeight, report_weights
from registry.trust.weigh import weigh

MakeFact = Callable[..., Fact]
TODAY = date(2026, 11, 2)
ASKING = Context(1, "cod")


class Ask:
    """Asks about a person with some reports; ``exactly`` gives the figures behind the answer."""

    def __init__(self, network: Network, policy: Policy, today: date) -> None:
        self._usual: dict[str, Any] = {"network": network, "policy": policy, "today": today}

    def scene(self, **changes: Any) -> Scene:
        return Scene(ASKING, **(self._usual | changes))

    def __call__(self, *facts: Fact, person: Person = STRANGER, **changes: Any) -> Assessment:
        return assess(facts, self.scene(**changes), person)

    def exactly(self, *facts: Fact, **changes: Any) -> Exact:
        return exactly(facts, self.scene(**changes))


@pytest.fixture
def ask(policy: Policy, network: Network, today: date) -> Ask:
    return Ask(network, policy, today)


def test_a_stranger_has_the_usual_risk_and_is_neither_good_nor_bad(ask: Ask) -> None:
    said = ask()
    assert ask.exactly().risk.estimate == pytest.approx(0.03)
    assert said.level is Level.UNKNOWN
    assert said.risk.confidence is Confidence.LOW
    assert said.reasons == ("no_history",)


def test_the_formula_by_hand(ask: Ask, fact: MakeFact) -> None:
    """G = 2 · ½, B = 2 · ½, m = 10, p0 = .03: (1 + .3) / (1 + 1 + 10)."""
    facts = [
        fact(days_ago=270),
        fact(shop=3, days_ago=270),
        fact(Outcome.REFUSED, days_ago=90),
        fact(Outcome.REFUSED, shop=3, days_ago=90),
    ]
    said, exact = ask(*facts), ask.exactly(*facts)
    assert (exact.good, exact.bad) == pytest.approx((1.0, 1.0))
    assert exact.risk.estimate == pytest.approx(1.3 / 12)
    assert exact.person_risk == pytest.approx(1.3 / 12)
    assert said.risk.estimate == 0.08, "shown: (1 + .3) / (4 + 1 + 10), others' good in steps"
    assert said.level is Level.WATCH


def test_the_context_moves_the_risk_and_never_the_level(ask: Ask, network: Network) -> None:
    """The shop's rate (15 + 20 · .03) / (40 + 20) = .26 against an expected .03."""
    strict = replace(network, shops={1: Rate(15.0, 40.0, 1.2)})
    said = ask(network=strict)
    assert said.p0 == pytest.approx(0.26)
    assert said.level is Level.UNKNOWN
    assert ask.exactly(network=strict).person_risk == pytest.approx(0.03)
    assert "context_raises" in said.reasons


def test_the_interval_holds_the_estimate_and_shrinks_with_history(ask: Ask, fact: MakeFact) -> None:
    facts = [fact(shop=2 + i, days_ago=5) for i in range(20)]
    stranger, regular = ask.exactly().risk, ask.exactly(*facts).risk
    for risk in (stranger, regular):
        assert risk.low < risk.estimate < risk.high
    for risk in (ask().risk, ask(*facts).risk):
        assert risk.low <= risk.estimate <= risk.high
    assert regular.high < stranger.high
    assert regular.confidence is Confidence.HIGH


def test_counts_of_others_are_itemised_for_the_enrolled_only(ask: Ask, fact: MakeFact) -> None:
    facts = [fact(shop=2 + i % 3) for i in range(12)]
    assert set(ask(*facts).evidence) == {None}
    shown = ask(*facts, person=Person(enrolled=True)).evidence
    assert (shown.paid, shown.shops, shown.last_seen) == ("10+", "3+", "this quarter")
    assert shown.unpaid is None


def test_negatives_are_itemised_only_under_the_full_policy(
    ask: Ask, fact: MakeFact, policy: Policy
) -> None:
    facts = [
        fact(Outcome.REFUSED),
        fact(Outcome.NO_SHOW, fault=Fault.COURIER),
        fact(Outcome.REFUSED, days_ago=3, counts_in=9),
        fact(Outcome.REFUSED, state=ReportState.DISPUTED),
    ]
    hidden = ask(*facts)
    assert hidden.evidence.unpaid is None
    assert "history_raises" in hidden.reasons
    assert "unpaid_elsewhere" not in hidden.reasons
    full = replace(policy, negatives=Negatives.FULL)
    shown = ask(*facts, policy=full)
    evidence = shown.evidence
    assert (evidence.unpaid, evidence.excused, evidence.pending, evidence.disputed) == (
        "1-2",
        "1-2",
        "1-2",
        "1-2",
    )
    assert {"unpaid_elsewhere", "one_shop_only"} <= set(shown.reasons)
    assert ask.exactly(*facts, policy=full) == ask.exactly(*facts)


def test_with_negatives_off_no_negative_of_another_shop_changes_anything(
    ask: Ask, fact: MakeFact, policy: Policy
) -> None:
    off = replace(policy, negatives=Negatives.OFF)
    mine = [fact(shop=1), fact(), fact(shop=3), fact(Outcome.REFUSED, shop=1)]
    theirs = [
        fact(outcome, shop=shop, state=state, fault=fault)
        for shop in (2, 3, 4)
        for outcome in (Outcome.REFUSED, Outcome.NOT_COLLECTED, Outcome.CHARGED_BACK)
        for state in (ReportState.PENDING, ReportState.UPHELD, ReportState.DISPUTED)
        for fault in (Fault.CUSTOMER, Fault.COURIER)
    ]
    for person in (Person(), Person(enrolled=True)):
        assert ask(*mine, *theirs, policy=off, person=person) == ask(
            *mine, policy=off, person=person
        )
        assert ask.exactly(*mine, *theirs, policy=off) == ask.exactly(*mine, policy=off)
    assert ask.exactly(*mine, *theirs) != ask.exactly(*mine)


def test_own_history_is_exact_and_complete(ask: Ask, fact: MakeFact) -> None:
    said = ask(
        fact(shop=1),
        fact(shop=1),
        fact(Outcome.NO_SHOW, shop=1, fault=Fault.COURIER),
        fact(Outcome.REFUSED, shop=1, state=ReportState.RETRACTED),
        fact(Outcome.REFUSED, shop=2),
    )
    assert said.own_history == dict.fromkeys(map(str, Outcome), 0) | {"paid": 2, "no_show": 1}


def test_a_discount_is_not_for_a_white_person_who_failed_here(ask: Ask, fact: MakeFact) -> None:
    paid = [fact(shop=2 + i % 2, days_ago=20 + i) for i in range(6)]
    enrolled = Person(enrolled=True, previous=Level.WHITE)
    assert ask(*paid, person=enrolled).discountable
    failed = ask(*paid, fact(Outcome.REFUSED, shop=1), person=enrolled)
    assert failed.level is Level.WHITE
    assert failed.under_review
    assert not failed.discountable


def test_an_answer_can_be_written_as_json(ask: Ask, fact: MakeFact) -> None:
    said = ask(fact(), fact(Outcome.REFUSED, shop=1))._asdict()
    assert json.loads(json.dumps(said))["level"] == "unknown"


def test_a_phone_and_an_email_with_different_stories_disagree(
    fact: MakeFact, network: Network, policy: Policy
) -> None:
    phone = [fact(shop=2 + i) for i in range(4)]
    mail = [fact(Outcome.REFUSED), fact(Outcome.REFUSED, shop=3)]

    def disagree(*histories: list[Fact]) -> bool:
        scene = Scene(ASKING, network=network, policy=policy, today=TODAY)
        return identifiers_disagree(histories, scene)

    assert disagree(phone, mail)
    assert not disagree(phone, [])
    assert not disagree(phone + mail, phone + mail)


OUTCOMES = st.sampled_from(list(Outcome))
FACTS = st.lists(
    st.builds(
        lambda n, shop, outcome, fault, evidence, state, days, wait, imported: Fact(
            report_id=n,
            shop_id=shop,
            outcome=outcome,
            fault=fault,
            evidence=evidence,
            payment="cod",
            occurred_on=TODAY - timedelta(days=days),
            filed_on=TODAY - timedelta(days=days),
            counts_on=TODAY - timedelta(days=days - wait),
            state=state,
            imported=imported,
        ),
        st.integers(1, 10**6),
        st.integers(1, 5),
        OUTCOMES,
        st.sampled_from(list(Fault)),
        st.sampled_from(Evidence),
        st.sampled_from(list(ReportState)),
        st.integers(0, 800),
        st.integers(0, 8),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda fact: fact.report_id,
)
POLICY = load_policy()


@given(FACTS, st.randoms(use_true_random=False), st.sampled_from(list(Negatives)))
def test_rows_may_arrive_in_any_order(facts: list[Fact], chance: Any, shown: Negatives) -> None:
    network, policy = Network(base=0.03), replace(POLICY, negatives=shown)
    shuffled = list(facts)
    chance.shuffle(shuffled)
    scene = Scene(ASKING, network=network, policy=policy, today=TODAY)
    assert assess(facts, scene) == assess(shuffled, scene)
    first, second = exactly(facts, scene), exactly(shuffled, scene)
    assert first == second
    assert 0.0 < first.risk.low <= first.risk.estimate <= first.risk.high < 1.0


@given(FACTS)
def test_one_more_paid_order_never_raises_the_risk(facts: list[Fact]) -> None:
    network = Network(base=0.03)
    paid = Fact(
        report_id=0,
        shop_id=6,
        outcome=Outcome.PAID,
        fault=Fault.UNKNOWN,
        evidence=Evidence.COURIER_EVENT,
        payment="cod",
        occurred_on=TODAY - timedelta(days=3),
        filed_on=TODAY - timedelta(days=2),
        counts_on=TODAY - timedelta(days=1),
    )
    scene = Scene(ASKING, network=network, policy=POLICY, today=TODAY)
    before, after = (exactly(rows, scene) for rows in (facts, [*facts, paid]))
    assert after.risk.estimate <= before.risk.estimate


@given(st.lists(FACTS, min_size=2, max_size=6))
def test_people_of_one_batch_are_answered_as_each_alone(people: list[list[Fact]]) -> None:
    """What a scene keeps from one person to the next changes nothing that is said."""
    together = Scene(ASKING, network=Network(base=0.03), policy=POLICY, today=TODAY)
    for facts in [*people, *people]:
        alone = Scene(ASKING, network=Network(base=0.03), policy=POLICY, today=TODAY)
        assert assess(facts, together) == assess(facts, alone)


DOUBTED = Network(
    base=0.03,
    reporters={3: ReporterWeight(bad=0.2, good=0.5), 4: ReporterWeight(probation=0.3)},
    cluster_of={4: 4, 5: 4},
)


def weight_by_hand(
    row: ReportWeight, facts: list[Fact], rows: Sequence[ReportWeight], view: int | None
) -> float:
    """attest · 2^(−age / half-life), the cluster's cap, how far its shop is believed."""
    by_id = {fact.report_id: fact for fact in facts}

    def group(fact: Fact) -> int:
        return OWN if fact.shop_id == view else DOUBTED.cluster_of.get(fact.shop_id, fact.shop_id)

    def worth(fact: Fact) -> float:
        attest = POLICY.weights.attest_imported if fact.imported else POLICY.weights.attest_paid
        age = max(0, (TODAY - fact.occurred_on).days)
        return float(attest * 2 ** (-age / POLICY.weights.half_life_good_days))

    fact = by_id[row.report_id]
    if group(fact) == OWN:
        return worth(fact)
    paid = [by_id[each.report_id] for each in rows if each.good]
    together = sum(worth(other) for other in paid if group(other) == group(fact))
    believed = DOUBTED.reporters.get(fact.shop_id, ReporterWeight()).good
    return worth(fact) * min(1.0, POLICY.caps.good / together) * believed


@given(FACTS, st.sampled_from([None, 1, 2]), st.sampled_from(list(Negatives)))
def test_what_counts_is_what_the_readable_rules_say(
    facts: list[Fact], view: int | None, shown: Negatives
) -> None:
    """``weigh`` goes by columns of what was said; these are the words of ``trust/facts.py``."""
    policy = replace(POLICY, negatives=shown)
    expired_on = TODAY - timedelta(days=policy.weights.expiry_days)
    speaking = [f for f in facts if f.occurred_on > expired_on and counts_for(f, view, TODAY)]
    hushed = shown is Negatives.OFF
    failures = [f for f in speaking if is_failure(f) and not (hushed and f.shop_id != view)]
    lone = policy.weights.expiry_lone_bad_days
    if len(failures) == 1 and (TODAY - failures[0].occurred_on).days >= lone:
        failures = []
    paid = [f for f in speaking if is_paid(f)]
    seen = weigh(in_order(facts), view=view, network=DOUBTED, policy=policy, today=TODAY)
    assert (list(seen.paid), list(seen.failures)) == (
        list(in_order(paid)),
        list(in_order(failures)),
    )
    frame: dict[str, Any] = {"network": DOUBTED, "policy": policy, "today": TODAY}
    rows = report_weights(seen, view=view, **frame)
    assert [row.report_id for row in rows] == [f.report_id for f in (*seen.paid, *seen.failures)]
    assert seen.good == pytest.approx(sum(row.weight for row in rows if row.good))
    assert seen.bad == pytest.approx(sum(row.weight for row in rows if not row.good))
    by_hand = [weight_by_hand(row, facts, rows, view) for row in rows if row.good]
    assert [row.weight for row in rows if row.good] == pytest.approx(by_hand)
