"""Tiles give the same hashes as the whole tree, however it grew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafide.protocol import log
from registry.audit import tiles
from registry.audit.tiles import MissingTileError


def leaves_of(size: int) -> list[bytes]:
    return [log.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


def grown(steps: list[int]) -> dict[tuple[int, int], bytes]:
    """Tiles of a tree that grew in steps, each from the open tiles alone."""
    held: dict[tuple[int, int], bytes] = {}
    size = 0
    leaves = leaves_of(sum(steps))
    for step in steps:
        some = {place: held[place] for place in tiles.open_places(size) if place in held}
        tiles.grow(some, size, leaves[size : size + step])
        held |= some
        size += step
    return held


@settings(max_examples=25)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=6), st.data())
def test_every_tree_that_ever_was_can_be_proven_from_tiles(
    steps: list[int], data: st.DataObject
) -> None:
    held, total = grown(steps), sum(steps)
    leaves = leaves_of(total)
    size = data.draw(st.integers(0, total))
    assert tiles.range_hash(held, (0, size)) == log.root_of(leaves[:size])
    if size:
        index = data.draw(st.integers(0, size - 1))
        proof = [tiles.range_hash(held, each) for each in log.plan_inclusion(index, size)]
        root = log.root_of(leaves[:size])
        log.check_inclusion(leaves[index], index=index, size=size, proof=proof, root=root)


def test_a_tree_of_seventy_thousand_needs_three_rows_of_tiles() -> None:
    size = 70_000
    held = grown([size])
    assert {level for level, _ in held} == {0, 1, 2}
    assert tiles.range_hash(held, (0, size)) == log.root_of(leaves_of(size))
    wanted = tiles.places_of(log.plan_inclusion(12_345, size))
    assert len(wanted) <= 2 * 3


def test_a_missing_or_short_tile_is_named() -> None:
    held = grown([300])
    with pytest.raises(MissingTileError, match="tile 1 of level 0"):
        tiles.range_hash(held | {(0, 1): b""}, (0, 300))
    with pytest.raises(MissingTileError):
        tiles.grow({}, 5, leaves_of(1))


@settings(max_examples=25)
@given(st.integers(0, 1_100), st.data())
def test_tiles_made_anew_give_the_same_tiles_and_the_root_at_every_size(
    size: int, data: st.DataObject
) -> None:
    held, leaves = grown([size]), leaves_of(size)
    assert tiles.tiles_over(b"".join(leaves)) == held
    near = st.integers(0, size) | st.sampled_from([256, 512, 1_024])
    sizes = data.draw(st.sets(near, max_size=5))
    wanted = {each: log.root_of(leaves[:each]) for each in sizes if each <= size}
    assert tiles.roots_at(held, sizes) == wanted | {0: log.EMPTY_ROOT}


def test_the_largest_tree_of_three_rows_has_its_roots() -> None:
    leaves = leaves_of(66_000)
    held = tiles.tiles_over(b"".join(leaves))
    for size in (65_535, 65_536, 65_793, 66_000):
        assert tiles.roots_at(held, {size})[size] == log.root_of(leaves[:size])
