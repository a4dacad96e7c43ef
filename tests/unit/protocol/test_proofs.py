from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol import (
    MAX_PROVEN_POINTS,
    BadBatch,
    Group,
    default_group,
    derive_key_pair,
    prove,
    verify,
)
from bonafide.protocol.scalars import ORDER, int_to_scalar

Batch = tuple[bytes, list[bytes], list[bytes], bytes]


def proven(group: Group, size: int, seed: bytes = b"\7" * 32) -> Batch:
    """(public key, blinded, evaluated, proof) of an honest registry."""
    key = derive_key_pair(seed, b"proofs", group=group)
    blinded = [group.hash_to_group(bytes([index])) for index in range(size)]
    evaluated = [group.multiply(key.secret, point) for point in blinded]
    return key.public, blinded, evaluated, prove(*key, blinded, evaluated, group=group)


@pytest.mark.parametrize("size", [1, 2, MAX_PROVEN_POINTS])
def test_an_honest_batch_is_believed(size: int) -> None:
    assert verify(*proven(default_group(), size), group=default_group())


def test_one_backend_believes_the_other(group: Group) -> None:
    assert verify(*proven(default_group(), 2), group=group)
    assert verify(*proven(group, 2), group=default_group())


def special_key_for_one_point(group: Group, batch: Batch) -> Batch:
    public, blinded, evaluated, proof = batch
    return public, blinded, [group.multiply(int_to_scalar(9), blinded[0]), *evaluated[1:]], proof


def swapped_answers(_group: Group, batch: Batch) -> Batch:
    public, blinded, evaluated, proof = batch
    return public, blinded, evaluated[::-1], proof


def another_public_key(group: Group, batch: Batch) -> Batch:
    return group.multiply_base(int_to_scalar(9)), *batch[1:]


def a_point_left_out(_group: Group, batch: Batch) -> Batch:
    public, blinded, evaluated, proof = batch
    return public, blinded[:-1], evaluated[:-1], proof


def unequal_numbers(_group: Group, batch: Batch) -> Batch:
    public, blinded, evaluated, proof = batch
    return public, blinded, evaluated[:-1], proof


def an_identity_among_the_answers(_group: Group, batch: Batch) -> Batch:
    public, blinded, evaluated, proof = batch
    return public, blinded, [bytes(32), *evaluated[1:]], proof


def the_identity_as_key(_group: Group, batch: Batch) -> Batch:
    return bytes(32), *batch[1:]


def nothing_at_all(_group: Group, batch: Batch) -> Batch:
    return batch[0], [], [], batch[3]


LIES = [
    special_key_for_one_point,
    swapped_answers,
    another_public_key,
    a_point_left_out,
    unequal_numbers,
    an_identity_among_the_answers,
    the_identity_as_key,
    nothing_at_all,
]


@pytest.mark.parametrize("lie", LIES)
def test_a_dishonest_batch_is_not_believed(
    group: Group, lie: Callable[[Group, Batch], Batch]
) -> None:
    honest = proven(group, 3)

    assert verify(*honest, group=group)
    assert not verify(*lie(group, honest), group=group)


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, 511))
def test_a_proof_with_one_flipped_bit_is_not_believed(bit: int) -> None:
    group = default_group()
    public, blinded, evaluated, proof = proven(group, 1)
    flipped = (int.from_bytes(proof, "little") ^ 1 << bit).to_bytes(64, "little")

    assert not verify(public, blinded, evaluated, flipped, group=group)


@pytest.mark.parametrize(
    "proof",
    [b"", bytes(63), bytes(64), bytes(65), b"\xff" * 64, ORDER.to_bytes(32, "little") * 2],
)
def test_a_malformed_proof_is_not_believed_and_does_not_raise(group: Group, proof: bytes) -> None:
    public, blinded, evaluated, _ = proven(group, 1)

    assert verify(public, blinded, evaluated, proof, group=group) is False


def test_a_proof_made_with_another_key_is_not_believed(group: Group) -> None:
    public, blinded, evaluated, _ = proven(group, 2)
    other = group.random_scalar()
    forged = prove(other, public, blinded, evaluated, group=group)

    assert not verify(public, blinded, evaluated, forged, group=group)


def test_proofs_of_one_batch_differ_by_their_nonce(group: Group) -> None:
    assert proven(group, 1)[3] != proven(group, 1)[3]


@pytest.mark.parametrize(("blinded", "evaluated"), [(0, 0), (17, 17), (2, 1)])
def test_a_proof_over_too_many_or_unequal_points_is_refused(blinded: int, evaluated: int) -> None:
    group = default_group()
    point = group.hash_to_group(b"anna")
    with pytest.raises(BadBatch):
        prove(
            int_to_scalar(3),
            group.multiply_base(int_to_scalar(3)),
            [point] * blinded,
            [point] * evaluated,
            group=group,
        )
