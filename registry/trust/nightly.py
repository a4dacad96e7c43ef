"""The nightly job: count how orders ended and keep the picture that lookups read."""

from datetime import date

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.reports import service as reports
from registry.shops import service as shops
from registry.trust import fits
from registry.trust.fit import Ended, Tally, fit
from registry.trust.network import Network
from registry.trust.policy import Policy


def refit(session: Session, *, world: World, policy: Policy, today: date) -> Network:
    """Recompute rates of the network, its shops and segments; returns what was stored.

    Reports of silenced shops do not count. The result does not depend on the order of rows.
    """
    silenced = shops.silenced_shops(session, today=today)
    tally = Tally(policy)
    for order in reports.ended_orders(session, world=world, today=today):
        if order.shop_id not in silenced:
            tally.add(
                Ended(order.occurred_on, order.shop_id, order.payment, order.bad, order.segment)
            )
    network = fit(tally, today=today)
    fits.store(session, world, network, fitted_on=today)
    return network
