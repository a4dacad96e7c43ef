from typing import Any

import pytest

from bonafide.protocol import (
    BadPoint,
    Group,
    Kind,
    blind,
    derive_key_pair,
    digest,
    evaluate,
    points,
    prove,
    unblind,
    verify,
)
from bonafide.protocol.base64url import pack
from bonafide.protocol.suite import CONTEXT
from bonafide.protocol.vectors import load

BLINDING = load("blinding")
CASES = BLINDING["cases"]
KEY = {name: bytes.fromhex(value) for name, value in BLINDING["key"].items()}
POINTS = load("points")


def test_the_vectors_are_for_the_context_in_use() -> None:
    assert bytes.fromhex(BLINDING["context"]) == CONTEXT == b"OPRFV1-\x01-ristretto255-SHA512"


def test_the_test_key_is_derived_from_its_seed(group: Group) -> None:
    pair = derive_key_pair(KEY["seed"], KEY["info"], group=group)

    assert (pair.secret, pair.public) == (KEY["secret"], KEY["public"])


@pytest.mark.parametrize("case", CASES)
def test_every_step_from_text_to_element_gives_the_published_bytes(
    group: Group, case: dict[str, Any]
) -> None:
    x = digest(Kind(case["kind"]), case["canonical"])
    blinded = blind(x, group=group, r=bytes.fromhex(case["r"]))
    evaluated = evaluate(KEY["secret"], blinded.point, group=group)
    element = unblind(blinded.scalar, evaluated, group=group)

    assert x.hex() == case["digest"]
    assert group.hash_to_group(x).hex() == case["hash_to_group"]
    assert blinded.point.hex() == case["blinded"]
    assert evaluated.hex() == case["evaluated"]
    assert element.hex() == case["element"]


@pytest.mark.parametrize("case", CASES)
def test_the_wire_form_is_the_same_bytes(group: Group, case: dict[str, Any]) -> None:
    wire = case["wire"]

    assert wire["digest"] == pack(bytes.fromhex(case["digest"]))
    for name in ("blinded", "evaluated", "element"):
        assert points.decode(wire[name], group=group).hex() == case[name]
        assert points.encode(bytes.fromhex(case[name])) == wire[name]


@pytest.mark.parametrize("case", BLINDING["proofs"])
def test_a_proof_over_a_batch_has_the_published_bytes(group: Group, case: dict[str, Any]) -> None:
    blinded = [bytes.fromhex(one["blinded"]) for one in CASES[: case["cases"]]]
    evaluated = [bytes.fromhex(one["evaluated"]) for one in CASES[: case["cases"]]]
    r = bytes.fromhex(case["r"])
    proof = prove(KEY["secret"], KEY["public"], blinded, evaluated, group=group, r=r)

    assert proof.hex() == case["proof"]
    assert pack(proof) == case["wire"]
    assert verify(KEY["public"], blinded, evaluated, proof, group=group)


@pytest.mark.parametrize("case", POINTS["accepted"])
def test_good_points_are_taken(group: Group, case: dict[str, Any]) -> None:
    assert points.decode(case["wire"], group=group).hex() == case["encoding"]


@pytest.mark.parametrize("case", POINTS["refused_texts"] + POINTS["refused_points"])
def test_bad_points_are_refused_by_name(group: Group, case: dict[str, Any]) -> None:
    with pytest.raises(BadPoint) as refusal:
        points.decode(case["wire"], group=group)

    assert refusal.value.reason == case["error"]


@pytest.mark.parametrize("case", POINTS["refused_points"])
def test_a_multiplication_refuses_bad_encodings_by_itself(
    group: Group, case: dict[str, Any]
) -> None:
    with pytest.raises(BadPoint) as refusal:
        evaluate(KEY["secret"], bytes.fromhex(case["encoding"]), group=group)

    assert refusal.value.reason == case["error"]
