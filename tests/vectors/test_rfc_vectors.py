import hashlib
from typing import Any

import pytest

from bonafide.protocol import Group, derive_key_pair, evaluate, prove, unblind, verify
from bonafide.protocol.scalars import int_to_scalar
from bonafide.protocol.suite import Mode, context_string, expand_message_xmd
from bonafide.protocol.vectors import load

VECTORS = load("oprf_rfc9497")["vectors"]
PROVEN = [vector for vector in VECTORS if "proof" in vector]


def named(vector: dict[str, Any]) -> str:
    return str(vector["name"])


def all_bytes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def finalize(data: bytes, element: bytes) -> bytes:
    """The RFC's last hash, which bf1 leaves out."""
    framed = b"".join(len(part).to_bytes(2, "big") + part for part in (data, element))
    return hashlib.sha512(framed + b"Finalize").digest()


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_keys_are_derived_as_the_rfc_does(group: Group, vector: dict[str, Any]) -> None:
    seed, info = all_bytes([vector["seed"], vector["key_info"]])
    context = context_string(Mode(vector["mode"]))
    pair = derive_key_pair(seed, info, group=group, context=context)

    assert context.hex() == vector["context"]
    assert pair.secret.hex() == vector["secret"]
    assert pair.public.hex() == vector.get("public", pair.public.hex())


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_blinding_evaluation_and_output_are_the_rfcs(group: Group, vector: dict[str, Any]) -> None:
    k = bytes.fromhex(vector["secret"])
    dst = b"HashToGroup-" + bytes.fromhex(vector["context"])
    inputs, blinds = all_bytes(vector["inputs"]), all_bytes(vector["blinds"])
    blinded = [
        group.multiply(r, group.hash_to_group(data, dst))
        for r, data in zip(blinds, inputs, strict=True)
    ]
    evaluated = [evaluate(k, point, group=group) for point in blinded]
    elements = [unblind(r, e, group=group) for r, e in zip(blinds, evaluated, strict=True)]
    outputs = [finalize(data, n).hex() for data, n in zip(inputs, elements, strict=True)]

    assert [point.hex() for point in blinded] == vector["blinded"]
    assert [point.hex() for point in evaluated] == vector["evaluated"]
    assert outputs == vector["outputs"]


@pytest.mark.parametrize("vector", PROVEN, ids=named)
def test_proofs_are_the_rfcs(group: Group, vector: dict[str, Any]) -> None:
    k, public, r = all_bytes([vector["secret"], vector["public"], vector["proof"]["r"]])
    blinded, evaluated = all_bytes(vector["blinded"]), all_bytes(vector["evaluated"])
    proof = prove(k, public, blinded, evaluated, group=group, r=r)

    assert proof.hex() == vector["proof"]["bytes"]
    assert verify(public, blinded, evaluated, proof, group=group)


def test_the_batch_of_two_is_among_the_vectors() -> None:
    assert [len(vector["inputs"]) for vector in PROVEN] == [1, 1, 2]


@pytest.mark.parametrize(
    ("factor", "encoding"),
    [
        (1, "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"),
        (2, "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"),
        (15, "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"),
    ],
)
def test_multiples_of_the_generator_are_those_of_rfc_9496(
    group: Group, factor: int, encoding: str
) -> None:
    assert group.multiply_base(int_to_scalar(factor)).hex() == encoding


def test_the_one_way_map_is_that_of_rfc_9496(group: Group) -> None:
    uniform = bytes.fromhex(
        "5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1"
        "4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6"
    )

    expected = "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"
    assert group.from_uniform(uniform).hex() == expected


@pytest.mark.parametrize("length", [32, 64, 65, 128, 200])
def test_the_expander_says_its_length_to_its_hash(length: int) -> None:
    output = expand_message_xmd(b"abc", b"a tag", length)

    assert len(output) == length
    assert not expand_message_xmd(b"abc", b"a tag", length + 1).startswith(output)
