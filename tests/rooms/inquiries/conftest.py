"""Small budgets, so that tests can use them up."""

from datetime import date

import pytest

from bonafide.protocol.words import World
from registry.inquiries.budgets import Budgets, Share
from registry.inquiries.service import Account
from registry.kernel.clock import FixedClock


@pytest.fixture
def budgets() -> Budgets:
    """Ten first contacts a day, a hundred points, two hundred lookups."""
    return Budgets(contacts=Share(10, 20), points=Share(100, 200), lookups=Share(200, 400))


@pytest.fixture
def account() -> Account:
    """A shop that only exists as a number."""
    return Account(7, World.LIVE)


@pytest.fixture
def today(clock: FixedClock) -> date:
    """The day of the clock."""
    return clock.now().date()
