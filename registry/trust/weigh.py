"""How much the reports about one person weigh, row by row, on a given day, in a given view.

With t½ the half-life, a report of age ``a`` days says

    w = attest · 2^(−a / t½)

What one shop (or cluster of shops) says about the person is scaled down to its cap, and then by ρ,
how far the shop is believed (halved for a failure that only one shop saw; a newcomer's further by π
until a believed shop saw one too). A shop's own rows are its own knowledge: for itself they are
neither capped nor doubted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bonafide.protocol.words import Evidence, Fault
from registry.trust.facts import Fact, counts_for, is_failure, is_paid
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import Negatives, Policy, Weights

_BELIEVED = ReporterWeight()
_OWN = -1


@dataclass(slots=True, unsafe_hash=True)
class ReportWeight:
    """How one report came to its weight: weight = attest · decay · reporter · cap.

    Never changed; not frozen, for a frozen one takes thrice as long to make.
    """

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


@dataclass(frozen=True, slots=True)
class Weighed:
    """All reports that count in one view. ``bad_groups``: independent shops with a live failure."""

    good: float
    bad: float
    rows: tuple[ReportWeight, ...]
    paid: tuple[Fact, ...]
    failures: tuple[Fact, ...]
    redeemed: frozenset[int]
    bad_groups: frozenset[int]


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


NOTHING = Weighed(0.0, 0.0, (), (), (), frozenset(), frozenset())


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Each report once, oldest first: whatever order rows arrive in, sums come out the same."""
    return sorted(
        {f.report_id: f for f in facts}.values(), key=lambda f: (f.occurred_on, f.report_id)
    )


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
    paid, failures = _that_count(facts, view, policy, today)
    if not paid and not failures:
        return NOTHING
    redeemed = redeemed_ids(paid, failures, policy)
    standing = [f for f in failures if f.report_id not in redeemed]
    groups = frozenset(_group(f, view, network) for f in standing)
    rows = _good_rows(paid, view, network, policy, today)
    witnesses = _witnesses(standing, view, network, policy)
    heard = _Heard(len(groups) > 1, witnesses | {_OWN} if witnessed else witnesses)
    rows += _bad_rows(failures, redeemed, heard, view, network, policy, today)
    return Weighed(
        good=sum(r.weight for r in rows if r.good),
        bad=sum(r.weight for r in rows if not r.good),
        rows=tuple(rows),
        paid=paid,
        failures=failures,
        redeemed=redeemed,
        bad_groups=groups,
    )


def redeemed_ids(paid: Sequence[Fact], failures: Sequence[Fact], policy: Policy) -> frozenset[int]:
    """The failures that later paid orders made good for, oldest failure first.

    Each takes as many paid orders after it as the policy asks for; no order serves twice.
    """
    needed = policy.redemption.paid_orders
    left = [f for f in paid if not f.imported]
    redeemed: set[int] = set()
    for failure in failures:
        if failure.outcome not in policy.redemption.outcomes:
            continue
        later = [f for f in left if f.occurred_on > failure.occurred_on][:needed]
        if len(later) == needed:
            redeemed.add(failure.report_id)
            left = [f for f in left if f not in later]
    return frozenset(redeemed)


def _age(fact: Fact, today: date) -> int:
    return max(0, (today - fact.occurred_on).days)


def _that_count(
    facts: Sequence[Fact], view: int | None, policy: Policy, today: date
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Paid orders and failures that count in this view, in one pass, for batches are long."""
    weights = policy.weights
    off = policy.negatives is Negatives.OFF
    expired_on = today - timedelta(days=weights.expiry_days)
    paid: list[Fact] = []
    failures: list[Fact] = []
    for f in facts:
        if f.occurred_on <= expired_on or not counts_for(f, view, today):
            continue
        if is_paid(f):
            paid.append(f)
        elif is_failure(f) and not (off and f.shop_id != view):
            failures.append(f)
    if len(failures) == 1 and _age(failures[0], today) >= weights.expiry_lone_bad_days:
        failures.clear()
    return tuple(paid), tuple(failures)


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


def _good_rows(
    paid: Sequence[Fact], view: int | None, network: Network, policy: Policy, today: date
) -> list[ReportWeight]:
    w = policy.weights
    rows: list[tuple[int, ReportWeight]] = []
    for f in paid:
        group = _group(f, view, network)
        reporter = 1.0 if group == _OWN else network.reporters.get(f.shop_id, _BELIEVED).good
        attest = w.attest_imported if f.imported else w.attest_paid
        decay = 2.0 ** (-_age(f, today) / w.half_life_good_days)
        rows.append((group, ReportWeight(f.report_id, True, attest, decay, reporter, 1.0, False)))
    return _capped(rows, policy.caps.good)


def _bad_rows(
    failures: Sequence[Fact],
    redeemed: frozenset[int],
    heard: _Heard,
    view: int | None,
    network: Network,
    policy: Policy,
    today: date,
) -> list[ReportWeight]:
    w = policy.weights
    rows: list[tuple[int, ReportWeight]] = []
    for f in failures:
        group = _group(f, view, network)
        reporter = 1.0
        if group != _OWN:
            doubt = network.reporters.get(f.shop_id, _BELIEVED)
            reporter = heard.share(group, doubt, policy.reporters.lone)
        attest = attested(f, w)
        decay = 2.0 ** (-_age(f, today) / w.half_life_bad_days)
        gone = f.report_id in redeemed
        rows.append((group, ReportWeight(f.report_id, False, attest, decay, reporter, 1.0, gone)))
    cap = policy.caps.bad_confirmed if heard.confirmed else policy.caps.bad_alone
    return _capped(rows, cap)


def attested(failure: Fact, weights: Weights) -> float:
    """What stands behind a failure: its evidence, halved where the fault is unknown."""
    by_kind = {
        Evidence.COURIER_EVENT: weights.attest_courier_event,
        Evidence.PAYMENT_RECORD: weights.attest_payment_record,
        Evidence.CALL_RECORD: weights.attest_call_record,
        Evidence.PHOTO: weights.attest_photo,
    }
    attest = weights.attest_statement
    if failure.evidence is not None:
        attest = by_kind.get(failure.evidence, attest)
    return attest * (weights.fault_unknown if failure.fault is Fault.UNKNOWN else 1.0)


def _capped(rows: Sequence[tuple[int, ReportWeight]], cap: float) -> list[ReportWeight]:
    """Scale each group's rows down so that together they say no more than ``cap``.

    Before it is asked how far the group is believed: repeating a lie must not make up for doubt.
    """
    said: dict[int, float] = {}
    for group, row in rows:
        if not row.redeemed:
            said[group] = said.get(group, 0.0) + row.attest * row.decay
    return [
        row if group == _OWN or said.get(group, 0.0) <= cap else _scaled(row, cap / said[group])
        for group, row in rows
    ]


def _scaled(row: ReportWeight, cap: float) -> ReportWeight:
    return ReportWeight(
        row.report_id, row.good, row.attest, row.decay, row.reporter, cap, row.redeemed
    )
