"""Contacts as people type them: the protocol's canonical form, and two slips that it lets through.

The protocol takes every number that may exist anywhere and every domain that may be a name. Some
of them nobody in a shop ever means: a Russian number with digits too many, an address whose domain
has no dot. Such an element would only meet nobody, so it is refused where it was typed.
"""

from typing import Final

from bonafide.protocol.canonical import DEFAULT_REGION, canonical
from bonafide.protocol.errors import NotCanonical, Refusal
from bonafide.protocol.words import Kind

PLUS_SEVEN: Final = len("+79161234567")


def canonical_typed(kind: Kind, raw: str, *, region: str = DEFAULT_REGION) -> str:
    """The canonical text of what was typed. Raises NotCanonical."""
    text = canonical(kind, raw, region=region)
    if text.startswith("+7") and len(text) != PLUS_SEVEN:
        raise NotCanonical(Refusal.TOO_LONG if len(text) > PLUS_SEVEN else Refusal.TOO_SHORT)
    if kind is Kind.EMAIL and "." not in text.partition("@")[2]:
        raise NotCanonical(Refusal.BAD_DOMAIN)
    return text
