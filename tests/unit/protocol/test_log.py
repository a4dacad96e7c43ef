"""The Merkle tree against the published vectors of RFC 6962 and trees built by its words."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafide.protocol import log
from bonafide.protocol.log import BadProof, Node

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
E = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
F = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {(0, 1): [], (0, 8): [A, B, C], (5, 8): [E, B, ROOTS[4]], (2, 3): [ROOTS[2]]}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [A, B, C],
    (6, 8): [G, F, ROOTS[4]],
    (2, 5): [B, E],
    (0, 8): [],
    (6, 6): [],
}
"""The vectors of the reference implementations of RFC 6962."""

hashes = st.binary(min_size=32, max_size=32)


def by_the_words(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, recursive as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return log.node_hash(by_the_words(leaves[:k]), by_the_words(leaves[k:]))


def prove(plan: list[log.Range], leaves: list[bytes]) -> list[bytes]:
    """A proof from leaves that are all at hand."""

    def find(node: Node) -> bytes:
        start = node.index << node.level
        assert start + (1 << node.level) <= len(leaves), "a subtree that is not complete"
        return by_the_words(leaves[start : start + (1 << node.level)])

    return [log.hash_of(each, find) for each in plan]


def numbered(size: int) -> list[bytes]:
    return [log.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    assert log.root_of(map(log.leaf_hash, LEAVES[:size])).hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "wanted"), INCLUSION.items())
def test_inclusion_proofs_are_those_of_the_published_vectors(
    place: tuple[int, int], wanted: list[str]
) -> None:
    index, size = place
    leaves = [log.leaf_hash(each) for each in LEAVES]
    proof = prove(log.plan_inclusion(index, size), leaves)
    if place != (5, 8):  # this one is published for another leaf of the same pair
        assert [each.hex() for each in proof] == wanted
    root = bytes.fromhex(ROOTS[size])
    log.check_inclusion(leaves[index], index=index, size=size, proof=proof, root=root)


@pytest.mark.parametrize(("sizes", "wanted"), CONSISTENCY.items())
def test_consistency_proofs_are_those_of_the_published_vectors(
    sizes: tuple[int, int], wanted: list[str]
) -> None:
    old, new = sizes
    proof = prove(log.plan_consistency(old, new), [log.leaf_hash(each) for each in LEAVES])
    assert [each.hex() for each in proof] == wanted
    old_root, new_root = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new])
    log.check_consistency(old=old, old_root=old_root, new=new, new_root=new_root, proof=proof)


@given(st.lists(hashes, max_size=70))
def test_a_tree_that_grows_has_the_root_of_the_words(leaves: list[bytes]) -> None:
    assert log.root_of(leaves) == by_the_words(leaves)


@given(st.integers(1, 300), st.data())
def test_every_leaf_of_every_tree_is_proven(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    proof = prove(log.plan_inclusion(index, size), leaves)
    root = by_the_words(leaves)
    log.check_inclusion(leaves[index], index=index, size=size, proof=proof, root=root)


@given(st.integers(0, 300), st.integers(0, 300))
def test_every_tree_begins_every_larger_one(one: int, other: int) -> None:
    old, new = sorted((one, other))
    leaves = numbered(new)
    log.check_consistency(
        old=old,
        old_root=by_the_words(leaves[:old]),
        new=new,
        new_root=by_the_words(leaves),
        proof=prove(log.plan_consistency(old, new), leaves),
    )


@given(st.integers(2, 200), st.data())
def test_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    proof = prove(log.plan_inclusion(index, size), leaves)
    root, leaf = by_the_words(leaves), leaves[index]
    changed = list(proof)
    place = data.draw(st.integers(0, len(proof) - 1))
    changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
    wrong: list[tuple[bytes, int, int, list[bytes], bytes]] = [
        (leaf, index, size, changed, root),
        (leaf, index, size, proof[:-1], root),
        (leaf, index, size, [*proof, proof[0]], root),
        (leaves[index - 1], index, size, proof, root),
        (leaf, (index + 1) % size, size, proof, root),
        (leaf, size, size, proof, root),
        (leaf, index, size, proof, proof[0]),
    ]
    for leaf_, index_, size_, proof_, root_ in wrong:
        with pytest.raises(BadProof):
            log.check_inclusion(leaf_, index=index_, size=size_, proof=proof_, root=root_)


@given(st.integers(1, 150), st.integers(1, 150), st.data())
def test_a_rewritten_or_shortened_history_has_no_consistency_proof(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, one + other))
    leaves = numbered(new)
    rewritten = list(leaves)
    place = data.draw(st.integers(0, old - 1))
    rewritten[place] = log.leaf_hash(b"another")
    proof = prove(log.plan_consistency(old, new), rewritten)
    root = by_the_words(leaves[:old])
    with pytest.raises(BadProof):
        log.check_consistency(
            old=old, old_root=root, new=new, new_root=by_the_words(rewritten), proof=proof
        )
    with pytest.raises(BadProof):
        log.check_consistency(old=new, old_root=root, new=old, new_root=root, proof=[])


def test_what_need_not_be_proven_must_not_be_proven() -> None:
    root = numbered(1)[0]
    for old, old_root, proof in ((0, log.EMPTY_ROOT, [root]), (0, root, []), (1, b"", [])):
        with pytest.raises(BadProof):
            log.check_consistency(old=old, old_root=old_root, new=1, new_root=root, proof=proof)
    with pytest.raises(BadProof):
        log.check_consistency(old=2, old_root=root, new=3, new_root=root, proof=[])
    with pytest.raises(BadProof):
        log.check_consistency(old=3, old_root=root, new=4, new_root=root, proof=[])


def test_no_plan_is_made_outside_the_tree() -> None:
    for index, size in ((1, 1), (-1, 3)):
        with pytest.raises(ValueError, match="outside"):
            log.plan_inclusion(index, size)
    with pytest.raises(ValueError, match="shrink"):
        log.plan_consistency(3, 2)


def test_an_empty_range_is_the_empty_tree() -> None:
    assert log.hash_of((0, 0), lambda _: b"") == log.EMPTY_ROOT
    assert log.nodes_of((4, 11)) == [Node(2, 1), Node(1, 4), Node(0, 10)]
