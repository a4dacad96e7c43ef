"""Sealing tells a wrong key from a right one; public ids are their shop's own."""

import os
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from random import Random

import pytest

from registry.kernel import ids
from registry.kernel.ids import NearIds, find_row_id, new_id, public_id
from registry.kernel.sealing import find_sealed, mac, macs, same, seal

KEY, OTHER = bytes(range(64)), bytes(range(1, 65))


def test_what_is_sealed_opens_under_its_key_and_context_only() -> None:
    sealed = seal(KEY, b"element", context=b"live")
    assert find_sealed(KEY, sealed, context=b"live") == b"element"
    assert find_sealed(OTHER, sealed, context=b"live") is None
    assert find_sealed(KEY, sealed, context=b"test") is None


def test_the_same_is_sealed_the_same_way_and_16_bytes_longer() -> None:
    assert seal(KEY, b"e" * 32, context=b"x") == seal(KEY, b"e" * 32, context=b"x")
    assert len(seal(KEY, b"e" * 32, context=b"x")) == 48


def test_a_single_flipped_bit_is_seen() -> None:
    sealed = seal(KEY, b"element", context=b"live")
    for place in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[place] ^= 1
        assert find_sealed(KEY, bytes(flipped), context=b"live") is None


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(15), bytes(16)])
def test_what_was_never_sealed_is_none(sealed: bytes) -> None:
    assert find_sealed(KEY, sealed, context=b"live") is None


def test_no_two_splits_of_the_same_bytes_have_one_mac() -> None:
    assert len({mac(KEY, b"ab", b"c"), mac(KEY, b"a", b"bc"), mac(KEY, b"abc")}) == 3
    assert same(mac(KEY, b"a"), mac(KEY, b"a"))
    assert not same(mac(KEY, b"a"), mac(OTHER, b"a"))


def test_many_macs_that_begin_alike_are_the_same_as_each_by_itself() -> None:
    made = macs(KEY, b"shop", b"")
    assert [made(b"a"), made(b""), made(b"ab")] == [
        mac(KEY, b"shop", b"", last) for last in (b"a", b"", b"ab")
    ]


def test_a_public_id_leads_back_to_its_row_for_its_shop_only() -> None:
    shop, row = new_id(), new_id()
    text = public_id("rep_", shop, row)
    assert (len(text), find_row_id("rep_", shop, text)) == (30, row)
    assert find_row_id("rep_", shop + 1, text) is None
    assert find_row_id("lkp_", shop, text) is None


@pytest.mark.parametrize(
    "text",
    ["", "rep_", "rep_x", "rep_" + "1" * 26, "rep_" + "ы" * 26, "rep_" + "ß" * 26, "a" * 26],
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert find_row_id("rep_", 5, text) is None


def test_an_id_beyond_what_a_table_holds_is_none() -> None:
    assert find_row_id("rep_", 5, public_id("rep_", 5, (1 << 63) - 1)) == (1 << 63) - 1
    assert find_row_id("rep_", 5, public_id("rep_", 5, 1 << 63)) is None


def test_an_id_is_read_in_one_spelling_only() -> None:
    text = public_id("rep_", 5, 1 << 40)
    assert find_row_id("rep_", 5, text.upper()) is None
    assert find_row_id("rep_", 5, text[:-1] + ("b" if text[-1] != "b" else "c")) is None


def test_new_ids_leave_room_for_rows_with_a_fixed_meaning() -> None:
    assert all(1 << 32 <= new_id() < 1 << 63 for _ in range(1_000))


def test_what_is_too_low_or_too_high_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    most = (1 << 63) - 1
    drawn: Iterator[int] = iter([5, (1 << 32) - 1, 1 << 32, most, most, most - (3 << 14)])
    monkeypatch.setattr(ids, "_draw", lambda: next(drawn))
    assert new_id() == 1 << 32
    assert list(NearIds().draw(1, 3)) == [most - 3, most - 2, most - 1]


def test_a_fork_draws_other_ids_than_its_parent() -> None:
    """Both hold what was drawn before, but for the child, which forgets it."""
    new_id()
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(theirs, b"".join(new_id().to_bytes(8, "big") for _ in range(100)))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        told = pipe.read()
    of_child = {told[at : at + 8] for at in range(0, 800, 8)}
    assert len(of_child) == 100
    assert of_child.isdisjoint(new_id().to_bytes(8, "big") for _ in range(100))


def test_ids_of_a_batch_are_in_a_row_that_begins_anywhere() -> None:
    rows = [NearIds().draw(1, 1_000) for _ in range(100)]
    assert all(list(row) == list(range(row[0], row[0] + 1_000)) for row in rows)
    assert all(row[0] >= 1 << 32 and row[-1] < 1 << 63 for row in rows)
    assert len({each for row in rows for each in row}) == 100_000


def test_an_owners_ids_lie_near_to_each_other_and_move_on_after_some_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ids, "_draw", partial(Random(1).getrandbits, 63))
    near = NearIds()
    mine = [near.draw(1, 1)[0] for _ in range(20_000)]
    assert len(set(mine)) == 20_000
    stretches = [each >> 49 for each in mine]
    assert [len(list(run)) for _, run in groupby(stretches)] == [4_096] * 4 + [20_000 - 4 * 4_096]
    lower = [each & (1 << 49) - 1 for each in mine]
    assert sorted(lower) != lower
    assert max(lower) > 1 << 48 > min(lower)


def test_what_others_draw_moves_nobodys_ids_on() -> None:
    """Else a shop could count what another one asks by when its own ids change."""
    near = NearIds()
    mine = near.draw(1, 1)[0] >> 49
    for _ in range(100):
        near.draw(2, 1_000)
    assert near.draw(1, 1)[0] >> 49 == mine


def test_only_so_many_owners_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_MOST_OWNERS", 3)
    near = NearIds()
    for owner in range(100):
        near.draw(owner, 1)
        assert len(near._upper) <= 3
