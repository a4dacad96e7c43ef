"""Whose orders were white is found person by person, and is what each order by itself would say."""

from collections import Counter, defaultdict
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol.words import Level, World
from registry.identifiers import service as identifiers
from registry.kernel.db import transaction
from registry.reports import counts
from registry.reports.counts import PastOrder
from registry.trust.economics import books
from registry.trust.economics.costs import Sort, sort_of
from registry.trust.economics.quarters import Quarter, quarter_of
from registry.trust.facts import in_order
from registry.trust.levels import Person, level_of
from registry.trust.network import Network, history_weight, newborn
from registry.trust.policy import POLICY_FILE, Policy, load_policy
from registry.trust.rows import known_before
from registry.trust.rules import posterior_mean
from registry.trust.weigh import weigh
from tests.rooms.reports.test_claims import TODAY, made_up, written

White = dict[int, Counter[tuple[str, str]]]


def one_by_one(session: Session, quarter: Quarter, network: Network, policy: Policy) -> White:
    """Every order of a quarter with a record of its own: slow, and plain."""
    found: White = defaultdict(Counter)
    days = {"first_on": quarter.first_on, "last_on": quarter.last_on}
    for part in counts.past_orders(session, world=World.LIVE, **days):
        for order in part:
            sort = sort_of(order.outcome, order.fault, order.state)
            if sort in {Sort.PAID, Sort.FAILED} and was_white(session, order, network, policy):
                found[order.shop_id][str(sort), order.amount_band] += 1
    return found


def was_white(session: Session, order: PastOrder, network: Network, policy: Policy) -> bool:
    ids, day = order.identifier_ids, order.occurred_on
    history = counts.histories(session, ids)
    states = identifiers.states(session, ids)
    rows = [row for each in ids for row in history.get(each, ())]
    facts = in_order(known_before(rows, day, except_for=order.report_id))
    seen = weigh(facts, view=None, network=network, policy=policy, today=day)
    risk = posterior_mean(seen, network.base, history_weight(network, policy))
    person = Person(enrolled=True, shared=any(each.shared for each in states.values()))
    return level_of(person, seen, risk, network, policy.levels, day) is Level.WHITE


def test_the_books_count_as_white_what_each_order_by_itself_would_say(app: Flask) -> None:
    rows = made_up()
    for row in rows[::2]:  # of every second report a good one: else nobody here would be white
        row |= {"outcome": "paid", "fault": "unknown", "state": "pending", "elsewhere": True}
        row["counts_on"] = row["filed_on"]
    written(rows)
    policy = load_policy(POLICY_FILE)
    network = newborn(policy)
    with transaction() as session:
        counted = books.count_books(
            session, world=World.LIVE, policy=policy, network=network, today=TODAY
        )
        for quarter, found in counted.quarters.items():
            expected = one_by_one(session, quarter, network, policy)
            documents = {
                shop: {
                    (sort, band): number
                    for sort in ("paid", "failed")
                    for band, number in document["white"][sort].items()
                }
                for shop, document in found.shops.items()
            }
            assert {shop: each for shop, each in documents.items() if each} == expected
            assert sum(sum(each.values()) for each in expected.values()) > 10
    assert set(counted.quarters) == {quarter_of(TODAY), quarter_of(date(2026, 9, 30))}
