"""The discount that a white buyer's answer names: from the books of the last quarters."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.believed import Believed
from registry.shops import service as shops
from registry.shops.access import Caller
from registry.shops.terms import Terms
from registry.trust.economics import totals
from registry.trust.economics.costs import Orders, plain, shop_cap
from registry.trust.economics.quarters import Quarter, quarter_of
from registry.trust.models import NetworkBooks, ShopBooks

BELIEVED = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Discount:
    """The cap in percent and what it comes from; None until it was measured."""

    cap_percent: Decimal | None = None
    basis: str | None = None


UNMEASURED = Discount()


class Discounts:
    """What one worker knows of the caps; asked only when somebody white was looked up."""

    def __init__(self) -> None:
        self._seen: Believed[tuple[int, World], Discount] = Believed(BELIEVED)

    def find(self, session: Session, caller: Caller, *, now: datetime) -> Discount:
        """The shop's own cap where enough orders stand behind it, else the network's."""
        key = (caller.shop_id, caller.world)
        discount = self._seen.find(key, now)
        if discount is None:
            discount = read_discount(session, caller, today=now.date())
            self._seen.learn(key, discount, now)
        return discount


def read_discount(session: Session, caller: Caller, *, today: date) -> Discount:
    """The last whole quarter before the running one, the shop's own before the network's."""
    quarters = (quarter_of(today).before, quarter_of(today))
    terms = shops.get_terms(session, caller.shop_id, world=caller.world)
    for quarter in quarters:
        if (found := _own(session, caller, quarter, terms, today)) is not None:
            return found
    for quarter in quarters:
        if (found := _networks(session, caller.world, quarter, terms)) is not None:
            return found
    return UNMEASURED


def _own(
    session: Session, caller: Caller, quarter: Quarter, terms: Terms, today: date
) -> Discount | None:
    books = session.get(ShopBooks, (caller.shop_id, caller.world, str(quarter)))
    if books is None:
        return None
    exact = totals.quarter_totals(totals.list_totals(session, caller=caller), quarter, today)
    everybody, white = Orders.of(books.document["all"]), Orders.of(books.document["white"])
    cap = shop_cap(everybody, white, terms, exact)
    if cap is None or not cap.is_enough:
        return None
    return Discount(cap.cap_percent, cap.basis(str(quarter)))


def _networks(session: Session, world: World, quarter: Quarter, terms: Terms) -> Discount | None:
    books = session.get(NetworkBooks, (world, str(quarter)))
    money = books.document["money"].get(terms.currency) if books else None
    found = money and money["discount"]
    if not found or not found["enough"]:
        return None
    everybody, white = Decimal(found["all_percent"]), Decimal(found["white_percent"])
    return Discount(
        Decimal(found["cap_percent"]),
        f"{quarter}, all shops: all {plain(everybody)} %, white {plain(white)} %",
    )
