"""Why an act in a dispute is refused."""

from registry.kernel.errors import DomainError


class DisputeNotFoundError(DomainError):
    """No such dispute for whoever asks; another's looks the same."""

    code = "not_found"


class NotContestableError(DomainError):
    """The report counts against nobody, so there is nothing to contest."""

    code = "not_contestable"


class AlreadyDisputedError(DomainError):
    """This person has contested this report before."""

    code = "already_disputed"


class ContestOnlyError(DomainError):
    """A ticket link is good for contesting and for nothing else."""

    code = "contest_only"


class DisputePhaseError(DomainError):
    """The case is past the point where this can be done."""

    code = "dispute_phase"


class EvidenceNeededError(DomainError):
    """A shop that stands by its report shows something for it."""

    code = "evidence_needed"


class ProofOfContactNeededError(DomainError):
    """Who says that the order is not his is answered with proof that he was spoken to."""

    code = "proof_of_contact_needed"


class EvidenceNotNewError(DomainError):
    """A removed report comes back on new evidence only."""

    code = "evidence_not_new"


class NotAClaimError(DomainError):
    """Only an abusive claim, or a removed report, is put before an admin by its shop."""

    code = "no_ruling_needed"


class HearingError(DomainError):
    """The customer's days to speak are not over."""

    code = "hearing_open"


class SameAdminError(DomainError):
    """An appeal is heard by another admin."""

    code = "same_admin"


class GroundError(DomainError):
    """The ground does not fit the verdict."""

    code = "bad_ground"


class FileRefusedError(DomainError):
    """The file is not what is taken, seen by its content."""

    code = "file_refused"


class FileTooLargeError(DomainError):
    """The file, or all of one side's together, are too large or too many."""

    code = "file_too_large"


class TextRefusedError(DomainError):
    """The text is too long or has control characters."""

    code = "text_refused"
