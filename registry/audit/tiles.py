"""The tree in tiles of 256 hashes, pure: where a subtree's hash lies and how tiles grow.

A tile of row ``level`` holds the hashes of 256 neighbouring subtrees of ``256^level`` leaves each.
Only complete subtrees are stored, so a stored hash never changes; the last tile of a row gets
longer. The shape is that of Go's checksum database and of C2SP's tlog-tiles.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from bonafide.protocol.log import HASH_BYTES, Node, Range, hash_of, nodes_of, root_of

WIDTH: Final = 256
_ROWS: Final = 8
"""Rows of the tree in one tile: 2^8 = 256."""

Place = tuple[int, int]
"""The level and number of a tile."""
Tiles = Mapping[Place, bytes]


class MissingTileError(Exception):
    """A stored hash is not where it has to be: the tables were damaged."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"tile {place[1]} of level {place[0]} is missing or too short")
        self.place = place


def place_of(node: Node) -> Place:
    """The tile that holds what a subtree's hash is made of."""
    level, rows = divmod(node.level, _ROWS)
    return level, (node.index << rows) // WIDTH


def places_of(ranges: Iterable[Range]) -> set[Place]:
    """The tiles that some ranges of leaves need."""
    return {place_of(node) for leaves in ranges for node in nodes_of(leaves)}


def hash_in(tiles: Tiles, node: Node) -> bytes:
    """The hash of a complete subtree; raises MissingTileError."""
    place = place_of(node)
    rows = node.level % _ROWS
    first = (node.index << rows) % WIDTH
    found = split(tiles.get(place, b""))[first : first + (1 << rows)]
    if len(found) != 1 << rows:
        raise MissingTileError(place)
    return root_of(found)


def range_hash(tiles: Tiles, leaves: Range) -> bytes:
    """The hash over a range of leaves; raises MissingTileError."""
    return hash_of(leaves, lambda node: hash_in(tiles, node))


def open_places(size: int) -> list[Place]:
    """The tiles that the next leaf may touch: the last one of each row that is not full."""
    places = []
    level = 0
    while True:
        places.append((level, size // WIDTH))
        if size < WIDTH:
            return places
        size, level = size // WIDTH, level + 1


def grow(tiles: dict[Place, bytes], size: int, leaves: Iterable[bytes]) -> set[Place]:
    """Append leaves to the tiles of a tree of ``size``; returns the tiles that changed."""
    changed: set[Place] = set()
    for leaf in leaves:
        _append(tiles, 0, size, leaf, changed)
        size += 1
    return changed


def _append(
    tiles: dict[Place, bytes], level: int, index: int, found: bytes, changed: set[Place]
) -> None:
    place = (level, index // WIDTH)
    held = tiles.get(place, b"")
    if len(held) != index % WIDTH * HASH_BYTES:
        raise MissingTileError(place)
    tiles[place] = held + found
    changed.add(place)
    if index % WIDTH == WIDTH - 1:
        _append(tiles, level + 1, index // WIDTH, root_of(split(tiles[place])), changed)


def split(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[start : start + HASH_BYTES] for start in range(0, len(tile), HASH_BYTES)]
