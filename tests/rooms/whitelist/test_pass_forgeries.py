"""Passes that nobody issued: every trick with a JWS is an unknown code."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bonafide._jwks import parts_of
from bonafide.protocol.ed25519 import verify
from bonafide.protocol.group import default_group
from registry.kernel import keys
from registry.whitelist import codes
from tests.rooms.conftest import Call
from tests.rooms.keeper import Keeper
from tests.rooms.whitelist.conftest import Person
from tests.rooms.whitelist.test_passes import shown

pytestmark = pytest.mark.usefixtures("paid")


def packed(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpacked(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def forgeries(real: str, public: bytes) -> dict[str, str]:
    """The real pass, changed in one way each."""
    head, claims, signature = real.split(".")
    header = unpacked(head)

    def with_header(**said: Any) -> str:
        return packed({**header, **said})

    hs256 = with_header(alg="HS256")
    own = Ed25519PrivateKey.generate()
    jwk = with_header(
        jwk={"kty": "OKP", "crv": "Ed25519", "x": packed(own.public_key().public_bytes_raw())}
    )
    other_id = packed({**unpacked(claims), "jti": packed(bytes(32))})
    return {
        "alg none without a signature": f"{with_header(alg='none')}.{claims}.",
        "alg none with one": f"{with_header(alg='none')}.{claims}.{signature}",
        "alg NONE": f"{with_header(alg='NONE')}.{claims}.{signature}",
        "HS256 under the public key": ".".join(
            (
                hs256,
                claims,
                packed(hmac.new(public, f"{hs256}.{claims}".encode(), hashlib.sha256).digest()),
            )
        ),
        "another key of the forger": f"{head}.{claims}."
        + packed(own.sign(f"{head}.{claims}".encode())),
        "a key that comes along": f"{jwk}.{claims}." + packed(own.sign(f"{jwk}.{claims}".encode())),
        "another id": f"{head}.{other_id}.{signature}",
        "a later end": f"{head}.{packed({**unpacked(claims), 'exp': 9_999_999_999})}.{signature}",
        "another kind of paper": f"{with_header(typ='JWT')}.{claims}.{signature}",
        "a key that never was": f"{with_header(kid='pass-9')}.{claims}.{signature}",
        "a kid that climbs": f"{with_header(kid='../pass-1')}.{claims}.{signature}",
        "a kid that is a number": f"{with_header(kid=1)}.{claims}.{signature}",
        "a critical word": f"{with_header(crit=['b64'], b64=False)}.{claims}.{signature}",
        "no claims": f"{head}.{packed([])}.{signature}",
        "half a signature": f"{head}.{claims}.{signature[:40]}",
        "no signature": f"{head}.{claims}.",
        "a thousand brackets": f"{packed(b'[' * 1_200)}.{claims}.{signature}",
        "a list for a header": f"{packed([1])}.{claims}.{signature}",
        "a word for a header": f"{packed('x')}.{claims}.{signature}",
        "letters of no alphabet": f"é{head}.{claims}.{signature}",
        "nonsense": "x.y.z",
        "dots": "..",
    }


def test_no_forged_pass_is_taken(anna: Person, shop: Keeper, call: Call) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    [published] = call("GET", "/.well-known/jwks.json").get_json()["keys"]
    public = base64.urlsafe_b64decode(published["x"] + "=")
    for name, forged in forgeries(made.signed, public).items():
        assert shown(shop, forged)["result"] == "unknown_code", name
    assert shown(shop, made.signed)["result"] == "white"


def test_the_signed_form_is_the_same_pass_as_its_characters(anna: Person, shop: Keeper) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    assert shown(shop, made.signed, "S-1")["result"] == "white"
    assert shown(shop, made.code, "S-2")["result"] == "spent"
    assert shown(shop, made.code, "S-1")["result"] == "white"


def test_published_keys_are_public_and_the_newest_signs(
    anna: Person, shop: Keeper, call: Call, key_dir: Any
) -> None:
    anna.enrols()
    old = anna.shows_a_pass()
    keys.add(key_dir, "shared", "pass", make_oprf=default_group().random_scalar)
    new = anna.shows_a_pass()
    published = call("GET", "/.well-known/jwks.json").get_json()["keys"]
    assert [each["kid"] for each in published] == ["pass-2", "pass-1"]
    assert all("d" not in each for each in published)
    assert {unpacked(each.signed.split(".")[0])["kid"] for each in (old, new)} == {
        "pass-1",
        "pass-2",
    }
    for number, each in enumerate((old, new)):
        assert shown(shop, each.signed, f"S-{number}")["result"] == "white"


def test_a_code_made_under_the_last_code_key_is_still_good(
    anna: Person, shop: Keeper, key_dir: Any
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    keys.add(key_dir, "shared", "code", make_oprf=default_group().random_scalar)
    assert shown(shop, made.code)["result"] == "white"


def test_codes_use_no_character_that_is_taken_for_another() -> None:
    assert not set("01ILOU") & set(codes.ALPHABET)
    assert {len(codes.new_code(codes.PASS_LENGTH)) for _ in range(20)} == {8}
    assert codes.clean("abcd 23-45", 8) == "ABCD2345"
    assert codes.clean("ABCD2340", 8) is None


def test_the_client_finds_the_same_signature_good_without_the_registry(
    anna: Person, call: Call
) -> None:
    anna.enrols()
    made = anna.shows_a_pass()
    parts = parts_of(made.signed)
    assert parts is not None
    [published] = call("GET", "/.well-known/jwks.json").get_json()["keys"]
    assert published["kid"] == parts.key_id
    public = base64.urlsafe_b64decode(published["x"] + "=")
    assert verify(public, parts.signed, parts.signature)
    assert not verify(public, parts.signed + b"x", parts.signature)
