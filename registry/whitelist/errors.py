"""Why a customer's wish cannot be met as it stands."""

from registry.kernel.errors import DomainError


class ConsentOutdatedError(DomainError):
    """The text that was agreed to is not the one in force."""

    code = "consent_outdated"


class NothingProvenError(DomainError):
    """Nobody is signed in, or what was proven is not there any more."""

    code = "nothing_proven"


class NotEnrolledError(DomainError):
    """Only who takes part can do this."""

    code = "not_enrolled"
