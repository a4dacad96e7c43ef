import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol import BadPoint, Group, default_group, points
from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.errors import ProtocolError

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def a_point(data: bytes = b"anna") -> bytes:
    return default_group().hash_to_group(data)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=32))
def test_every_point_survives_the_wire(data: bytes) -> None:
    text = points.encode(a_point(data))

    assert len(text) == 43
    assert points.decode(text, group=default_group()) == a_point(data)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 42), letter=st.characters())
def test_a_changed_character_never_gives_the_same_point(place: int, letter: str) -> None:
    point = a_point()
    text = points.encode(point)
    changed = text[:place] + letter + text[place + 1 :]
    try:
        decoded = points.decode(changed, group=default_group())
    except BadPoint:
        return
    assert (decoded == point) == (changed == text)


@pytest.mark.parametrize("last", ALPHABET)
def test_only_one_last_character_spells_a_value(last: str) -> None:
    text = points.encode(a_point())
    if ALPHABET.index(last) % 4 == 0:
        return
    with pytest.raises(BadPoint) as fault:
        points.decode(text[:-1] + last, group=default_group())
    assert fault.value.reason == "trailing_bits"


@pytest.mark.parametrize("size", [0, 31, 33])
def test_only_32_bytes_are_written_as_a_point(size: int) -> None:
    with pytest.raises(BadPoint) as fault:
        points.encode(bytes(size))
    assert fault.value.reason == "length"


def test_a_point_not_yet_checked_is_refused_by_the_multiplication(group: Group) -> None:
    unchecked = points.decode_unchecked("_" * 42 + "8")

    with pytest.raises(BadPoint) as fault:
        group.multiply(group.random_scalar(), unchecked)
    assert fault.value.reason == "not_canonical"


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=70))
def test_any_bytes_have_one_spelling(data: bytes) -> None:
    text = pack(data)

    assert unpack(text, size=len(data)) == data
    with pytest.raises(ProtocolError):
        unpack(text, size=len(data) + 1)
    with pytest.raises(ProtocolError):
        unpack(text + "=", size=len(data))
