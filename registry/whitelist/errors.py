"""Why a customer's wish cannot be met as it stands."""

from registry.kernel.errors import DomainError


class SharedByOthersError(DomainError):
    """An admin, or the orders themselves, say that others use it too."""

    code = "shared_by_others"


class ConsentOutdatedError(DomainError):
    """The text that was agreed to is not the one in force."""

    code = "consent_outdated"


class NothingProvenError(DomainError):
    """Nobody is signed in, or what was proven is not there any more."""

    code = "nothing_proven"


class NotEnrolledError(DomainError):
    """Only who takes part can do this."""

    code = "not_enrolled"


class UnderReviewError(DomainError):
    """An admin has to decide about an earlier wish first."""

    code = "under_review"


class ReviewNotFoundError(DomainError):
    """There is nothing like this to decide."""

    code = "not_found"


class NotWhiteError(DomainError):
    """Takes part, and the record does not earn white now."""

    code = "not_white"


class TooManyPassesError(DomainError):
    """One customer made too many passes on one day."""

    code = "too_many_passes"


class TooManyGuessesError(DomainError):
    """Too many codes or numbers were tried that were not right."""

    code = "too_many_guesses"


class TicketInvalidError(DomainError):
    """The link was used, is too old, or never was one."""

    code = "ticket_invalid"


class CustomerNotToldError(DomainError):
    """A ticket is for a customer who was told of the report."""

    code = "customer_not_told"


class NothingToContestError(DomainError):
    """The report counts against nobody, so there is nothing to contest."""

    code = "nothing_to_contest"


class CodeWrongError(DomainError):
    """No code can be right any more: it is too old, or too many were wrong."""

    code = "code_over"
