"""What can be wrong with a name that a shop gives to a person."""

from registry.kernel.errors import DomainError


class PointError(DomainError):
    """Not 32 bytes of a canonical ristretto255 point, or the identity."""

    code = "bad_point"


class DigestError(DomainError):
    """Not 32 bytes in base64url."""

    code = "bad_digest"


class DigestNotAllowedError(DomainError):
    """The shop is not of the direct tier."""

    code = "digest_not_allowed"


class EpochGoneError(DomainError):
    """The element belongs to a key that is forgotten: blind again."""

    code = "epoch_gone"


class EpochUnknownError(DomainError):
    """The element names an epoch that was never published."""

    code = "epoch_unknown"


class RefInvalidError(DomainError):
    """Not a ref of this shop in this world."""

    code = "ref_invalid"


class RefStaleError(DomainError):
    """The key of this ref was retired: blind again."""

    code = "ref_stale"


class RefGoneError(DomainError):
    """The person behind this ref was erased."""

    code = "ref_gone"


class ProofTooLargeError(DomainError):
    """A proof covers at most 16 points."""

    code = "proof_too_large"


class RotationError(DomainError):
    """A rotation cannot start or go on."""

    code = "rotation"
