import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol import BadPoint, BadScalar, Group
from bonafide.protocol.group_pure import PureGroup
from bonafide.protocol.group_sodium import SodiumGroup, sodium_available
from bonafide.protocol.scalars import ORDER, int_to_scalar

PURE, SODIUM = PureGroup(), SodiumGroup()
BOTH = pytest.mark.skipif(not sodium_available(), reason="libsodium is not installed")
NUMBERS = st.one_of(st.integers(1, 20), st.integers(ORDER - 20, ORDER - 1), st.integers(1, ORDER))
SCALARS = NUMBERS.map(lambda number: int_to_scalar(number % (ORDER - 1) + 1))
POINTS = st.binary(max_size=40).map(SODIUM.hash_to_group if sodium_available() else bytes)
ZERO = bytes(32)


def fault_or_bytes(call: Callable[..., object], *arguments: bytes) -> object:
    """What a call does, so that two backends can be compared in their refusals too."""
    try:
        return call(*arguments)
    except (BadPoint, BadScalar) as fault:
        return type(fault), fault.reason


@BOTH
@settings(max_examples=40, deadline=None)
@given(scalar=SCALARS, point=POINTS, other=POINTS)
def test_both_backends_give_the_same_points(scalar: bytes, point: bytes, other: bytes) -> None:
    for name in ("multiply", "add", "subtract"):
        first = scalar if name == "multiply" else other
        assert getattr(PURE, name)(first, point) == getattr(SODIUM, name)(first, point)
    assert PURE.multiply_base(scalar) == SODIUM.multiply_base(scalar)


@BOTH
@settings(max_examples=100, deadline=None)
@given(left=SCALARS | st.just(ZERO), right=SCALARS | st.just(ZERO), wide=st.binary(min_size=64))
def test_both_backends_give_the_same_scalars(left: bytes, right: bytes, wide: bytes) -> None:
    for name in ("scalar_add", "scalar_subtract", "scalar_multiply"):
        assert getattr(PURE, name)(left, right) == getattr(SODIUM, name)(left, right)
    assert PURE.scalar_reduce(wide[:64]) == SODIUM.scalar_reduce(wide[:64])
    assert fault_or_bytes(PURE.invert, left) == fault_or_bytes(SODIUM.invert, left)


@BOTH
@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), tag=st.binary(min_size=1, max_size=60))
def test_both_backends_hash_to_the_same_point(data: bytes, tag: bytes) -> None:
    assert PURE.hash_to_group(data, tag) == SODIUM.hash_to_group(data, tag)


@BOTH
@settings(max_examples=150, deadline=None)
@given(scalar=st.binary(min_size=30, max_size=34), point=st.binary(min_size=30, max_size=34))
def test_both_backends_refuse_the_same_rubbish(scalar: bytes, point: bytes) -> None:
    assert PURE.is_valid(point) == SODIUM.is_valid(point)
    for name in ("multiply", "add", "subtract", "scalar_add", "scalar_multiply"):
        pure = fault_or_bytes(getattr(PURE, name), scalar, point)
        assert pure == fault_or_bytes(getattr(SODIUM, name), scalar, point)


@BOTH
@settings(max_examples=60, deadline=None)
@given(point=POINTS, bit=st.integers(0, 255))
def test_both_backends_agree_on_every_flipped_bit(point: bytes, bit: int) -> None:
    flipped = (int.from_bytes(point, "little") ^ 1 << bit).to_bytes(32, "little")

    assert PURE.is_valid(flipped) == SODIUM.is_valid(flipped)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_point_of_another_length_is_refused(group: Group, size: int) -> None:
    point = bytes([2]) * size

    assert not group.is_valid(point)
    for refused in (group.multiply, group.add, group.subtract):
        with pytest.raises(BadPoint) as fault:
            refused(int_to_scalar(1) if refused == group.multiply else point, point)
        assert fault.value.reason == "length"


def test_the_identity_is_no_usable_point(group: Group) -> None:
    assert not group.is_valid(ZERO)
    with pytest.raises(BadPoint) as fault:
        group.multiply(int_to_scalar(2), ZERO)
    assert fault.value.reason == "identity"


def test_a_point_minus_itself_is_the_identity_and_adding_it_changes_nothing(group: Group) -> None:
    point = group.hash_to_group(b"anna")

    assert group.subtract(point, point) == ZERO
    assert group.add(point, ZERO) == point


@pytest.mark.parametrize(
    ("scalar", "reason"),
    [
        (ZERO, "zero"),
        (ORDER.to_bytes(32, "little"), "not_reduced"),
        ((ORDER + 1).to_bytes(32, "little"), "not_reduced"),
        (b"\xff" * 32, "not_reduced"),
        (bytes(31), "length"),
        (bytes(33), "length"),
    ],
)
def test_a_bad_scalar_is_refused_and_never_reduced(
    group: Group, scalar: bytes, reason: str
) -> None:
    point = group.hash_to_group(b"anna")
    calls: list[Callable[[], bytes]] = [
        lambda: group.multiply(scalar, point),
        lambda: group.multiply_base(scalar),
        lambda: group.invert(scalar),
    ]
    for call in calls:
        with pytest.raises(BadScalar) as fault:
            call()
        assert fault.value.reason == reason


def test_the_other_sizes_are_refused_too(group: Group) -> None:
    with pytest.raises(BadScalar):
        group.scalar_reduce(bytes(63))
    with pytest.raises(ValueError, match="64 bytes"):
        group.from_uniform(bytes(63))


def test_random_scalars_are_usable_and_differ(group: Group) -> None:
    scalars = {group.random_scalar() for _ in range(50)}

    assert len(scalars) == 50
    for scalar in scalars:
        assert group.scalar_multiply(scalar, group.invert(scalar)) == int_to_scalar(1)


def test_wide_values_are_reduced_modulo_the_order(group: Group) -> None:
    wide = hashlib.sha512(b"wide").digest()

    assert group.scalar_reduce(wide) == int_to_scalar(int.from_bytes(wide, "little"))


def test_only_libsodium_claims_constant_time() -> None:
    assert (PURE.constant_time, SODIUM.constant_time) == (False, True)
