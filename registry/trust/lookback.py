"""How the formula would have done on past orders: what the nightly job calibrates by.

Every recent order is judged again with the reports that were known before it and with today's
rates, its own outcome taken out of them: else a small shop's only order would foretell itself.

The newest orders are left out for as long as failures take to be filed: of those days the paid
ones are known already and the failed ones not yet, so they would look better than they were.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from registry.trust.calibration import shop_known
from registry.trust.facts import Fact, Reports, in_order, is_failure, is_paid
from registry.trust.network import Context, Network, Rate, history_weight, prior_rate
from registry.trust.policy import Policy
from registry.trust.rules import known_of, posterior_mean
from registry.trust.tally import Judged
from registry.trust.weigh import weigh

_FILED_BY_THEN = 0.95


def look_back(
    people: Iterable[Sequence[Fact]],
    *,
    network: Network,
    policy: Policy,
    today: date,
    days: float,
    wait: int = 0,
) -> Iterator[Judged]:
    """Judge the orders of the last ``days`` but the newest ``wait``, one person after another."""
    for facts in people:
        rows = in_order(facts)
        for fact in rows:
            recent = wait <= today.toordinal() - fact.day <= days
            if recent and (is_paid(fact.said) or is_failure(fact.said)):
                yield _judged(fact, rows, network, policy, today)


def usual_wait(days_to_file: Mapping[int, int], at_most: int) -> int:
    """After how many days 19 in 20 failures have been filed (days waited → failures)."""
    needed = _FILED_BY_THEN * sum(days_to_file.values())
    for day in sorted(days_to_file):
        needed -= days_to_file[day]
        if needed <= 0:
            return min(day, at_most)
    return 0


def _judged(fact: Fact, rows: Reports, network: Network, policy: Policy, today: date) -> Judged:
    on = fact.occurred_on
    seen = weigh(rows.filed_before(on), view=fact.shop_id, network=network, policy=policy, today=on)
    rest = _without(fact, network, policy, today)
    p0 = prior_rate(rest, Context(fact.shop_id, fact.payment), policy)
    shop = rest.shops.get(fact.shop_id)
    return Judged(
        occurred_on=on,
        raw=posterior_mean(seen, p0, history_weight(network, policy)),
        known=known_of(seen),
        shop=shop_known(shop.n if shop else 0.0),
        bad=is_failure(fact.said),
    )


def _without(fact: Fact, network: Network, policy: Policy, today: date) -> Network:
    """The network's rates as they would be without this order, as far as its context needs them."""
    age = (today - fact.occurred_on).days
    faded = 2.0 ** (-age / policy.prior.half_life_context_days)
    bad = faded if is_failure(fact.said) else 0.0
    payment, shop = network.payments.get(fact.payment), network.shops.get(fact.shop_id)
    return replace(
        network,
        payments={fact.payment: _less(payment, bad, faded)} if payment else {},
        shops={fact.shop_id: _less(shop, bad, faded)} if shop else {},
    )


def _less(rate: Rate, bad: float, n: float) -> Rate:
    left = max(0.0, rate.n - n)
    expected = rate.expected * left / rate.n if rate.n else 0.0
    return Rate(max(0.0, rate.bad - bad), left, expected)
