"""What was said about a person's orders: outcome, state, weight, and until when it counts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import (
    BAD_OUTCOMES,
    Evidence,
    Fault,
    Outcome,
    Payment,
    ReportState,
)
from registry.disputes.service import Contestant, contesting
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.format import day, number, plural
from registry.portal import holding
from registry.portal.asked import A_PAGE, page_number
from registry.portal.forms import OrderForm
from registry.portal.inside import cabinet_pages, holder, read_cabinet
from registry.portal.texts import pick
from registry.portal.texts.orders import ORDERS, TO_REDEEM
from registry.portal.texts.words import EVIDENCE, FAULTS, OUTCOMES, PAYMENTS, STATES
from registry.trust.facts import LIVING
from registry.whitelist import service as whitelist
from registry.whitelist.errors import TooManyGuessesError
from registry.whitelist.service import Statement

blp = cabinet_pages("orders", __name__)
AGAINST: Final = "?which=against"


@blp.get("/me/orders")
def orders() -> str:
    """Report by report, the youngest order first."""
    against, page = is_against(), page_number()
    found = [each for each in read_cabinet().statements if each.bad or not against]
    by_ticket = contested_by_ticket()
    start = (page - 1) * A_PAGE
    query = "which=against&" if against else ""
    return render_template(
        "portal/orders.html",
        text=pick(ORDERS),
        told=[told(each, by_ticket) for each in found[start : start + A_PAGE]],
        against=against,
        form=OrderForm(),
        further=f"/me/orders?{query}page={page + 1}" if len(found) > start + A_PAGE else None,
        start=f"/me/orders?{query}" if page > 1 else None,
    )


def is_against() -> bool:
    """Whether only what speaks against the person is wanted."""
    return request.args.get("which") == "against"


@blp.post("/me/orders/open")
def open_order() -> ResponseReturnValue:
    """Show shop and day of the reports about an order whose number somebody knows."""
    form, back = OrderForm(request.form), f"/me/orders{AGAINST if is_against() else ''}"
    if not form.validate():
        flash(str(form.reference.errors[0]), "warning")
        return redirect(back, 303)
    try:
        opened = whitelist.open_by_order(
            db.session(),
            context.keyring(),
            holder(),
            order_ref=form.reference.data or "",
            now=context.now(),
        )
    except TooManyGuessesError:
        flash(pick(ORDERS)["too_many"], "warning")
        return redirect(back, 303)
    flash(pick(ORDERS)["opened" if opened.found else "not_found"])
    answer = redirect(back, 303)
    holding.remember(answer, opened.holder)
    return answer


@dataclass(frozen=True, slots=True)
class Told:
    """One report as a customer reads it; ``facts`` are pairs of a word and what it says."""

    report_id: int
    title: str
    where: str
    bad: bool
    good: bool
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    contestable: bool


def told(said: Statement, by_ticket: Collection[int] = ()) -> Told:
    """One report in words; ``by_ticket`` as for :func:`is_contestable`."""
    return Told(
        report_id=said.report_id,
        title=title(said),
        where=where(said),
        bad=said.bad,
        good=said.good,
        facts=tuple(_facts(said)),
        notes=tuple(_notes(said)),
        contestable=is_contestable(said, by_ticket),
    )


def title(said: Statement) -> str:
    """How the order ended, and whose doing the shop says it was where that matters."""
    outcome = Outcome(said.outcome)
    words = pick(OUTCOMES)[outcome]
    if outcome not in BAD_OUTCOMES:
        return words
    return f"{words}, {pick(FAULTS)[Fault(said.fault)]}"


def is_contestable(said: Statement, by_ticket: Collection[int]) -> bool:
    """Whether there is something to contest: it speaks against the person, now or soon.

    ``by_ticket`` are the reports that only somebody with a shop's ticket contested. That may have
    been anybody, so it takes nothing from the person: not before its ruling and not after.
    """
    open_to_all = said.state in (ReportState.PENDING, ReportState.COUNTING)
    contested = said.state in (ReportState.DISPUTED, ReportState.UPHELD)
    return said.bad and (open_to_all or (contested and said.report_id in by_ticket))


def contested_by_ticket() -> frozenset[int]:
    """The reports that nobody who proved himself contested, but somebody with a ticket did."""
    here = holder()
    contestant = Contestant(frozenset(here.identifier_ids), here.world)
    return contesting.may_contest_too(db.session(), contestant=contestant)


def where(said: Statement) -> str:
    """Shop and day, or that they are hidden."""
    text = pick(ORDERS)
    if said.shop is None or said.occurred_on is None:
        return text["shop_closed"]
    return text["order_of"].format(shop=said.shop, day=day(said.occurred_on))


def _facts(said: Statement) -> Iterator[tuple[str, str]]:
    text = pick(ORDERS)
    if not (said.good or said.bad) and said.state in (ReportState.PENDING, ReportState.COUNTING):
        yield text["state"], text["neutral"]
    else:
        yield text["state"], _state(said)
        yield text["weight"], _weight(said)
    if said.good or said.bad:
        if said.counts_on is not None and is_to_come(said):
            yield text["counts_on"], day(said.counts_on, "medium")
        yield text["expires"], _end(said)
    yield text["evidence"], pick(EVIDENCE)[Evidence(said.evidence)]
    yield text["payment"], pick(PAYMENTS)[Payment(said.payment)]


def is_to_come(said: Statement) -> bool:
    """Whether it will count from a day on: a ruling does not change the day."""
    if said.counts_on is None or said.state not in LIVING:
        return False
    return said.counts_on > context.now().date()


def _state(said: Statement) -> str:
    """In words, with the one thing that keeps it from counting; who froze it reads of the pause."""
    words = _why_not(said) or pick(STATES)[said.state]
    if said.paused and said.state in LIVING:
        return pick(ORDERS)["paused"].format(state=words)
    return words


def _why_not(said: Statement) -> str:
    text = pick(ORDERS)
    if said.state not in LIVING or said.state is ReportState.UPHELD:
        return ""
    if not said.elsewhere:
        return text["own"]
    if not said.bad or said.counts_on is not None:
        return ""
    return text["claim" if said.outcome == Outcome.ABUSIVE_CLAIM else "not_told"]


def _end(said: Statement) -> str:
    """Until when it counts; by its month where the day would say the day of the order."""
    if said.expires_on is None:
        return day(said.expires_in, "LLLL y")
    return day(said.expires_on, "medium")


def _weight(said: Statement) -> str:
    text = pick(ORDERS)
    if not said.weight or not (said.good or said.bad):
        return text["weight_none"]
    return text["weight_good" if said.good else "weight_bad"].format(weight=number(said.weight, 2))


def _notes(said: Statement) -> Iterator[str]:
    text = pick(ORDERS)
    names = ("attest", "decay", "reporter", "cap")
    parts = {name: getattr(said.parts, name) for name in names} if said.parts else {}
    if said.weight and any(round(each, 2) != 1 for each in parts.values()):
        yield text["parts"].format(**{name: number(each, 2) for name, each in parts.items()})
    if said.redeemed:
        yield text["redeemed"]
    elif said.redeemed_on is not None:
        yield text["redeemed_on"].format(day=day(said.redeemed_on))
    elif said.bad and said.paid_to_redeem:
        yield plural(said.paid_to_redeem, pick(TO_REDEEM))
