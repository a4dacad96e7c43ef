"""The cast: shop 1 asks; shops 2, 3 and 4 report about one person."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest

from bonafide.protocol.words import Evidence, Fault, Outcome, ReportState
from registry.trust.facts import Fact
from registry.trust.network import Network
from registry.trust.policy import Policy, load_policy

TODAY = date(2026, 11, 2)
MakeFact = Callable[..., Fact]


@pytest.fixture
def policy() -> Policy:
    return load_policy()


@pytest.fixture
def network() -> Network:
    """3 % fail, one order of history weighs a tenth of the context."""
    return Network(base=0.03, m=10.0)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def fact() -> MakeFact:
    """A paid order at shop 2, reported the next day and counting from the one after."""
    numbers = count(1)

    def make(
        outcome: Outcome = Outcome.PAID,
        *,
        shop: int = 2,
        days_ago: int = 10,
        fault: Fault = Fault.CUSTOMER,
        evidence: Evidence = Evidence.COURIER_EVENT,
        state: ReportState = ReportState.PENDING,
        elsewhere: bool = True,
        imported: bool = False,
        counts_in: int = 2,
    ) -> Fact:
        occurred = TODAY - timedelta(days=days_ago)
        return Fact(
            report_id=next(numbers),
            shop_id=shop,
            outcome=outcome,
            fault=fault,
            evidence=evidence,
            payment="cod",
            occurred_on=occurred,
            filed_on=occurred + timedelta(days=1),
            counts_on=occurred + timedelta(days=counts_in),
            state=state,
            elsewhere=elsewhere,
            imported=imported,
        )

    return make
