"""The nightly job: count how orders ended and keep the picture that lookups read."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports import counts
from registry.reports import service as reports
from registry.shops import service as shops
from registry.trust import fits
from registry.trust.facts import counts_for
from registry.trust.fit import Ended, Tally, fit
from registry.trust.network import Network, history_weight, newborn
from registry.trust.policy import Policy
from registry.trust.reporters import Claim, Reporters, claims_of, fit_reporters
from registry.trust.rows import fact_of


def refit(session: Session, *, world: World, policy: Policy, today: date) -> Network:
    """Recompute how far shops are believed, and the rates of the network, shops and segments.

    Reports of silenced shops do not count. The result does not depend on the order of rows. Shops
    are judged by last night's base, so that a flood of lies cannot first raise the rate that it is
    judged by.
    """
    silenced = shops.silenced_shops(session, today=today)
    tally = Tally(policy)
    for order in reports.ended_orders(session, world=world, today=today):
        if order.shop_id not in silenced:
            tally.add(
                Ended(order.occurred_on, order.shop_id, order.payment, order.bad, order.segment)
            )
    before = fits.stored(session, world) or newborn(policy)
    people = list(_claims(session, world, silenced, today))
    network = fit(
        tally,
        today=today,
        before=before.calibration,
        reporters=_doubt(people, before, policy, today),
    )
    fits.store(session, world, network, fitted_on=today)
    return network


def _doubt(people: list[list[Claim]], before: Network, policy: Policy, today: date) -> Reporters:
    m = history_weight(before, policy)
    return fit_reporters(people, base=before.base, m=m, policy=policy, today=today)


def _claims(
    session: Session, world: World, silenced: frozenset[int], today: date
) -> Iterator[list[Claim]]:
    """What each shop says about each identifier, once it counts for others."""
    for rows in counts.everybodys_history(session, world=world):
        facts = [fact_of(row) for row in rows if row.shop_id not in silenced]
        claims = claims_of(fact for fact in facts if counts_for(fact, None, today))
        if claims:
            yield claims
