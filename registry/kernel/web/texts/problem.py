"""One row of the table of problems."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A status, what happened (title) and what to do about it, in both languages.

    ``facts`` names the facts of a domain error that may be shown. ``retry_after`` is in seconds
    and goes into the header of that name unless the error brings a better one.
    """

    status: int
    title_en: str
    title_ru: str
    todo_en: str
    todo_ru: str
    facts: tuple[str, ...] = ()
    retry_after: int | None = None
