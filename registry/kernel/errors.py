"""What can go wrong, said in the registry's own words.

A room subclasses ``DomainError`` once per failure and gives it a ``code``. None of these classes
knows HTTP: one table at the edge (``registry.kernel.web.problems``) turns a code into a status and
into sentences, and a code that the table does not know becomes a bare 500.
"""

from dataclasses import dataclass
from enum import StrEnum


class UnusableError(Exception):
    """What the operator has set cannot be used; the message says what to do."""


class Where(StrEnum):
    """The part of a request that a pointer points into."""

    BODY = "body"
    QUERY = "query"
    PATH = "path"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One faulty place of a request.

    ``pointer`` is a JSON pointer (RFC 6901) into ``where``; ``""`` is the whole of it. ``detail``
    is a sentence of ours for a developer and never carries a value that was sent.
    """

    pointer: str
    code: str
    detail: str = ""
    where: Where = Where.BODY


class DomainError(Exception):
    """A refusal with a stable ``code``.

    ``detail`` goes out to the caller, so it holds no secret and no foreign text. ``facts`` are
    machine-readable extras such as ``revision=3`` or ``retry_after=60`` (whole seconds); a fact is
    shown only if the table of problems lists its name for this code.
    """

    code: str = "internal"

    def __init__(self, detail: str = "", *, pointer: str | None = None, **facts: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.pointer = pointer
        self.facts = facts

    @property
    def fields(self) -> tuple[FieldError, ...]:
        """The faulty places; one at most unless a subclass knows more."""
        if self.pointer is None and not self.detail:
            return ()
        return (FieldError(self.pointer or "", self.code, self.detail),)
