"""An order history played forward through the real rules, each order asked about on its day.

An order placed on day d with a lag of L days is known on day d + L. On the morning of day D the
nightly job fits the network to everything known before D, and every order of D is assessed with
what was known before D. With a lag of 0 there is nothing to wait for: an outcome is known to
whatever is asked after it, also on the same day (the network stays the morning's).
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from bonafide.protocol.words import Evidence, Fault, Level, Outcome
from registry.shops.terms import Terms
from registry.trust.advice import AdviceGiven, advise, default_terms
from registry.trust.calibration import UNCALIBRATED, Calibration
from registry.trust.exact import Exact, exactly
from registry.trust.facts import Fact, in_order
from registry.trust.fit import fit
from registry.trust.levels import Person
from registry.trust.measurement.history import Order
from registry.trust.network import Context, Network, history_weight
from registry.trust.policy import Policy
from registry.trust.probation import with_newcomers
from registry.trust.reporters import EVERYBODY_BELIEVED, Reporters, claims_of, fit_reporters
from registry.trust.rules import assess, posterior_mean
from registry.trust.scene import Scene
from registry.trust.tally import Ended, Judged, Tally
from registry.trust.weigh import weigh

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a history is replayed. ``pending_days``: what a failure waits before others see it.

    ``doubt``: whether shops are believed by what others say (else all of them, always).
    ``probation``: whether every shop is on probation from its first order (else it is active).
    """

    policy: Policy
    lag_days: int = 1
    pending_days: int = 0
    doubt: bool = True
    probation: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """One order with what four views said of it beforehand, and how it ended.

    ``own``: the asking shop's reports only. ``shared``: everybody's. ``context``: no history.
    ``full``: the exact risk. ``shown``: as a shop sees it, in steps.
    """

    order: Order
    own: float
    shared: float
    context: float
    full: float
    shown: float
    level: Level
    advice: AdviceGiven
    seen: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """An order whose outcome becomes known in the night after ``known_on``."""

    known_on: date
    customer: str
    fact: Fact
    ended: Ended
    judged: Judged


@dataclass(slots=True)
class Memory:
    """What is known so far, while a history is played. ``admitted``: shops on probation, since."""

    settings: Settings
    tally: Tally
    base: float
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    waiting: deque[Outstanding] = field(default_factory=deque)
    shops: dict[str, int] = field(default_factory=dict)
    admitted: dict[int, date] = field(default_factory=dict)
    calibration: Calibration = UNCALIBRATED
    reporters: Reporters = EVERYBODY_BELIEVED
    counted: int = 0
    known: int = 0
    known_to_reporters: int = 0

    def shop_id(self, label: str) -> int:
        """The number of a shop, given on first sight."""
        return self.shops.setdefault(label, len(self.shops) + 1)


def blank(settings: Settings) -> Memory:
    """A memory that knows nothing yet."""
    return Memory(settings, Tally(settings.policy), settings.policy.prior.base_default)


def replay(
    orders: Sequence[Order], settings: Settings, progress: Progress | None = None
) -> Iterator[Scored]:
    """Score every order of a history with what was known before it."""
    return play(blank(settings), orders, progress)


def play(
    memory: Memory, orders: Sequence[Order], progress: Progress | None = None
) -> Iterator[Scored]:
    """Score orders in turn, each with what ``memory`` holds on its day, and remember them."""
    terms = default_terms(memory.settings.policy.advice)
    done = 0
    for today, of_the_day in groupby(orders, key=lambda order: order.placed_on):
        learn(memory, today)
        batch = list(of_the_day)
        network = morning(memory, today, {memory.shop_id(order.shop) for order in batch})
        for order in batch:
            yield _score(memory, order, network, terms)
        done += len(batch)
        if progress is not None:
            progress(done, len(orders))


def morning(memory: Memory, today: date, shops: set[int]) -> Network:
    """What the nightly job would have had this morning, as far as these shops' lookups need it.

    How far shops are believed is found anew when a fiftieth more is known than the last time, by
    the last base: so that a flood of lies cannot first raise the rate that it is judged by.
    """
    grown = memory.known - memory.known_to_reporters
    if memory.settings.doubt and grown * 50 >= max(memory.known, 1000):
        memory.known_to_reporters = memory.known
        memory.reporters = doubt(memory, today)
    network = fit(
        memory.tally,
        today=today,
        shops=shops,
        before=memory.calibration,
        reporters=with_newcomers(memory.reporters, memory.admitted, memory.settings.policy, today),
    )
    memory.calibration, memory.base = network.calibration, network.base
    return network


def doubt(memory: Memory, today: date) -> Reporters:
    """How far each shop is believed, from all that is known."""
    policy = memory.settings.policy
    return fit_reporters(
        [claims_of(facts) for facts in memory.facts.values()],
        base=memory.base,
        m=history_weight(Network(base=memory.base), policy),
        policy=policy,
        today=today,
    )


def learn(memory: Memory, today: date) -> None:
    """Take in what became known before today."""
    while memory.waiting and memory.waiting[0].known_on < today:
        order = memory.waiting.popleft()
        memory.tally.add(order.ended)
        memory.tally.judge(order.judged)
        memory.known += 1
        if memory.settings.lag_days > 0:
            memory.facts.setdefault(order.customer, []).append(order.fact)


def _score(memory: Memory, order: Order, network: Network, terms: Terms) -> Scored:
    today, policy = order.placed_on, memory.settings.policy
    facts = memory.facts.get(order.customer, ())
    asking = Context(memory.shop_id(order.shop), order.payment)
    if memory.settings.probation:
        memory.admitted.setdefault(asking.shop_id, today)
    person = Person(enrolled=True, previous=memory.levels.get(order.customer))
    scene = Scene(asking, network=network, policy=policy, today=today)
    said, exact = assess(facts, scene, person), exactly(facts, scene)
    memory.levels[order.customer] = said.level
    own, shared = _without_context(facts, scene, exact)
    scored = Scored(
        order=order,
        own=own,
        shared=shared,
        context=scene.p0,
        full=exact.risk.estimate,
        shown=said.risk.estimate,
        level=said.level,
        advice=advise(
            said, terms, ladder=policy.advice, payment=order.payment, amount=order.amount
        ),
        seen=_seen(facts, asking.shop_id),
    )
    _remember(memory, order, scene, exact)
    return scored


def _without_context(facts: Sequence[Fact], scene: Scene, exact: Exact) -> tuple[float, float]:
    """The same formula with p0 := base, from the shop's own reports alone and from everybody's."""
    shop_id, network, m = scene.asking.shop_id, scene.network, scene.m
    mine = in_order(f for f in facts if f.shop_id == shop_id)
    alone = weigh(mine, view=shop_id, network=network, policy=scene.policy, today=scene.today)
    shared = (exact.bad + m * network.base) / (exact.good + exact.bad + m)
    return posterior_mean(alone, network.base, m), shared


def _seen(facts: Sequence[Fact], shop_id: int) -> str:
    if not facts:
        return "none"
    return "own" if any(f.shop_id == shop_id for f in facts) else "cross_only"


def _remember(memory: Memory, order: Order, scene: Scene, exact: Exact) -> None:
    """Let the outcome become known in its time."""
    asking = scene.asking
    settings = memory.settings
    memory.counted += 1
    known_on = order.placed_on + timedelta(days=settings.lag_days)
    wait = (1 if settings.lag_days else 0) + (settings.pending_days if order.bad else 0)
    fact = Fact(
        report_id=memory.counted,
        shop_id=asking.shop_id,
        outcome=Outcome.REFUSED if order.bad else Outcome.PAID,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment=order.payment,
        occurred_on=order.placed_on,
        filed_on=known_on,
        counts_on=known_on + timedelta(days=wait),
    )
    ended = Ended(order.placed_on, asking.shop_id, order.payment, order.bad)
    judged = Judged(order.placed_on, exact.raw, exact.known, scene.shop, order.bad)
    memory.waiting.append(Outstanding(known_on, order.customer, fact, ended, judged))
    if settings.lag_days == 0:
        memory.facts.setdefault(order.customer, []).append(fact)
