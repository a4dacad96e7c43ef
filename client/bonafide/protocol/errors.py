"""What the protocol refuses, and under which name.

    ProtocolError (a ValueError)
     ├─ NotCanonical   a phone or e-mail that has no single written form
     ├─ BadPoint       bytes or text that are not a usable group element
     ├─ BadScalar      bytes that are not a usable scalar
     ├─ BadBatch       a proof over no points, too many, or unequal numbers of them
     ├─ BadProof       a proof of the audit log that does not hold (log.py)
     └─ BadNote        a checkpoint that the log's key has not signed (notes.py)

``code`` names the class of fault and ``reason`` the fault itself; both are stable words that a
program may branch on. No message repeats the input: it may be somebody's phone number.
"""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a phone number or an e-mail address was not made canonical."""

    EMPTY = "empty"
    BAD_CHARACTER = "bad_character"
    MISPLACED_PLUS = "misplaced_plus"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_COUNTRY = "unknown_country"
    NOT_A_NUMBER = "not_a_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"
    LOCAL_ONLY = "local_only"
    DIGITS_CHANGED = "digits_changed"
    AT_SIGN = "at_sign"
    BAD_LOCAL_PART = "bad_local_part"
    ADDRESS_LITERAL = "address_literal"
    TRAILING_DOT = "trailing_dot"
    BAD_DOMAIN = "bad_domain"
    EMPTY_AFTER_FOLDING = "empty_after_folding"
    NOT_CANONICAL_FORM = "not_canonical_form"


class PointFault(StrEnum):
    """Why a point was refused."""

    LENGTH = "length"
    ALPHABET = "alphabet"
    PADDING = "padding"
    TRAILING_BITS = "trailing_bits"
    IDENTITY = "identity"
    NOT_CANONICAL = "not_canonical"


class ScalarFault(StrEnum):
    """Why a scalar was refused."""

    LENGTH = "length"
    ZERO = "zero"
    NOT_REDUCED = "not_reduced"


class ProtocolError(ValueError):
    """Base of everything that this package refuses."""

    code = "protocol_error"

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or f"{self.code}: {reason}")
        self.reason = str(reason)


class NotCanonical(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """The input has no canonical form; ``reason`` is a word of :class:`Refusal`."""

    code = "not_canonical"


class BadPoint(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """Not a usable group element; ``reason`` is a word of :class:`PointFault`."""

    code = "bad_point"


class BadScalar(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """Not a usable scalar; ``reason`` is a word of :class:`ScalarFault`."""

    code = "bad_scalar"


class BadBatch(ProtocolError):  # noqa: N818 - reads as the sentence it is
    """A proof was asked over a number of points that it cannot cover."""

    code = "bad_batch"
