"""Why a report is refused."""

from registry.kernel.errors import DomainError


class ReportNotFoundError(DomainError):
    """No such report of this shop."""

    code = "not_found"


class StaleRevisionError(DomainError):
    """A lower revision than the stored one: a late retry."""

    code = "stale_revision"


class RevisionConflictError(DomainError):
    """The stored revision with another content."""

    code = "revision_conflict"


class RevisionGapError(DomainError):
    """Not the next revision."""

    code = "revision_gap"


class IdentifiersImmutableError(DomainError):
    """A correction cannot move a report to somebody else."""

    code = "identifiers_immutable"


class OnlyTowardsNeutralError(DomainError):
    """A disputed report can only be made milder."""

    code = "only_towards_neutral"


class ReportRemovedError(DomainError):
    """Only an admin reopens what a ruling removed."""

    code = "report_removed"


class TooManyReportsError(DomainError):
    """One shop has said enough about one person and one day; ``limit`` tells how often it may."""

    code = "too_many_reports"


class DayError(DomainError):
    """A day that cannot be true."""

    code = "bad_day"


class NothingToSettleError(DomainError):
    """There is no unpaid outcome that this settles."""

    code = "nothing_to_settle"


class OrderReservedError(DomainError):
    """The order had a report that is gone for good."""

    code = "order_reserved"
