"""How far each shop's reports are believed, from what all shops say about the same people.

A shop that slanders says of many people what nobody else says of them. Of the people that a shop
reported and somebody else reported too (each counts once, and fades with the age of its word), let

    n   be their number
    O   the number of those whom the shop says failed
    E   the number that everybody else's reports on them let one expect
    O', E'   the same of reports instead of people

With κ = 30 · base its failures are believed to

    ρ_bad  = min(1, (E + κ) / (O + κ), (E' + κ) / (O' + κ), (2 · base · n + 1) / (O + 1))

and its paid orders, since a shop that boosts says that people pay of whom everybody else says that
they do not, to

    ρ_good = min(1, 2 · (O + κ) / (E + κ)).

A failure that a ruling overturned, or that its shop did not stand up for, is one more that it says
and nobody confirms: such reports, faded, are added to O and to O'.

"Everybody else" leaves out the whole cluster of the shop: shops which name the same people count
as one. What everybody else says is itself weighed by how far each of them is believed, so the
weights are found in a few rounds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

from registry.trust.facts import Fact, is_failure, is_paid
from registry.trust.fading import fading_of
from registry.trust.network import ReporterWeight
from registry.trust.policy import Caps, Policy

_ROUNDS = 3
_CROWD = 50
_NOTHING = 1e-6
_BELIEVED = ReporterWeight()


class Claim(NamedTuple):
    """All that one shop said about one person: orders paid and failed, and the day of the last."""

    shop_id: int
    good: int
    bad: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Reporters:
    """One night's picture of the shops as reporters; shops without an entry are believed.

    ``muted`` shops are not heard at all; ``left_out`` ones do not enter the network's rates.
    """

    weights: Mapping[int, ReporterWeight] = field(default_factory=dict)
    cluster_of: Mapping[int, int] = field(default_factory=dict)
    muted: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()


EVERYBODY_BELIEVED = Reporters()


@dataclass(slots=True)
class _Record:
    """O, E and n of one shop, and O' and E' of its reports."""

    observed: float = 0.0
    expected: float = 0.0
    people: float = 0.0
    reports_bad: float = 0.0
    reports_expected: float = 0.0
    overturned: float = 0.0

    def add(self, claim: Claim, fade: float, risk: float) -> None:
        """What the shop says of one person, beside the risk by what everybody else says."""
        if claim.bad:
            self.observed += fade
            self.reports_bad += fade * claim.bad
        self.expected += fade * risk
        self.people += fade
        self.reports_expected += fade * risk * (claim.good + claim.bad)


def claims_of(facts: Iterable[Fact]) -> list[Claim]:
    """What each shop said about one person, of all that may count for others."""
    said: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.elsewhere and (is_paid(fact) or is_failure(fact)):
            said[fact.shop_id].append(fact)
    return [
        Claim(
            shop_id=shop,
            good=sum(map(is_paid, rows)),
            bad=sum(map(is_failure, rows)),
            last_on=max(fact.occurred_on for fact in rows),
        )
        for shop, rows in said.items()
    ]


def fit_reporters(
    people: Sequence[Sequence[Claim]],
    *,
    base: float,
    m: float,
    policy: Policy,
    today: date,
    exposed: Iterable[int] = (),
    overturned: Iterable[tuple[int, date, int]] = (),
) -> Reporters:
    """Weights, clusters and mutes from the claims about each person (one sequence a person).

    ``exposed``: shops that reported people who do not exist, planted to catch liars.
    ``overturned``: shop, day and number of failures that disputes took away.
    """
    clusters = find_clusters(people, policy)
    shared = [claims for claims in people if len(claims) > 1]
    weights: dict[int, ReporterWeight] = {}
    records: dict[int, _Record] = {}
    lost = list(overturned)
    for _ in range(_ROUNDS):
        records = _records(shared, weights, clusters, base, m, policy, today)
        _add_overturned(records, lost, policy, today)
        weights = {shop: _weight(record, base, policy) for shop, record in sorted(records.items())}
    muted = frozenset(exposed) | {
        shop for shop, record in records.items() if _is_muted(record, weights[shop], policy)
    }
    left_out = muted | {
        shop
        for shop, record in records.items()
        if record.observed >= policy.reporters.mute_from
        and weights[shop].bad < policy.reporters.rates_below
    }
    silent = dict.fromkeys(sorted(muted), ReporterWeight(0.0, 0.0))
    return Reporters(_doubted(weights) | silent, clusters, muted, left_out)


def find_clusters(people: Sequence[Sequence[Claim]], policy: Policy) -> dict[int, int]:
    """Shops that name the same people: shop → the smallest number in its cluster (only if > 1).

    Joined are shops with at least ``cluster_common`` people whom both say failed, being at least
    the share ``cluster_jaccard`` of all whom either names.
    """
    limits = policy.reporters
    named: dict[int, int] = defaultdict(int)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for claims in people:
        shops = sorted({claim.shop_id for claim in claims if claim.bad})
        for shop in shops:
            named[shop] += 1
        if len(shops) <= _CROWD:
            for pair in combinations(shops, 2):
                common[pair] += 1
    parent = {shop: shop for shop in named}
    for (a, b), both in sorted(common.items()):
        if both >= limits.cluster_common:
            jaccard = both / (named[a] + named[b] - both)
            if jaccard >= limits.cluster_jaccard:
                _join(parent, a, b)
    heads = {shop: _head(parent, shop) for shop in parent}
    sizes: dict[int, int] = defaultdict(int)
    for head in heads.values():
        sizes[head] += 1
    return {shop: head for shop, head in heads.items() if sizes[head] > 1}


def _head(parent: dict[int, int], shop: int) -> int:
    while parent[shop] != shop:
        parent[shop] = parent[parent[shop]]
        shop = parent[shop]
    return shop


def _join(parent: dict[int, int], a: int, b: int) -> None:
    first, second = sorted((_head(parent, a), _head(parent, b)))
    parent[second] = first


def _records(
    people: Sequence[Sequence[Claim]],
    weights: Mapping[int, ReporterWeight],
    clusters: Mapping[int, int],
    base: float,
    m: float,
    policy: Policy,
    today: date,
) -> dict[int, _Record]:
    """Whether each shop said that a person failed, beside what the others let one expect.

    Only people whom somebody else reported too: inventing customers must not dilute a slander.
    """
    records: dict[int, _Record] = defaultdict(_Record)
    fading, usual = fading_of(policy.reporters.half_life_days, today), m * base
    for claims in people:
        good, bad = _voices(claims, weights, clusters, policy.caps)
        all_good, all_bad = sum(good.values()), sum(bad.values())
        for claim in claims:
            group = clusters.get(claim.shop_id, claim.shop_id)
            others_good = max(0.0, all_good - good[group])
            others_bad = max(0.0, all_bad - bad[group])
            others = others_good + others_bad
            if others < _NOTHING:
                continue
            risk = (others_bad + usual) / (others + m)
            records[claim.shop_id].add(claim, fading[claim.last_on.toordinal()], risk)
    return records


def _add_overturned(
    records: dict[int, _Record],
    overturned: Iterable[tuple[int, date, int]],
    policy: Policy,
    today: date,
) -> None:
    fading = fading_of(policy.reporters.half_life_days, today)
    for shop, day, number in overturned:
        records.setdefault(shop, _Record()).overturned += number * fading[day.toordinal()]


def _voices(
    claims: Sequence[Claim],
    weights: Mapping[int, ReporterWeight],
    clusters: Mapping[int, int],
    caps: Caps,
) -> tuple[dict[int, float], dict[int, float]]:
    """What each shop or cluster says about one person, believed and capped: paid, failed."""
    good: dict[int, float] = {}
    bad: dict[int, float] = {}
    for shop_id, paid, failed, _ in claims:
        group = clusters.get(shop_id, shop_id)
        weight = weights.get(shop_id, _BELIEVED)
        good[group] = min(caps.good, good.get(group, 0.0) + paid * weight.good)
        bad[group] = min(caps.bad_confirmed, bad.get(group, 0.0) + failed * weight.bad)
    return good, bad


def _weight(record: _Record, base: float, policy: Policy) -> ReporterWeight:
    kappa = policy.reporters.kappa_orders * base
    usual = policy.reporters.rate_times * base * record.people
    bad = min(
        1.0,
        (record.expected + kappa) / (record.observed + record.overturned + kappa),
        (record.reports_expected + kappa) / (record.reports_bad + record.overturned + kappa),
        (usual + 1.0) / (record.observed + record.overturned + 1.0),
    )
    ratio = (record.observed + kappa) / (record.expected + kappa)
    return ReporterWeight(bad, min(1.0, ratio * policy.reporters.good_slack))


def _is_muted(record: _Record, weight: ReporterWeight, policy: Policy) -> bool:
    """Only negatives, or far more of them than anybody else confirms."""
    limits = policy.reporters
    if record.observed < limits.mute_from:
        return False
    return record.observed >= 0.95 * record.people or weight.bad < limits.mute_below


def _doubted(weights: Mapping[int, ReporterWeight]) -> dict[int, ReporterWeight]:
    return {shop: w for shop, w in weights.items() if w.bad < 1.0 or w.good < 1.0}
