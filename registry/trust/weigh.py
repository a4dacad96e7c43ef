"""How much the reports about one person weigh, on a given day, in a given view.

With t½ the half-life, a report of age ``a`` days says (``registry.trust.bearing``)

    w = attest · 2^(−a / t½)

What one shop (or cluster of shops) says about the person is scaled down to its cap, and then by ρ,
how far the shop is believed (halved for a failure that only one shop saw; a newcomer's further by π
until a believed shop saw one too). A shop's own rows are its own knowledge: for itself they are
neither capped nor doubted. How each report came to its weight: ``registry.trust.shares``.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import compress, repeat
from math import fsum, inf
from operator import eq, getitem, mul, ne
from typing import NamedTuple

from registry.reports.numbers import following_day, watched
from registry.trust.bearing import worth_of, worths
from registry.trust.facts import Fact, Reports, in_order
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Policy

OWN = -1
"""The group of the asking shop itself."""
_NOBODY: frozenset[int] = frozenset()
_NO_FACTS: Sequence[Fact] = ()


class Heard(NamedTuple):
    """Whether two or more shops saw a failure, and the believed groups that did."""

    confirmed: bool = False
    witnesses: frozenset[int] = _NOBODY

    def share(self, group: int, reporter: ReporterWeight, lone: float) -> float:
        """What is left of a failure that this group saw: ρ, halved if alone, and π."""
        alone = not (self.confirmed or OWN in self.witnesses)
        new = not self.witnesses - {group}
        return reporter.bad * (lone if alone else 1.0) * (reporter.probation if new else 1.0)


_NOT_HEARD = Heard()


class Weighed(NamedTuple):
    """All reports that count in one view: ``good`` is G and ``bad`` is B.

    ``orders``: how many are paid orders; ``redeemed`` are the failures that later ones made good
    for; ``bad_groups``: independent shops with a live failure; ``heard``: who saw them.
    ``reports`` are all that were looked at, ``worth`` what each is as a paid order, ``parts`` what
    G is the sum of.
    """

    good: float
    bad: float
    orders: int
    reports: Reports
    worth: Sequence[float]
    parts: Sequence[float]
    failures: Sequence[Fact] = _NO_FACTS
    redeemed: frozenset[int] = _NOBODY
    bad_groups: frozenset[int] = _NOBODY
    heard: Heard = _NOT_HEARD

    @property
    def paid(self) -> list[Fact]:
        """The paid orders, oldest first."""
        return self.reports.picked(compress(range(len(self.worth)), self.worth))


NOTHING = Weighed(0.0, 0.0, 0, in_order(()), (), ())


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
    mine = None if view is None or view not in reports.shop_ids else view
    worth = _worth_of_each(reports, mine, policy, today)
    said, failures = sum(worth), _NO_FACTS
    if said == inf:
        failing = _places_of(inf, worth)
        for at in failing:
            worth[at] = 0.0
        said, failures = sum(worth), reports.picked(failing)
        if len(failures) == 1 and _is_forgotten(failures[0], policy, today):
            failures = _NO_FACTS
    if said == 0.0 and not failures:
        return NOTHING
    parts = _parts(reports.shop_ids, worth, said, mine, network, policy.caps.good)
    seen = _paid(reports, worth, parts)
    if not failures:
        return seen
    return _with_failures(seen, failures, view, network, policy, today, witnessed)


def without(seen: Weighed, shop_id: int, network: Network, policy: Policy) -> Weighed | None:
    """What was weighed in everybody's view, as if a shop had said nothing.

    ``None`` where that is more than to leave its parts out: failures of others weigh differently
    then, and so may orders of its cluster under their common cap.
    """
    if seen.failures or (network.cluster_of and sum(seen.worth) > policy.caps.good):
        return None
    theirs = list(map(ne, seen.reports.shop_ids, repeat(shop_id)))
    worth = list(map(mul, seen.worth, theirs))
    return _paid(seen.reports, worth, list(map(mul, seen.parts, theirs))) if any(worth) else NOTHING


def weigh_own(reports: Reports, policy: Policy, today: date) -> Weighed | None:
    """A shop's own reports in its own view, neither capped nor doubted; ``None`` with failures."""
    worth = list(map(worths(policy, today, True).__getitem__, reports.numbers))
    said = sum(worth)
    if said == inf:
        return None
    return _paid(reports, worth, worth) if said else NOTHING


def _paid(reports: Reports, worth: Sequence[float], parts: Sequence[float]) -> Weighed:
    """Paid orders, before any failures."""
    return Weighed(fsum(parts), 0.0, len(worth) - worth.count(0.0), reports, worth, parts)


def _worth_of_each(reports: Reports, mine: int | None, policy: Policy, today: date) -> list[float]:
    """What each is worth as a paid order, by the table of whoever looks at it: see ``Worth``."""
    others = worths(policy, today, False)
    if mine is None:
        return list(map(others.__getitem__, reports.numbers))
    tables = map({mine: worths(policy, today, True)}.get, reports.shop_ids, repeat(others))
    return list(map(getitem, tables, reports.numbers))


def _places_of(much: float, worth: Sequence[float]) -> list[int]:
    """Where it stands: in a few places of many."""
    places: list[int] = []
    for _ in range(worth.count(much)):
        places.append(worth.index(much, places[-1] + 1 if places else 0))
    return places


def _is_forgotten(lone: Fact, policy: Policy, today: date) -> bool:
    """One failure alone is forgotten sooner than several."""
    return today.toordinal() - lone.day >= policy.weights.expiry_lone_bad_days


def scales_of(said: Mapping[int, float], cap: float) -> dict[int, float]:
    """By how much each group is scaled down that together ``said`` more than ``cap``.

    Before it is asked how far the group is believed: repeating a lie must not make up for doubt.
    """
    return {group: cap / much for group, much in said.items() if much > cap and group != OWN}


def _parts(
    shops: Sequence[int],
    worth: Sequence[float],
    said: float,
    mine: int | None,
    network: Network,
    cap: float,
) -> list[float]:
    """worth · ρ · cap of each report: these are their shops, and ``said`` what all are worth."""
    believed = map(network.believed.__getitem__, shops)
    if mine is not None:
        believed = map({mine: 1.0}.get, shops, believed)
    parts = list(map(mul, worth, believed))
    if said <= cap:  # then so is every part of it
        return parts
    if mine is not None:
        shops = list(map({mine: OWN}.get, shops, shops))
    cluster_of = network.cluster_of
    groups = [cluster_of.get(shop, shop) for shop in shops] if cluster_of else shops
    if scales := _scales_of_paid(groups, worth, cap):
        return list(map(mul, parts, map(scales.get, groups, repeat(1.0))))
    return parts


def _scales_of_paid(
    groups: Sequence[int], worth: Sequence[float], cap: float
) -> Mapping[int, float]:
    """The same by columns: only those are added up that spoke often enough to be above the cap."""
    spoke, most = Counter(groups), max(worth)
    if max(spoke.values()) * most <= cap:
        return {}
    said = {
        group: fsum(compress(worth, map(eq, groups, repeat(group))))
        for group, times in spoke.items()
        if times * most > cap
    }
    return scales_of(said, cap)


def _with_failures(
    paid: Weighed,
    failures: Sequence[Fact],
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
    witnessed: bool,
) -> Weighed:
    """The same with the other side: B and all that belongs to it."""
    redeemed = _redeemed_ids(failures, paid, policy)
    standing = [
        (fact, group_of(fact, view, network)) for fact in failures if fact.report_id not in redeemed
    ]
    groups = frozenset([group for _, group in standing])
    witnesses = _witnesses(standing, network, policy)
    heard = Heard(len(groups) > 1, witnesses | {OWN} if witnessed else witnesses)
    bad = _bad(standing, heard, network, policy, today)
    good, _, orders, reports, worth, parts, *_ = paid
    return Weighed(good, bad, orders, reports, worth, parts, failures, redeemed, groups, heard)


def _redeemed_ids(failures: Sequence[Fact], paid: Weighed, policy: Policy) -> frozenset[int]:
    """The failures that later paid orders made good for, oldest failure first.

    Each takes as many paid orders after it as the policy asks for; no order serves twice. Orders
    that were imported make good for nothing.
    """
    needed, outcomes = policy.redemption.paid_orders, policy.redemption.outcomes
    forgivable = [failure for failure in failures if failure.outcome in outcomes]
    if not forgivable or paid.orders < needed:
        return _NOBODY
    left = watched(compress(paid.reports.numbers, paid.worth))
    redeemed: list[int] = []
    for failure in forgivable:
        later = bisect_left(left, following_day(failure.said.number))
        if len(left) - later >= needed:
            redeemed.append(failure.report_id)
            del left[later : later + needed]
    return frozenset(redeemed)


def group_of(fact: Fact, view: int | None, network: Network) -> int:
    """Who speaks: the asking shop itself, or the cluster of the shop that filed."""
    return OWN if fact.shop_id == view else network.speakers[fact.shop_id][0]


Spoken = tuple[Fact, int]
"""A report and the group that speaks by it."""


def _witnesses(standing: Sequence[Spoken], network: Network, policy: Policy) -> frozenset[int]:
    """The groups with a standing failure of which one shop at least is believed and no newcomer."""
    believed = policy.reporters.rates_below
    found: list[int] = []
    for fact, group in standing:
        doubt = network.speakers[fact.shop_id][2]
        if group == OWN or (doubt.bad >= believed and doubt.probation >= 1.0):
            found.append(group)
    return frozenset(found)


def _bad(
    standing: Sequence[Spoken], heard: Heard, network: Network, policy: Policy, today: date
) -> float:
    """B: the sum of worth · ρ · cap over standing failures."""
    parts: list[tuple[int, float]] = []
    said: dict[int, float] = {}
    for fact, group in standing:
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
