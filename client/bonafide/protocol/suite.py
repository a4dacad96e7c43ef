"""The one cipher suite, ristretto255-SHA512 (RFC 9497 §4.1), and its separation strings.

The VOPRF mode byte is used although most evaluations carry no proof: so a proof can be asked for
at any time without any identifier changing.
"""

import hashlib
from enum import IntEnum

PROTOCOL = "bf1"
SUITE = "ristretto255-SHA512"
POINT_BYTES = 32
SCALAR_BYTES = 32
PROOF_BYTES = 64


class Mode(IntEnum):
    """The mode byte of RFC 9497 §3.1: we use ``VOPRF``; the RFC's vectors need ``OPRF`` too."""

    OPRF = 0
    VOPRF = 1


def context_string(mode: Mode) -> bytes:
    """``contextString`` of RFC 9497 §3.1."""
    return b"OPRFV1-" + bytes([mode]) + b"-" + SUITE.encode()


CONTEXT = context_string(Mode.VOPRF)
HASH_TO_GROUP_DST = b"HashToGroup-" + CONTEXT

_BLOCK_BYTES = 128
_HASH_BYTES = 64


def expand_message_xmd(message: bytes, dst: bytes, length: int) -> bytes:
    """``expand_message_xmd`` of RFC 9380 §5.3.1 with SHA-512.

    ``dst`` is at most 255 bytes and ``length`` at most 255 hash blocks; the suite stays far below.
    """
    blocks = -(-length // _HASH_BYTES)
    if blocks > 255 or len(dst) > 255:
        raise ValueError("expand_message_xmd: output or separation tag too long")
    dst_prime = dst + bytes([len(dst)])
    seed = hashlib.sha512(
        bytes(_BLOCK_BYTES) + message + length.to_bytes(2, "big") + b"\0" + dst_prime
    ).digest()
    block = hashlib.sha512(seed + b"\1" + dst_prime).digest()
    output = block
    for index in range(2, blocks + 1):
        mixed = bytes(a ^ b for a, b in zip(seed, block, strict=True))
        block = hashlib.sha512(mixed + bytes([index]) + dst_prime).digest()
        output += block
    return output[:length]
