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
from functools import partial
from itertools import compress, islice, repeat
from math import fsum, inf
from operator import eq, mul
from typing import NamedTuple

from registry.reports.numbers import following_day, watched
from registry.trust.bearing import worths
from registry.trust.facts import Fact, Reports, in_order
from registry.trust.failing import NOT_HEARD, OWN, Heard, bad_of, group_of, scales_of, witnesses_of
from registry.trust.network import Network
from registry.trust.policy import Policy

_NOBODY: frozenset[int] = frozenset()
_NO_FACTS: Sequence[Fact] = ()


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
    heard: Heard = NOT_HEARD

    @property
    def paid(self) -> list[Fact]:
        """The paid orders, oldest first."""
        return self.reports.picked(compress(range(len(self.worth)), self.worth))


_made = partial(tuple.__new__, Weighed)
"""One of its fields in their order: a batch has two thousand."""
_NO_FAILURES = (_NO_FACTS, _NOBODY, _NOBODY, NOT_HEARD)
NOTHING = Weighed(0.0, 0.0, 0, in_order(()), (), ())


def weigh(
    facts: Iterable[Fact],
    *,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
) -> Weighed:
    """Weigh reports as ``view`` (a shop, or ``None`` for everybody) may.

    A batch of lookups comes by here with twenty thousand reports, so columns are gone through, not
    reports one by one. Sums are rounded once, so they come out the same in whatever order reports
    were read.
    """
    reports = in_order(facts)
    mine = None if view is None or view not in reports.shop_ids else view
    worth = reports.by_number(worths(policy, today, False))
    if mine is not None:
        own = reports.stretch(mine)
        worth[own] = map(worths(policy, today, True).__getitem__, reports.numbers[own])
    said, failures = sum(worth), _NO_FACTS
    if said == inf:
        failures = reports.picked(_cleared(inf, worth))
        said = sum(worth)
    if said == 0.0 and not failures:
        return NOTHING
    parts = _parts(reports, worth, said, mine, network, policy.caps.good)
    paid = _paid(reports, worth, parts)
    if not failures:
        return paid
    return _with_failures(paid, failures, view, network, policy, today)


def weigh_own(
    reports: Reports, shop_id: int, *, network: Network, policy: Policy, today: date
) -> Weighed:
    """Weigh a shop's own reports by themselves as it may: they are neither capped nor doubted."""
    worth = reports.by_number(worths(policy, today, True))
    said = sum(worth)
    if said == inf:
        return weigh(reports, view=shop_id, network=network, policy=policy, today=today)
    return _paid(reports, worth, worth) if said else NOTHING


def without(
    seen: Weighed, shop_id: int, witnessed: bool, *, network: Network, policy: Policy, today: date
) -> Weighed:
    """What was ``seen`` in everybody's view, as a shop may see it, without what it filed itself.

    Of paid orders only its parts of the sum go, unless others share its cap. ``witnessed``: the
    shop saw a failure itself.
    """
    worth, parts = list(seen.worth), list(seen.parts)
    if worth:
        mine = seen.reports.stretch(shop_id)
        worth[mine] = parts[mine] = [0.0] * (mine.stop - mine.start)
    cap = policy.caps.good
    if network.cluster_of and sum(seen.worth) > cap:
        parts = _parts(seen.reports, worth, sum(worth), None, network, cap)
    paid = _paid(seen.reports, worth, parts)
    failures = [each for each in seen.failures if each.shop_id != shop_id]
    if failures:
        return _with_failures(paid, failures, shop_id, network, policy, today, witnessed)
    return paid if paid.orders else NOTHING


def _paid(reports: Reports, worth: Sequence[float], parts: Sequence[float]) -> Weighed:
    """Paid orders, before any failures."""
    orders = len(worth) - worth.count(0.0)
    return _made((fsum(parts), 0.0, orders, reports, worth, parts, *_NO_FAILURES))


def _cleared(much: float, worth: list[float]) -> list[int]:
    """The few places where it stood; now they say nothing."""
    places: list[int] = []
    for _ in range(worth.count(much)):
        at = worth.index(much)
        worth[at] = 0.0
        places.append(at)
    return places


def _is_forgotten(lone: Fact, policy: Policy, today: date) -> bool:
    """One failure alone is forgotten sooner than several."""
    return today.toordinal() - lone.day >= policy.weights.expiry_lone_bad_days


def _parts(
    reports: Reports,
    worth: Sequence[float],
    said: float,
    mine: int | None,
    network: Network,
    cap: float,
) -> list[float]:
    """worth · ρ · cap of each report; ``said`` is what all are worth."""
    shops, believed = reports.shop_ids, reports.by_shop(network.believed)
    if mine is not None:
        its = reports.stretch(mine)
        believed[its] = [1.0] * (its.stop - its.start)
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
    """The same by columns: only those are added up that spoke often enough to be above the cap.

    Most people have many shops and few orders at each: then no group fills so many places in a row.
    """
    most = max(worth)
    in_a_row = sorted(groups)
    if not any(map(eq, in_a_row, islice(in_a_row, int(cap // most), None))):
        return {}
    spoke = Counter(groups)
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
    witnessed: bool = False,
) -> Weighed:
    """The same with the other side: B and all that belongs to it."""
    if len(failures) == 1 and _is_forgotten(failures[0], policy, today):
        return paid if paid.orders else NOTHING
    redeemed = _redeemed_ids(failures, paid, policy)
    standing = [
        (fact, group_of(fact, view, network)) for fact in failures if fact.report_id not in redeemed
    ]
    groups = frozenset([group for _, group in standing])
    witnesses = witnesses_of(standing, network, policy)
    heard = Heard(len(groups) > 1, witnesses | {OWN} if witnessed else witnesses)
    bad = bad_of(standing, heard, network, policy, today)
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
