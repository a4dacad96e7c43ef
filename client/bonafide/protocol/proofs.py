"""Proofs that every point of an answer was multiplied by the published key (RFC 9497 §2.2).

One proof covers up to sixteen points: both sides weigh them by the same hash and prove the sum.
"""

import hashlib
from collections.abc import Sequence

from bonafide.protocol.errors import BadBatch, ProtocolError
from bonafide.protocol.group import Group, hash_to_scalar
from bonafide.protocol.suite import CONTEXT, PROOF_BYTES, SCALAR_BYTES

MAX_PROVEN_POINTS = 16


def prove(
    k: bytes,
    public_key: bytes,
    blinded: Sequence[bytes],
    evaluated: Sequence[bytes],
    *,
    group: Group,
    r: bytes | None = None,
) -> bytes:
    """``GenerateProof``: 64 bytes, the challenge and the response.

    ``r`` is fresh and random for every proof; a second proof with the same one gives the key away,
    so only test vectors pass it.
    """
    total, _ = _composites(public_key, blinded, evaluated, group)
    proven = group.multiply(k, total)
    nonce = group.random_scalar() if r is None else r
    commitments = group.multiply_base(nonce), group.multiply(nonce, total)
    challenge = _challenge(public_key, (total, proven, *commitments), group)
    response = group.scalar_subtract(nonce, group.scalar_multiply(challenge, k))
    return challenge + response


def verify(
    public_key: bytes,
    blinded: Sequence[bytes],
    evaluated: Sequence[bytes],
    proof: bytes,
    *,
    group: Group,
) -> bool:
    """``VerifyProof``. False for a wrong, malformed or misapplied proof; it never raises on one."""
    if len(proof) != PROOF_BYTES or not group.is_valid(public_key):
        return False
    challenge, response = proof[:SCALAR_BYTES], proof[SCALAR_BYTES:]
    try:
        total, proven = _composites(public_key, blinded, evaluated, group)
        of_base = group.add(group.multiply_base(response), group.multiply(challenge, public_key))
        of_total = group.add(group.multiply(response, total), group.multiply(challenge, proven))
        expected = _challenge(public_key, (total, proven, of_base, of_total), group)
    except ProtocolError:
        return False
    return expected == challenge


def _composites(
    public_key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], group: Group
) -> tuple[bytes, bytes]:
    """``ComputeComposites``: the weighted sums of the blinded and of the evaluated points."""
    if not 1 <= len(blinded) == len(evaluated) <= MAX_PROVEN_POINTS:
        raise BadBatch("count", "a proof covers 1 to 16 points and as many evaluations")
    seed = hashlib.sha512(_framed(public_key) + _framed(b"Seed-" + CONTEXT)).digest()
    sums = [bytes(32), bytes(32)]
    for index, pair in enumerate(zip(blinded, evaluated, strict=True)):
        transcript = (
            _framed(seed) + index.to_bytes(2, "big") + b"".join(map(_framed, pair)) + b"Composite"
        )
        weight = hash_to_scalar(transcript, b"HashToScalar-" + CONTEXT, group=group)
        sums = [
            group.add(so_far, group.multiply(weight, point))
            for so_far, point in zip(sums, pair, strict=True)
        ]
    return sums[0], sums[1]


def _challenge(public_key: bytes, elements: Sequence[bytes], group: Group) -> bytes:
    transcript = b"".join(map(_framed, (public_key, *elements))) + b"Challenge"
    return hash_to_scalar(transcript, b"HashToScalar-" + CONTEXT, group=group)


def _framed(data: bytes) -> bytes:
    """With its length before it in two bytes."""
    return len(data).to_bytes(2, "big") + data
