"""How much the reports about one person weigh, on a given day, in a given view.

With t½ the half-life, a report of age ``a`` days says (``registry.trust.bearing``)

    w = attest · 2^(−a / t½)

What one shop (or cluster of shops) says about the person is scaled down to its cap, and then by ρ,
how far the shop is believed (halved for a failure that only one shop saw; a newcomer's further by π
until a believed shop saw one too). A shop's own rows are its own knowledge: for itself they are
neither capped nor doubted. How each report came to its weight: ``registry.trust.shares``.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum, inf
from operator import mul

from registry.reports.numbers import day_of, is_imported
from registry.trust.bearing import worth_of, worths
from registry.trust.facts import Fact, Reports, in_order
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Policy

OWN = -1
"""The group of the asking shop itself."""
_NOBODY: frozenset[int] = frozenset()
_NO_FACTS: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether two or more shops saw a failure, and the believed groups that did."""

    confirmed: bool = False
    witnesses: frozenset[int] = _NOBODY

    def share(self, group: int, reporter: ReporterWeight, lone: float) -> float:
        """What is left of a failure that this group saw: ρ, halved if alone, and π."""
        alone = not (self.confirmed or OWN in self.witnesses)
        new = not self.witnesses - {group}
        return reporter.bad * (lone if alone else 1.0) * (reporter.probation if new else 1.0)


_NOT_HEARD = Heard()


@dataclass(slots=True)
class Weighed:
    """All reports that count in one view: ``good`` is G and ``bad`` is B.

    ``orders``: how many are paid orders; ``redeemed`` are the failures that later ones made good
    for; ``bad_groups``: independent shops with a live failure; ``heard``: who saw them.
    ``reports`` are all that were looked at, ``worth`` what each is as a paid order.
    Never changed; not frozen, for a frozen one takes thrice as long to make.
    """

    good: float
    bad: float
    orders: int
    reports: Reports
    worth: Sequence[float]
    failures: Sequence[Fact]
    redeemed: frozenset[int]
    bad_groups: frozenset[int]
    heard: Heard

    @property
    def paid(self) -> list[Fact]:
        """The paid orders, oldest first."""
        return self.reports.picked(at for at, much in enumerate(self.worth) if much)

    def watched_days(self) -> list[int]:
        """The days of the paid orders that were not imported, oldest first."""
        numbers = self.reports.numbers
        paid = [number for number, much in zip(numbers, self.worth, strict=True) if much]
        return sorted([day_of(number) for number in paid if not is_imported(number)])


NOTHING = Weighed(0.0, 0.0, 0, in_order(()), (), (), _NOBODY, _NOBODY, _NOT_HEARD)


def weigh(
    facts: Iterable[Fact],
    *,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
    witnessed: bool = False,
) -> Weighed:
    """Weigh reports as ``view`` (a shop, or ``None`` for everybody) may.

    ``witnessed``: that shop saw a failure itself, which is not among ``facts``. A batch of lookups
    comes by here with twenty thousand reports, so columns are gone through, not reports one by one.
    Sums are rounded once, so they come out the same in whatever order reports were read.
    """
    reports = in_order(facts)
    shops, numbers = reports.shop_ids, reports.numbers
    others = worths(policy, today, False)
    mine = view is not None and view in shops
    if mine:
        own = worths(policy, today, True)
        worth = [
            (own if shop == view else others)[number]
            for shop, number in zip(shops, numbers, strict=True)
        ]
    else:
        worth = list(map(others.__getitem__, numbers))
    said, failures = sum(worth), _NO_FACTS
    if said == inf:
        failures = reports.picked(at for at, much in enumerate(worth) if much == inf)
        worth = [much if much < inf else 0.0 for much in worth]
        said = sum(worth)
        if len(failures) == 1 and _is_forgotten(failures[0], policy, today):
            failures = _NO_FACTS
    if not failures and said == 0.0:
        return NOTHING
    good = _good(shops, worth, view if mine else None, network, policy.caps.good)
    orders = len(worth) - worth.count(0.0)
    seen = Weighed(good, 0.0, orders, reports, worth, failures, _NOBODY, _NOBODY, _NOT_HEARD)
    return _with_failures(seen, view, network, policy, today, witnessed) if failures else seen


def _is_forgotten(lone: Fact, policy: Policy, today: date) -> bool:
    """One failure alone is forgotten sooner than several."""
    return today.toordinal() - lone.day >= policy.weights.expiry_lone_bad_days


def scales_of(said: Mapping[int, float], cap: float) -> dict[int, float]:
    """By how much each group is scaled down that together ``said`` more than ``cap``.

    Before it is asked how far the group is believed: repeating a lie must not make up for doubt.
    """
    return {group: cap / much for group, much in said.items() if much > cap and group != OWN}


def _good(
    shops: Sequence[int], worth: Sequence[float], view: int | None, network: Network, cap: float
) -> float:
    """G: the sum of worth · ρ · cap over reports, of which these are the shops."""
    if view is not None:
        believed = [1.0 if shop == view else network.believed[shop] for shop in shops]
        shops = [OWN if shop == view else shop for shop in shops]
        weights = list(map(mul, worth, believed))
    else:
        weights = list(map(mul, worth, map(network.believed.__getitem__, shops)))
    if sum(worth) > cap:  # else no part of it can be
        groups = (
            [network.cluster_of.get(shop, shop) for shop in shops] if network.cluster_of else shops
        )
        if max(Counter(groups).values()) * max(worth) <= cap:
            return fsum(weights)
        parts: defaultdict[int, list[float]] = defaultdict(list)
        for group, much in zip(groups, worth, strict=True):
            parts[group].append(much)
        scales = scales_of({group: fsum(said) for group, said in parts.items()}, cap)
        if scales:
            weights = [much * scales.get(g, 1.0) for g, much in zip(groups, weights, strict=True)]
    return fsum(weights)


def _with_failures(
    seen: Weighed,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
    witnessed: bool,
) -> Weighed:
    """The same with the other side: who failed is not usual, so this need not be quick."""
    redeemed = _redeemed_ids(seen, policy)
    standing = [fact for fact in seen.failures if fact.report_id not in redeemed]
    groups = frozenset([group_of(fact, view, network) for fact in standing])
    witnesses = _witnesses(standing, view, network, policy)
    heard = Heard(len(groups) > 1, witnesses | {OWN} if witnessed else witnesses)
    bad = _bad(standing, heard, view, network, policy, today)
    return replace(seen, bad=bad, redeemed=redeemed, bad_groups=groups, heard=heard)


def _redeemed_ids(seen: Weighed, policy: Policy) -> frozenset[int]:
    """The failures that later paid orders made good for, oldest failure first.

    Each takes as many paid orders after it as the policy asks for; no order serves twice.
    """
    needed = policy.redemption.paid_orders
    redeemed: set[int] = set()
    left: list[int] | None = None
    for failure in seen.failures:
        if failure.outcome not in policy.redemption.outcomes:
            continue
        if left is None:
            left = seen.watched_days()
        later = bisect_right(left, failure.day)
        if len(left) - later >= needed:
            redeemed.add(failure.report_id)
            left = [*left[:later], *left[later + needed :]]
    return frozenset(redeemed)


def group_of(fact: Fact, view: int | None, network: Network) -> int:
    """Who speaks: the asking shop itself, or the cluster of the shop that filed."""
    return OWN if fact.shop_id == view else network.speakers[fact.shop_id][0]


def _witnesses(
    standing: Collection[Fact], view: int | None, network: Network, policy: Policy
) -> frozenset[int]:
    """The groups with a standing failure of which one shop at least is believed and no newcomer."""
    believed = policy.reporters.rates_below
    found: set[int] = set()
    for fact in standing:
        group, doubt = group_of(fact, view, network), network.speakers[fact.shop_id][2]
        if group == OWN or (doubt.bad >= believed and doubt.probation >= 1.0):
            found.add(group)
    return frozenset(found)


def _bad(
    standing: Sequence[Fact],
    heard: Heard,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
) -> float:
    parts: list[tuple[int, float]] = []
    said: dict[int, float] = {}
    for fact in standing:
        group = group_of(fact, view, network)
        worth = worth_of(fact.said, policy.weights, today)
        said[group] = said.get(group, 0.0) + worth
        parts.append((group, worth * bad_share(fact, group, heard, network, policy)))
    scales = scales_of(said, bad_cap(heard, policy))
    return sum([part * scales.get(group, 1.0) for group, part in parts], 0.0)


def bad_share(fact: Fact, group: int, heard: Heard, network: Network, policy: Policy) -> float:
    """How far this failure is believed."""
    if group == OWN:
        return 1.0
    return heard.share(group, network.speakers[fact.shop_id][2], policy.reporters.lone)


def bad_cap(heard: Heard, policy: Policy) -> float:
    """The most that one group's failures weigh."""
    return policy.caps.bad_confirmed if heard.confirmed else policy.caps.bad_alone
