"""White passes at a checkout: spent once, bound to a person, "probably" without network."""

import asyncio
import json

import pytest

from bonafide import Misuse, OfflineResult, PassResult, Registry, Unavailable
from bonafide.protocol.base64url import pack
from bonafide.testing import FakeRegistry
from bonafide.testing.passes import KEY_ID
from bonafide.testing.signing import Signer
from tests.client.cast import ANNA, BORIS


def test_a_pass_gives_a_discount_once(fake: FakeRegistry, registry: Registry) -> None:
    shown = fake.give_pass(phone=ANNA)
    first = registry.verify_pass(shown.code, order_ref="A-1")
    assert (first.result, first.is_white, first.bound) == (PassResult.WHITE, True, False)
    assert (first.discount.eligible, first.discount.cap_percent) == (True, 3.6)
    again = registry.verify_pass(f" {shown.jws} ", order_ref="A-1")
    assert again.result is PassResult.WHITE
    elsewhere = registry.verify_pass(shown.code, order_ref="A-2")
    assert (elsewhere.result, elsewhere.discount.eligible) == (PassResult.SPENT, False)


def test_a_pass_is_bound_to_the_person_of_the_order(fake: FakeRegistry, registry: Registry) -> None:
    shown = fake.give_pass(phone=ANNA)
    assert registry.verify_pass(shown.code, order_ref="A-1", phone=ANNA).bound
    assert not registry.verify_pass(shown.code, order_ref="A-1", phone=BORIS).bound
    assert not any(b"9161234567" in seen.content for seen in fake.requests)


def test_a_stale_ref_in_a_pass_check_is_mended(fake: FakeRegistry, registry: Registry) -> None:
    registry.look_up(ANNA, order_ref="A-0")
    fake.forget_refs()
    shown = fake.give_pass(phone=ANNA)
    assert registry.verify_pass(shown.code, order_ref="A-1", phone=ANNA).is_white


def test_without_the_registry_there_is_no_discount_and_no_waiting(fake: FakeRegistry) -> None:
    shown = fake.give_pass(phone=ANNA)
    fake.go_down()
    with fake.client(budget=0.2) as client:
        answer = client.verify_pass(shown.code, order_ref="A-1")
        assert client.fallbacks == 1
    assert (answer.result, answer.degraded, answer.source) == (None, True, "fallback")
    assert not answer.discount.eligible
    with fake.client(budget=0.2, on_failure="raise") as client, pytest.raises(Unavailable):
        client.verify_pass(shown.code, order_ref="A-1")


def test_a_word_that_is_new_never_carries_a_discount(
    fake: FakeRegistry, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"result": "whiter", "discount": {"eligible": True, "cap_percent": 9}}
    monkeypatch.setitem(fake._routes._fixed, ("POST", "/v1/passes/verify"), lambda _: told)
    answer = registry.verify_pass("ABCD2345", order_ref="A-1")
    assert (answer.result, answer.discount.eligible) == (PassResult.NOT_WHITE, False)


def test_an_empty_code_is_misuse(fake: FakeRegistry, registry: Registry) -> None:
    with pytest.raises(Misuse):
        registry.verify_pass("  ", order_ref="A-1")
    assert fake.requests == []


def test_offline_a_signed_pass_is_probable_and_keys_are_fetched_once(
    fake: FakeRegistry, registry: Registry
) -> None:
    shown = fake.give_pass(phone=ANNA)
    assert registry.verify_pass_offline(shown.jws).is_probable
    fake.go_down()
    offline = registry.verify_pass_offline(shown.jws)
    assert offline.result is OfflineResult.PROBABLY
    assert not hasattr(offline, "discount")
    assert [seen.path for seen in fake.requests] == ["/.well-known/jwks.json"]


def test_offline_a_pass_whose_time_is_over_is_expired(
    fake: FakeRegistry, registry: Registry
) -> None:
    shown = fake.give_pass(phone=ANNA, lifetime=-1)
    assert registry.verify_pass_offline(shown.jws).result is OfflineResult.EXPIRED


def test_offline_without_ever_having_seen_the_keys_nothing_can_be_told(
    fake: FakeRegistry,
) -> None:
    shown = fake.give_pass(phone=ANNA)
    fake.go_down()
    with fake.client(budget=0.2) as client:
        assert client.verify_pass_offline(shown.jws).result is OfflineResult.CANNOT_TELL


def forged(head: object, claims: object, signer: Signer) -> str:
    text = ".".join(pack(json.dumps(each).encode()) for each in (head, claims))
    return f"{text}.{pack(signer.sign(text.encode()))}"


STRANGER = Signer(b"somebody else's key, not the registry's")
HEAD = {"alg": "EdDSA", "kid": KEY_ID}
CLAIMS = {"exp": 9_999_999_999}


@pytest.mark.parametrize(
    "jws",
    [
        "",
        "a.b.c",
        "é.é.é",
        "....",
        "[" * 5000,
        forged(HEAD, CLAIMS, STRANGER),
        forged(HEAD | {"kid": "other"}, CLAIMS, STRANGER),
        forged(HEAD | {"alg": "none"}, CLAIMS, STRANGER),
        forged(HEAD | {"crit": ["x"]}, CLAIMS, STRANGER),
        forged({}, CLAIMS, STRANGER),
        forged([], CLAIMS, STRANGER),
    ],
)
def test_offline_nothing_else_is_believed(registry: Registry, jws: str) -> None:
    assert registry.verify_pass_offline(jws).result is OfflineResult.NOT_SIGNED


def test_offline_a_signed_pass_without_an_end_is_not_believed(
    fake: FakeRegistry, registry: Registry
) -> None:
    odd: list[object] = [{}, {"exp": True}, {"exp": "later"}, []]
    for claims in odd:
        jws = forged(HEAD, claims, fake._passes._signer)
        assert registry.verify_pass_offline(jws).result is OfflineResult.NOT_SIGNED


def test_a_changed_pass_is_not_believed(fake: FakeRegistry, registry: Registry) -> None:
    head, claims, signature = fake.give_pass(phone=ANNA).jws.split(".")
    longer = pack(json.dumps(CLAIMS).encode())
    jws = f"{head}.{longer}.{signature}"
    assert claims != longer
    assert registry.verify_pass_offline(jws).result is OfflineResult.NOT_SIGNED


def test_asyncio_does_the_same(fake: FakeRegistry) -> None:
    shown = fake.give_pass(phone=ANNA)

    async def ask() -> tuple[bool, bool]:
        async with fake.async_client() as client:
            online = await client.verify_pass(shown.code, order_ref="A-1")
            return online.is_white, (await client.verify_pass_offline(shown.jws)).is_probable

    assert asyncio.run(ask()) == (True, True)
