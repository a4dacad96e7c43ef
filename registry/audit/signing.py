"""The key that signs checkpoints, and the name of the log."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bonafide.protocol.notes import Checkpoint, LogKey, write_note
from registry.kernel.keys import Keyring


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one log with every checkpoint key there is: both while one replaces another."""

    origin: str
    pairs: tuple[tuple[LogKey, Callable[[bytes], bytes]], ...]

    @property
    def keys(self) -> tuple[LogKey, ...]:
        """The public halves, newest first."""
        return tuple(key for key, _ in self.pairs)

    def sign(self, size: int, root: bytes) -> str:
        """The signed note of a tree."""
        return write_note(Checkpoint(self.origin, size, root), self.pairs)


def make_signer(ring: Keyring, public_url: str) -> Signer:
    """The signer of the registry that is reached at ``public_url``."""
    origin = f"{urlsplit(public_url).netloc}/log"
    seeds = [ring.keys["shared", "checkpoint"][each] for each in ring.ids("shared", "checkpoint")]
    pairs = tuple(_pair(origin, Ed25519PrivateKey.from_private_bytes(seed)) for seed in seeds)
    return Signer(origin, pairs)


def _pair(origin: str, key: Ed25519PrivateKey) -> tuple[LogKey, Callable[[bytes], bytes]]:
    return LogKey(origin, key.public_key().public_bytes_raw()), key.sign
