import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol import (
    BadPoint,
    BadScalar,
    Group,
    blind,
    default_group,
    derive_key_pair,
    evaluate,
    unblind,
    unblind_many,
)
from bonafide.protocol.group import available_groups
from bonafide.protocol.oprf import hash_to_group
from bonafide.protocol.scalars import ORDER, int_to_scalar

X = bytes(range(32))
SCALARS = st.integers(1, ORDER - 1).map(int_to_scalar)


@settings(max_examples=60, deadline=None)
@given(x=st.binary(min_size=32, max_size=32), r=SCALARS, k=SCALARS)
def test_unblinding_gives_the_direct_product_for_any_blinding(x: bytes, r: bytes, k: bytes) -> None:
    group = default_group()
    blinded = blind(x, group=group, r=r)
    element = unblind(r, evaluate(k, blinded.point, group=group), group=group)

    assert element == group.multiply(k, hash_to_group(x, group=group))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 17])
def test_a_batch_is_unblinded_as_each_of_it_would_be(count: int) -> None:
    for group in available_groups():
        blinded = [blind(bytes([number]) * 32, group=group) for number in range(count)]
        scalars = [each.scalar for each in blinded]
        points = [each.point for each in blinded]
        one_by_one = [unblind(r, p, group=group) for r, p in zip(scalars, points, strict=True)]
        assert unblind_many(scalars, points, group=group) == one_by_one


def test_a_batch_with_rubbish_in_it_is_refused() -> None:
    group = default_group()
    blinded = [blind(X, group=group) for _ in range(3)]
    points = [blinded[0].point, bytes(32), blinded[2].point]
    with pytest.raises(BadPoint):
        unblind_many([each.scalar for each in blinded], points, group=group)


@settings(max_examples=30, deadline=None)
@given(old=SCALARS, new=SCALARS)
def test_an_element_is_lifted_to_a_new_key_by_one_multiplication(old: bytes, new: bytes) -> None:
    group = default_group()
    point = hash_to_group(X, group=group)
    delta = group.scalar_multiply(new, group.invert(old))

    assert group.multiply(delta, group.multiply(old, point)) == group.multiply(new, point)


def test_two_blindings_of_one_digest_cannot_be_seen_to_be_one(group: Group) -> None:
    first, second = blind(X, group=group), blind(X, group=group)

    assert first.point != second.point
    assert first.scalar != second.scalar


def test_a_blinding_scalar_is_not_in_the_text_of_its_object(group: Group) -> None:
    blinded = blind(X, group=group, r=int_to_scalar(0x6162636465666768))

    assert "hgfedcba" not in repr(blinded)


def test_unblinding_with_another_scalar_gives_another_element(group: Group) -> None:
    blinded = blind(X, group=group)
    right = unblind(blinded.scalar, blinded.point, group=group)

    assert right == hash_to_group(X, group=group)
    assert unblind(group.random_scalar(), blinded.point, group=group) != right


@pytest.mark.parametrize("rubbish", [bytes(32), b"\xff" * 32, bytes(31), b""])
def test_neither_side_takes_a_point_that_is_none(group: Group, rubbish: bytes) -> None:
    with pytest.raises(BadPoint):
        evaluate(int_to_scalar(5), rubbish, group=group)
    with pytest.raises(BadPoint):
        unblind(int_to_scalar(5), rubbish, group=group)


def test_blinding_by_zero_is_refused(group: Group) -> None:
    with pytest.raises(BadScalar):
        blind(X, group=group, r=bytes(32))


def test_keys_differ_by_seed_and_by_label(group: Group) -> None:
    pairs = [
        derive_key_pair(seed, info, group=group)
        for seed in (bytes(32), b"\1" * 32)
        for info in (b"live", b"test")
    ]

    assert len({pair.secret for pair in pairs}) == 4
    assert all(group.multiply_base(pair.secret) == pair.public for pair in pairs)


def test_a_short_seed_is_refused(group: Group) -> None:
    with pytest.raises(ValueError, match="32 secret bytes"):
        derive_key_pair(b"short", b"live", group=group)
