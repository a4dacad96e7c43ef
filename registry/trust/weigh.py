"""How much the reports about one person weigh, row by row, on a given day, in a given view.

With t½ the half-life, a report of age ``a`` days says

    w = attest · 2^(−a / t½)

What one shop (or cluster of shops) says about the person is scaled down to its cap, and then by ρ,
how far the shop is believed (halved for a failure that only one shop saw; a newcomer's further by π
until a believed shop saw one too). A shop's own rows are its own knowledge: for itself they are
neither capped nor doubted.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from bonafide.protocol.words import Evidence, Fault, Outcome
from registry.trust.facts import LIVING, Fact, is_failure
from registry.trust.fading import fading_of
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Negatives, Policy, Weights

_BELIEVED = ReporterWeight()
_OWN = -1
_NOBODY: frozenset[int] = frozenset()


class ReportWeight(NamedTuple):
    """How one report came to its weight: weight = attest · decay · reporter · cap."""

    report_id: int
    good: bool
    attest: float
    decay: float
    reporter: float
    cap: float
    redeemed: bool

    @property
    def weight(self) -> float:
        """What the report adds to G or to B."""
        return 0.0 if self.redeemed else self.attest * self.decay * self.reporter * self.cap


_Part = tuple[int, float, float, float, bool]
"""One report before its cap: who speaks (a group), attest, decay, reporter, redeemed."""


@dataclass(slots=True, unsafe_hash=True)
class _Side:
    """All that counts for a person, or all against: ``total`` is G or B.

    ``scales``: by how much each group past the cap is scaled down. Plain tuples and sums, for
    batches weigh ten thousands; a row for whoever wants to see it.
    """

    parts: Sequence[_Part]
    scales: Mapping[int, float]
    total: float

    def rows(self, facts: Sequence[Fact], *, good: bool) -> Iterator[ReportWeight]:
        """The parts with their reports."""
        for fact, (group, attest, decay, reporter, redeemed) in zip(facts, self.parts, strict=True):
            cap = self.scales.get(group, 1.0)
            yield ReportWeight(fact.report_id, good, attest, decay, reporter, cap, redeemed)


@dataclass(slots=True)
class Weighed:
    """All reports that count in one view. ``bad_groups``: independent shops with a live failure.

    Never changed; not frozen, for a frozen one takes thrice as long to make.
    """

    good: float
    bad: float
    paid: Sequence[Fact]
    failures: Sequence[Fact]
    redeemed: frozenset[int]
    bad_groups: frozenset[int]
    sides: tuple[_Side, _Side]

    @property
    def rows(self) -> tuple[ReportWeight, ...]:
        """How each report came to its weight: the paid orders first, then the failures."""
        good, bad = self.sides
        return (*good.rows(self.paid, good=True), *bad.rows(self.failures, good=False))


@dataclass(frozen=True, slots=True)
class _Heard:
    """Whether two or more of ``facts``' shops saw a failure; the believed groups that did."""

    confirmed: bool
    witnesses: frozenset[int]

    def share(self, group: int, reporter: ReporterWeight, lone: float) -> float:
        """What is left of a failure that this group saw: ρ, halved if alone, and π."""
        alone = not (self.confirmed or _OWN in self.witnesses)
        new = not self.witnesses - {group}
        return reporter.bad * (lone if alone else 1.0) * (reporter.probation if new else 1.0)


_NO_SIDE = _Side((), {}, 0.0)
NOTHING = Weighed(0.0, 0.0, (), (), frozenset(), frozenset(), (_NO_SIDE, _NO_SIDE))
_DAY = attrgetter("occurred_on")
_ORDER = attrgetter("occurred_on", "report_id")


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Each report once, oldest first: whatever order rows arrive in, sums come out the same."""
    return sorted({f.report_id: f for f in facts}.values(), key=_ORDER)


def weigh(
    facts: Sequence[Fact],
    *,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
    witnessed: bool = False,
) -> Weighed:
    """Weigh facts that are ``in_order``, as ``view`` (a shop, or ``None`` for everybody) may.

    ``witnessed``: that shop saw a failure itself, which is not among ``facts``.
    """
    paid, failures = that_count(facts, view, policy, today)
    if not paid and not failures:
        return NOTHING
    good = _good_side(paid, view, network, policy, today)
    if not failures:
        return Weighed(good.total, 0.0, paid, (), _NOBODY, _NOBODY, (good, _NO_SIDE))
    redeemed = redeemed_ids(paid, failures, policy)
    standing = [f for f in failures if f.report_id not in redeemed]
    groups = frozenset([_group(f, view, network) for f in standing])
    witnesses = _witnesses(standing, view, network, policy)
    heard = _Heard(len(groups) > 1, witnesses | {_OWN} if witnessed else witnesses)
    bad = _bad_side(failures, redeemed, heard, view, network, policy, today)
    return Weighed(good.total, bad.total, paid, failures, redeemed, groups, (good, bad))


def redeemed_ids(paid: Sequence[Fact], failures: Sequence[Fact], policy: Policy) -> frozenset[int]:
    """The failures that later paid orders made good for, oldest failure first.

    Each takes as many paid orders after it as the policy asks for; no order serves twice.
    """
    needed = policy.redemption.paid_orders
    redeemed: set[int] = set()
    left: Sequence[Fact] | None = None
    for failure in failures:
        if failure.outcome not in policy.redemption.outcomes:
            continue
        if left is None:
            left = [f for f in paid if not f.imported]
        later = bisect_right(left, failure.occurred_on, key=_DAY)
        if len(left) - later >= needed:
            redeemed.add(failure.report_id)
            left = [*left[:later], *left[later + needed :]]
    return frozenset(redeemed)


def _age(fact: Fact, today: date) -> int:
    return max(0, (today - fact.occurred_on).days)


def that_count(
    facts: Sequence[Fact], view: int | None, policy: Policy, today: date
) -> tuple[list[Fact], list[Fact]]:
    """Paid orders and failures that count in this view.

    ``counts_for`` and ``is_paid`` are written out, for a batch comes by here ten thousand times; a
    test holds this against those of ``registry.trust.facts``.
    """
    weights = policy.weights
    off = policy.negatives is Negatives.OFF
    expired_on = today - timedelta(days=weights.expiry_days)
    paid: list[Fact] = []
    failures: list[Fact] = []
    for f in facts:
        if f.occurred_on <= expired_on:
            continue
        if f.shop_id == view:
            if f.filed_on > today:
                continue
        elif not f.elsewhere or f.counts_on is None or f.counts_on > today:
            continue
        if f.outcome is Outcome.PAID and f.state in LIVING:
            paid.append(f)
        elif is_failure(f) and not (off and f.shop_id != view):
            failures.append(f)
    if len(failures) == 1 and _age(failures[0], today) >= weights.expiry_lone_bad_days:
        failures.clear()
    return paid, failures


def _group(fact: Fact, view: int | None, network: Network) -> int:
    """Who speaks: the asking shop itself, or the cluster of the shop that filed."""
    if fact.shop_id == view:
        return _OWN
    return network.cluster_of.get(fact.shop_id, fact.shop_id)


def _witnesses(
    standing: Sequence[Fact], view: int | None, network: Network, policy: Policy
) -> frozenset[int]:
    """The groups with a standing failure of which one shop at least is believed and no newcomer."""
    believed = policy.reporters.rates_below
    found: set[int] = set()
    for f in standing:
        doubt, group = network.reporters.get(f.shop_id, _BELIEVED), _group(f, view, network)
        if group == _OWN or (doubt.bad >= believed and doubt.probation >= 1.0):
            found.add(group)
    return frozenset(found)


def _good_side(
    paid: Sequence[Fact], view: int | None, network: Network, policy: Policy, today: date
) -> _Side:
    w, fading = policy.weights, fading_of(policy.weights.half_life_good_days, today)
    imported, usual = w.attest_imported, w.attest_paid
    group_of, reporter_of = network.cluster_of.get, network.reporters.get
    parts: list[_Part] = []
    said: dict[int, float] = {}
    total = 0.0
    for f in paid:
        shop_id, group, reporter = f.shop_id, _OWN, 1.0
        if shop_id != view:
            group, reporter = group_of(shop_id, shop_id), reporter_of(shop_id, _BELIEVED).good
        attest, decay = imported if f.imported else usual, fading[f.occurred_on]
        parts.append((group, attest, decay, reporter, False))
        said[group] = said.get(group, 0.0) + attest * decay
        total += attest * decay * reporter
    return _capped(parts, said, total, policy.caps.good)


def _bad_side(
    failures: Sequence[Fact],
    redeemed: frozenset[int],
    heard: _Heard,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
) -> _Side:
    w, fading = policy.weights, fading_of(policy.weights.half_life_bad_days, today)
    parts: list[_Part] = []
    said: dict[int, float] = {}
    total = 0.0
    for f in failures:
        group, reporter, gone = _group(f, view, network), 1.0, f.report_id in redeemed
        if group != _OWN:
            doubt = network.reporters.get(f.shop_id, _BELIEVED)
            reporter = heard.share(group, doubt, policy.reporters.lone)
        attest, decay = attested(f, w), fading[f.occurred_on]
        parts.append((group, attest, decay, reporter, gone))
        if not gone:
            said[group] = said.get(group, 0.0) + attest * decay
            total += attest * decay * reporter
    cap = policy.caps.bad_confirmed if heard.confirmed else policy.caps.bad_alone
    return _capped(parts, said, total, cap)


def attested(failure: Fact, weights: Weights) -> float:
    """What stands behind a failure: its evidence, halved where the fault is unknown."""
    evidence, attest = failure.evidence, weights.attest_statement
    if evidence is Evidence.COURIER_EVENT:
        attest = weights.attest_courier_event
    elif evidence is Evidence.PAYMENT_RECORD:
        attest = weights.attest_payment_record
    elif evidence is Evidence.CALL_RECORD:
        attest = weights.attest_call_record
    elif evidence is Evidence.PHOTO:
        attest = weights.attest_photo
    return attest * (weights.fault_unknown if failure.fault is Fault.UNKNOWN else 1.0)


def _capped(parts: Sequence[_Part], said: Mapping[int, float], total: float, cap: float) -> _Side:
    """The sum, with each group scaled down that together ``said`` more than ``cap``.

    Before it is asked how far the group is believed: repeating a lie must not make up for doubt.
    """
    scales = {g: cap / much for g, much in said.items() if much > cap and g != _OWN}
    if scales:
        scale = scales.get
        total = sum([a * d * r * scale(g, 1.0) for g, a, d, r, gone in parts if not gone], 0.0)
    return _Side(parts, scales, total)
