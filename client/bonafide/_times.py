"""How long anything may take, in seconds."""

from dataclasses import dataclass

from bonafide.errors import Misuse


@dataclass(frozen=True, slots=True)
class Times:
    """``timeout`` for one exchange of a checkout, ``budget`` for all, ``batch`` for bulk."""

    timeout: float
    budget: float
    batch: float

    def __post_init__(self) -> None:
        if min(self.timeout, self.budget, self.batch) <= 0:
            raise Misuse("timeout, budget and batch_budget are seconds above zero")
