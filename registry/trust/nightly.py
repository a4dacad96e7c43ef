"""The nightly job: count how orders ended and keep the picture that lookups read."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports import claims, counts
from registry.reports import service as reports
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.trust import canaries, fits
from registry.trust.facts import Fact
from registry.trust.fit import fit
from registry.trust.lookback import look_back, usual_wait
from registry.trust.network import Network, history_weight, newborn
from registry.trust.policy import Policy
from registry.trust.probation import with_newcomers
from registry.trust.reporters import Claim, Reporters, fit_reporters
from registry.trust.tally import Ended, Tally

_ENOUGH: Final = 200_000
"""Orders that the curve is found by: beyond it one person in so many is looked back on."""

_HALF_LIVES: Final = 2
"""Of the curve's memory: that far back orders are judged again."""


def measure(session: Session, *, world: World, policy: Policy, today: date) -> Network:
    """Recompute how far shops are believed, the rates of network, shops and segments, and the curve
    that keeps what is predicted equal to what is observed.

    Reports of silenced shops do not count. The result does not depend on the order of rows. Shops
    are judged by last night's base, so that a flood of lies cannot first raise the rate that it is
    judged by. Only reads: it takes minutes, and on SQLite nobody could write meanwhile.
    """
    silenced = shops.silenced_shops(session, today=today)
    tally = Tally(policy)
    ended = tally.add_all(_ended(session, world, silenced, today))
    before = fits.stored(session, world) or newborn(policy)
    reporters = _doubt(session, world, before, policy, silenced, today)
    rates = fit(tally, today=today, before=before.calibration, reporters=reporters)
    people = _facts(session, world, silenced, every=max(1, ended // _ENOUGH))
    for judged in look_back(
        people,
        network=rates,
        policy=policy,
        today=today,
        days=_HALF_LIVES * policy.calibration.half_life_days,
        wait=usual_wait(claims.days_to_file(session, world=world), policy.retention.filing_days),
    ):
        tally.judge(judged)
    return fit(tally, today=today, before=before.calibration, reporters=reporters)


def _ended(
    session: Session, world: World, silenced: frozenset[int], today: date
) -> Iterator[Ended]:
    """How orders ended at shops that are not silenced."""
    for day, shop_id, payment, bad, segment in reports.ended_orders(
        session, world=world, today=today
    ):
        if shop_id not in silenced:
            yield Ended(day, shop_id, payment, bad, segment)


def _doubt(
    session: Session,
    world: World,
    before: Network,
    policy: Policy,
    silenced: frozenset[int],
    today: date,
) -> Reporters:
    """How far shops are believed, from what each says about each identifier once it counts.

    Whom one shop alone knows, and as paying, says nothing about any shop and is not kept in memory.
    Shops on probation are heard with age; those that reported planted people, not at all. (Planted
    are people of the live world only.)
    """
    reporters = fit_reporters(
        _claims(session, world, silenced, today),
        base=before.base,
        m=history_weight(before, policy),
        policy=policy,
        today=today,
        exposed=canaries.reported(session) if world is World.LIVE else (),
        overturned=claims.overturned(session, world=world),
    )
    return with_newcomers(reporters, _newcomers(session), policy, today)


def _claims(
    session: Session, world: World, silenced: frozenset[int], today: date
) -> list[list[Claim]]:
    """What each shop says about each person. Shops and days are few, so each is kept once."""
    shop_ids: dict[int, int] = {}
    days: dict[date, date] = {}
    return [
        [
            Claim(shop_ids.setdefault(shop, shop), good, bad, days.setdefault(day, day))
            for _, shop, good, bad, day in person
        ]
        for person in claims.claims(session, world=world, today=today, silenced=silenced)
    ]


def _newcomers(session: Session) -> dict[int, date]:
    """The shops on probation, and the day on which each was admitted."""
    return {
        each.shop_id: each.created_at.date()
        for each in shops.list_shops(session)
        if each.standing is Standing.PROBATION
    }


def _facts(
    session: Session, world: World, silenced: frozenset[int], every: int = 1
) -> Iterator[list[Fact]]:
    """The reports on every identifier in turn (or on one in ``every``), streamed.

    Read anew each time, so that memory stays flat.
    """
    for rows in counts.everybodys_history(session, world=world, every=every):
        yield [row for row in rows if row.shop_id not in silenced]
