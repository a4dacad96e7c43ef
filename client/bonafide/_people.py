"""From what a shop typed to what may be sent: canonical, digested, and only then named."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

from bonafide.errors import BadIdentifier, Misuse
from bonafide.protocol.canonical import digest
from bonafide.protocol.errors import NotCanonical
from bonafide.protocol.words import Kind
from bonafide.questions import Contacts
from bonafide.typed import canonical_typed

MOST_IDENTIFIERS = 4


@dataclass(frozen=True, slots=True)
class Named:
    """One identifier inside this process. ``slot`` is where its ref is kept: a MAC, not a hash."""

    kind: Kind
    x: bytes = field(repr=False)
    slot: str


Person = tuple[Named, ...]


class Reader:
    """Reads contacts as one shop writes them. Slots are keyed by its API key.

    So a ref cache is no table from which phone numbers can be guessed, two shops or two worlds
    never share a slot, and no further secret has to be kept.
    """

    def __init__(self, api_key: str, region: str) -> None:
        self._region = region
        self._secret = hashlib.sha256(b"bonafide:ref-cache:" + api_key.encode()).digest()

    def person(self, phone: Contacts, email: Contacts) -> Person:
        """1 to 4 identifiers, each once. Raises BadIdentifier or Misuse."""
        found = dict.fromkeys(
            [self._named(Kind.PHONE, each) for each in _listed(phone)]
            + [self._named(Kind.EMAIL, each) for each in _listed(email)]
        )
        if not 1 <= len(found) <= MOST_IDENTIFIERS:
            raise Misuse(f"give 1 to {MOST_IDENTIFIERS} phones and e-mail addresses of one person")
        return tuple(found)

    def slot(self, *parts: bytes) -> str:
        """Where something of this shop is kept in a cache that anybody may read."""
        framed = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
        return hmac.new(self._secret, framed, "sha256").hexdigest()

    def _named(self, kind: Kind, raw: str) -> Named:
        try:
            x = digest(kind, canonical_typed(kind, raw, region=self._region))
        except NotCanonical as refusal:
            reason = refusal.reason
        else:
            return Named(kind, x, self.slot(kind.encode(), x))
        raise BadIdentifier(kind, reason)


def _listed(contacts: Contacts) -> Iterable[str]:
    if contacts is None:
        return ()
    return (contacts,) if isinstance(contacts, str) else contacts
