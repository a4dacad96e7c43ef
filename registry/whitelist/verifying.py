"""Spending a white pass, in one transaction with everything that is said about it.

It holds the shop's count of guesses, then the customer, then the pass, so of two shops that race
for one code one is told ``spent``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bonafide.protocol.words import Level, PassResult, Payment, World
from registry.identifiers import marking
from registry.identifiers.names import Name
from registry.identifiers.vault import Vault
from registry.inquiries.contacts import Via
from registry.inquiries.recognise import recognise
from registry.kernel.db import insert_new
from registry.kernel.errors import DomainError
from registry.kernel.keys import Keyring
from registry.reports import persons
from registry.shops.access import Caller
from registry.trust.network import Context
from registry.trust.responding import Surroundings
from registry.trust.rules import assess
from registry.trust.scene import Scene
from registry.whitelist import codes, records
from registry.whitelist.enrolling import lock_customer, place_of, settle_place
from registry.whitelist.errors import TooManyGuessesError
from registry.whitelist.holders import links_of_customer
from registry.whitelist.models import Customer, PassGuess, WhitePass
from registry.whitelist.passes import PURPOSE
from registry.whitelist.rules import Shown, judge_pass

WRONG_A_DAY: Final = 100
"""Codes that do not exist which one shop may try on one day, of 6.5 · 10^11 that there are."""

TEST_CODES: Final = {
    "TESTWHTE": PassResult.WHITE,
    "TESTNTWH": PassResult.NOT_WHITE,
    "TESTSPNT": PassResult.SPENT,
    "TESTEXPR": PassResult.EXPIRED,
    "TESTWTHD": PassResult.WITHDRAWN,
}
"""Passes of the test world, which always answer alike."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a shop is told of a pass.

    ``bound``: the pass belongs to the identifiers that were given; ``mismatch``: it belongs to
    somebody with other ones, and was not spent. ``discountable``: white, and nothing failed in
    this shop.
    """

    result: PassResult
    verified_on: date
    bound: bool = False
    mismatch: bool = False
    discountable: bool = False


def verify(
    session: Session,
    vault: Vault,
    *,
    caller: Caller,
    code: str,
    order_ref: str,
    names: Sequence[Name],
    around: Surroundings,
    now: datetime,
) -> Verified:
    """Spend a pass on one order; again for the same order gives the same answer.

    Raises TooManyGuessesError, and what is wrong with a name.
    """
    ring, today = vault.source.current(), now.date()
    if caller.world is World.TEST:
        return _rehearsed(code, today)
    macs = _macs(ring, code)
    _check_guesses(session, caller, today)
    found = session.scalars(select(WhitePass).where(WhitePass.code_mac.in_(macs))).first()
    if found is None:
        _count_guess(session, caller, today)
        return Verified(PassResult.UNKNOWN_CODE, today)
    ids = _recognised(session, vault, caller, names, now)
    customer = lock_customer(session, found.customer_id)
    row = _locked(session, found.code_mac)
    orders = persons.order_macs(ring, caller.world, caller.shop_id, order_ref)
    held = judge_pass(_shown(row), shop_id=caller.shop_id, order_macs=orders, now=now)
    mine = [] if customer is None else links_of_customer(session, customer.id)
    theirs = [each for each in ids if each in {link.identifier_id for link in mine}]
    if held is None and ids and not theirs:
        _count_guess(session, caller, today)
        return Verified(PassResult.NOT_WHITE, today, mismatch=True)
    if held is None:
        held = _spend(session, row, customer, caller, orders[0], theirs, around, now)
    good = held is PassResult.WHITE and _has_paid_here(session, customer, caller, around, today)
    return Verified(held, row.spent_on or today, bool(theirs), discountable=good)


def _macs(ring: Keyring, text: str) -> list[bytes]:
    """Under what the pass may lie: of 8 characters, or of the signed form."""
    if text.count(".") == 2:
        signed = codes.read_pass(ring, text.strip())
        return [] if signed is None else [signed]
    code = codes.clean(text, codes.PASS_LENGTH)
    return [] if code is None else codes.code_macs(ring, PURPOSE, code)


def _rehearsed(text: str, today: date) -> Verified:
    code = codes.clean(text, codes.PASS_LENGTH) or ""
    result = TEST_CODES.get(code, PassResult.UNKNOWN_CODE)
    return Verified(result, today, discountable=result is PassResult.WHITE)


def _check_guesses(session: Session, caller: Caller, today: date) -> None:
    """Hold the shop's count of wrong codes; raise TooManyGuessesError when it is used up."""
    key = {"shop_id": caller.shop_id, "world": caller.world, "on": today}
    insert_new(session, PassGuess, [key | {"wrong": 0}], PassGuess.wrong)
    wanted = select(PassGuess.wrong).filter_by(**key).with_for_update()
    if session.scalars(wanted).one() >= WRONG_A_DAY:
        raise TooManyGuessesError


def _count_guess(session: Session, caller: Caller, today: date) -> None:
    mine = update(PassGuess).filter_by(shop_id=caller.shop_id, world=caller.world, on=today)
    session.execute(mine.values(wrong=PassGuess.wrong + 1))


def _recognised(
    session: Session, vault: Vault, caller: Caller, names: Sequence[Name], now: datetime
) -> list[int]:
    """The rows of the identifiers of the order; raises what is wrong with one."""
    if not names:
        return []
    [person] = recognise(
        session, vault, caller=caller, people=[tuple(names)], via=[Via.LOOKUP], now=now
    )
    if isinstance(person, DomainError):
        raise person
    return [each.identifier_id for each in person.known]


def _locked(session: Session, pass_mac: bytes) -> WhitePass:
    """The pass, held until the transaction ends, as it is now."""
    wanted = select(WhitePass).where(WhitePass.code_mac == pass_mac).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def _shown(row: WhitePass) -> Shown:
    return Shown(
        withdrawn=row.withdrawn,
        expires_at=row.expires_at,
        spent_shop_id=row.spent_shop_id,
        spent_order_mac=row.spent_order_mac,
        result=PassResult(row.result) if row.result else None,
    )


def _spend(
    session: Session,
    row: WhitePass,
    customer: Customer | None,
    caller: Caller,
    order_mac: bytes,
    theirs: Sequence[int],
    around: Surroundings,
    now: datetime,
) -> PassResult:
    """Write that the pass went to this order, with what the list says at this moment."""
    if customer is None or customer.enrolled_on is None:
        return PassResult.WITHDRAWN
    settle_place(session, customer, around=around, now=now)
    white = place_of(customer) is not None
    result = PassResult.WHITE if white else PassResult.NOT_WHITE
    row.spent_on, row.spent_shop_id, row.spent_order_mac = now.date(), caller.shop_id, order_mac
    row.result, row.expires_at = result, None
    row.bound_id = theirs[0] if theirs else None
    session.flush()
    for each in theirs if white else ():
        marking.set_pass(session, each, shop_id=caller.shop_id, on=now.date())
    return result


def _has_paid_here(
    session: Session,
    customer: Customer | None,
    caller: Caller,
    around: Surroundings,
    today: date,
) -> bool:
    """Whether nothing failed in the asking shop itself: white elsewhere buys no discount there."""
    if customer is None:
        return False
    ids = [each.identifier_id for each in links_of_customer(session, customer.id)]
    on_file = records.read(session, ids)
    person = records.person_of(on_file, enrolled=True, granted=True, proven=len(ids))
    asking = Context(caller.shop_id, Payment.COD)
    scene = Scene(asking, network=around.network, policy=around.policy, today=today)
    said = assess(on_file.facts(around), scene, person)
    return said.level is Level.WHITE and said.discountable
