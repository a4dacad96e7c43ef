"""Ed25519 is checked as RFC 8032 and libsodium do it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bonafide.protocol.ed25519 import verify, verify_pure
from bonafide.protocol.scalars import ORDER
from bonafide.testing.signing import Signer

# RFC 8032 §7.1, tests 1 to 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
        "6bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
        "8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6"
        "594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
IDENTITY = (1).to_bytes(32, "little")
GENERATOR = bytes.fromhex("58" + "66" * 31)
CHECKS = (verify_pure, verify)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_the_rfc_hold(check: object, vector: tuple[str, str, str]) -> None:
    public, message, signature = (bytes.fromhex(part) for part in vector)
    assert callable(check)
    assert check(public, message, signature)
    assert not check(public, message + b"!", signature)
    for place in (0, 31, 32, 63):
        spoilt = bytearray(signature)
        spoilt[place] ^= 1
        assert not check(public, message, bytes(spoilt))
    assert not check(public[:31] + bytes([public[31] ^ 0x80]), message, signature)


@pytest.mark.parametrize("number", range(8))
def test_another_implementation_signs_and_we_believe_it(number: int) -> None:
    key, message = Ed25519PrivateKey.generate(), bytes(number)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_pure(public, message, signature)
    assert verify(public, message, signature)
    assert not verify_pure(public, message + b"x", signature)


def test_the_fake_signs_like_the_others() -> None:
    seed = bytes(range(32))
    other = Ed25519PrivateKey.from_private_bytes(seed)
    assert Signer(seed).public == other.public_key().public_bytes_raw()
    assert Signer(seed).sign(b"text") == other.sign(b"text")


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    """S and S + order would both satisfy the equation."""
    signer = Signer(b"seed")
    signature = signer.sign(b"text")
    s = int.from_bytes(signature[32:], "little") + ORDER
    twin = signature[:32] + s.to_bytes(32, "little")
    assert not verify_pure(signer.public, b"text", twin)
    assert not verify(signer.public, b"text", twin)


def test_a_key_of_small_order_believes_nothing() -> None:
    """Under the identity as a key, R = [S]B would be a signature of every text."""
    public, signature = IDENTITY, GENERATOR + (1).to_bytes(32, "little")
    assert not verify_pure(public, b"any text", signature)
    assert not verify(public, b"any text", signature)


@pytest.mark.parametrize(
    "data", [bytes(31), b"\xff" * 32, (2**255 - 19).to_bytes(32, "little"), b"\x02" + bytes(31)]
)
def test_what_is_no_point_is_none(data: bytes) -> None:
    assert not any(check(data, b"", bytes(64)) for check in CHECKS)
