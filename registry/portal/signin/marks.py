"""The names under which numbers, browsers and codes stand in tables: keyed, one key a purpose."""

from dataclasses import dataclass, field
from datetime import datetime

from bonafide.protocol.words import Kind
from registry.kernel.keys import Keyring
from registry.kernel.sealing import derive, mac
from registry.kernel.senders import caps


@dataclass(frozen=True, slots=True)
class Marks:
    """Made of K_code. After a rotation codes under way are void and counts begin anew."""

    root: bytes = field(repr=False)

    @classmethod
    def of(cls, ring: Keyring) -> "Marks":
        """Under the newest key."""
        return cls(ring.newest("shared", "code")[1])

    def pair(self, kind: Kind, value: str, browser: str) -> bytes:
        """One number or address in one browser."""
        key = derive(self.root, b"signin-pair")
        return mac(key, kind.encode(), value.encode(), browser.encode())

    def code(self, pair: bytes, digits: str) -> bytes:
        """A code at rest: worthless for any other number, browser or key."""
        return mac(derive(self.root, b"signin-code"), pair, digits.encode())

    def seed(self, pair: bytes, sent: int, now: datetime) -> str:
        """What a proof of work is about: another one after every code, so none pays twice."""
        said = f"{now:%Y-%m-%d}|{sent}".encode()
        return mac(derive(self.root, b"signin-work"), pair, said).hex()

    def bucket(self, scope: str, value: str) -> bytes:
        """The counter of ``value`` in ``scope``."""
        return caps.bucket(derive(self.root, b"signin-caps"), scope, value)

    def hour(self, now: datetime, word: str) -> bytes:
        """The counter of what happened in this hour."""
        return self.bucket(word, f"{now:%Y-%m-%dT%H}")
