"""What can be refused to a shop that asks."""

from registry.inquiries.budgets import Counted
from registry.kernel.errors import DomainError


class BudgetExhaustedError(DomainError):
    """A budget has fewer units left than were asked for; nothing was spent.

    Facts: ``budget`` (its name), ``left``, ``limit`` (of today), and ``retry_after`` (seconds until
    the next UTC day) where it is raised by somebody who knows the hour.
    """

    code = "budget_exhausted"

    def __init__(self, budget: Counted, **facts: object) -> None:
        super().__init__("", pointer=None, budget=str(budget), **facts)
