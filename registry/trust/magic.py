"""What the people of the test world are known for (who they are: registry/identifiers/magic)."""

import threading
import time
from datetime import date, timedelta

from flask import Response, after_this_request

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState
from registry.identifiers.magic import Magic
from registry.kernel.errors import DomainError
from registry.trust.facts import Fact

SLOW_SECONDS = 3.0
_one_at_a_time = threading.Semaphore(1)


class SimulatedRateLimitError(DomainError):
    """The answer that a shop gets when it asks too much."""

    code = "simulated_rate_limit"


class SimulatedOutageError(DomainError):
    """The answer that a shop gets when the registry is down."""

    code = "simulated_outage"


def behave(person: Magic | None) -> None:
    """Fail as this person does, or note that the answer shall dawdle."""
    if person is Magic.RATE_LIMITED:
        raise SimulatedRateLimitError
    if person is Magic.UNAVAILABLE:
        raise SimulatedOutageError
    if person is Magic.SLOW:
        after_this_request(_dawdle)


def _dawdle(response: Response) -> Response:
    """Let an answer wait. Only one request a worker dawdles at a time: nobody can tie it up so."""
    if _one_at_a_time.acquire(blocking=False):
        try:
            time.sleep(SLOW_SECONDS)
        finally:
            _one_at_a_time.release()
    return response


def facts_about(person: Magic | None, today: date) -> list[Fact]:
    """The reports that this person would have, from shops that do not exist."""
    if person is Magic.GOOD:
        return [_fact(n, shop, Outcome.PAID, today) for n, shop in enumerate((1, 1, 2, 3, 3))]
    if person is Magic.WATCH:
        return [_fact(n, shop, Outcome.REFUSED, today) for n, shop in enumerate((1, 2, 3))]
    if person is Magic.DISPUTED:
        return [_fact(0, 1, Outcome.REFUSED, today, ReportState.DISPUTED)]
    return []


def _fact(
    number: int,
    shop_id: int,
    outcome: Outcome,
    today: date,
    state: ReportState = ReportState.PENDING,
) -> Fact:
    occurred_on = today - timedelta(days=20 + 9 * number)
    return Fact(
        report_id=number,
        shop_id=shop_id,
        outcome=outcome,
        fault=Fault.CUSTOMER,
        evidence=Evidence.COURIER_EVENT,
        payment=Payment.COD,
        occurred_on=occurred_on,
        filed_on=occurred_on,
        counts_on=occurred_on + timedelta(days=8),
        state=state,
    )
