"""What this desk refuses."""

from registry.kernel.errors import DomainError


class NeedsTwoError(DomainError):
    """One admin alone may not do this: propose it."""

    code = "second_person_needed"


class ReportNotFitError(DomainError):
    """No such report, or one to which this cannot be done now."""

    code = "not_found"
