"""A registry must not rewrite what it signed: each checkpoint continues the last one seen."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bonafide import (
    Checkpoint,
    FileCache,
    LogRewritten,
    MemoryCache,
    Registry,
    Unavailable,
    UnreadableAnswer,
)
from bonafide.protocol.base64url import pack
from bonafide.protocol.log import leaf_hash, root_of
from bonafide.protocol.notes import LogKey, write_note
from bonafide.testing import FakeRegistry
from bonafide.testing.signing import Signer
from tests.client.cast import ANNA

OLD, NEW = b"the first key of a log", b"the second key of a log"


def grown(fake: FakeRegistry, count: int) -> None:
    for number in range(count):
        fake.log.append(f"entry {len(fake.log.leaves)} {number}")


def seen(registry: Registry) -> Checkpoint:
    checkpoint = registry.check_log()
    assert checkpoint is not None
    return checkpoint


def test_every_growth_is_believed(fake: FakeRegistry, registry: Registry) -> None:
    sizes = []
    for count in (0, 1, 0, 1, 2, 5, 7, 1, 16):
        grown(fake, count)
        sizes.append(seen(registry).size)
    assert sizes == [0, 1, 1, 2, 4, 9, 16, 17, 33]
    assert seen(registry).root == root_of(fake.log.leaves)


def test_asyncio_believes_the_same(fake: FakeRegistry) -> None:
    grown(fake, 3)

    async def ask() -> tuple[Checkpoint | None, bool]:
        async with fake.async_client() as client:
            await client.check_log()
            commitment = fake.log.append("one more")
            checkpoint = await client.check_log()
            assert checkpoint is not None
            return checkpoint, await client.is_logged(commitment, checkpoint)

    checkpoint, logged = asyncio.run(ask())
    assert checkpoint is not None
    assert (checkpoint.size, logged) == (4, True)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 13])
@pytest.mark.parametrize("growth", [0, 1, 5])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_rewritten_entry_is_seen(
    fake: FakeRegistry, registry: Registry, size: int, growth: int, place: str
) -> None:
    grown(fake, size)
    before = seen(registry)
    fake.log.leaves[0 if place == "first" else size - 1] = leaf_hash(b"another story")
    grown(fake, growth)
    with pytest.raises(LogRewritten) as caught:
        registry.check_log()
    assert f"\n{before.size}\n" in caught.value.kept
    assert f"\n{size + growth}\n" in caught.value.shown


def test_a_shortened_log_is_seen_and_the_longer_one_stays_kept(
    fake: FakeRegistry, registry: Registry
) -> None:
    grown(fake, 5)
    registry.check_log()
    dropped = fake.log.leaves.pop()
    for _ in range(2):
        with pytest.raises(LogRewritten):
            registry.check_log()
    fake.log.leaves.append(dropped)
    assert seen(registry).size == 5


def test_a_log_that_is_gone_is_seen(
    fake: FakeRegistry, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = fake._routes._fixed.pop(("GET", "/v1/log/checkpoint"))
    assert registry.check_log() is None
    monkeypatch.setitem(fake._routes._fixed, ("GET", "/v1/log/checkpoint"), checkpoint)
    registry.check_log()
    monkeypatch.delitem(fake._routes._fixed, ("GET", "/v1/log/checkpoint"))
    with pytest.raises(LogRewritten):
        registry.check_log()


def test_the_checkpoint_outlives_the_process(fake: FakeRegistry, tmp_path: Path) -> None:
    grown(fake, 3)
    with fake.client(ref_cache=FileCache(tmp_path / "refs.db")) as first:
        first.check_log()
    fake.log.leaves[1] = leaf_hash(b"another story")
    grown(fake, 1)
    with (
        fake.client(ref_cache=FileCache(tmp_path / "refs.db")) as second,
        pytest.raises(LogRewritten),
    ):
        second.check_log()
    with fake.client(ref_cache=MemoryCache()) as stranger:
        assert seen(stranger).size == 4


def test_a_key_that_replaces_another_is_taken_while_both_sign(
    fake: FakeRegistry, registry: Registry
) -> None:
    for seeds in ((OLD,), (NEW, OLD), (NEW,)):
        fake.log.sign_with(*seeds)
        grown(fake, 1)
        registry.check_log()
    assert seen(registry).size == 3


def test_a_key_out_of_the_blue_is_refused(fake: FakeRegistry, registry: Registry) -> None:
    fake.log.sign_with(OLD)
    registry.check_log()
    fake.log.sign_with(NEW)
    with pytest.raises(LogRewritten):
        registry.check_log()


def test_a_log_of_another_name_is_refused(
    fake: FakeRegistry, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(fake, 1)
    registry.check_log()
    key = Signer(OLD)
    named = LogKey("other.example/log", key.public)
    note = write_note(Checkpoint("other.example/log", 1, bytes(32)), [(named, key.sign)])
    shown = {"note": note, "keys": [named.text]}
    monkeypatch.setitem(fake._routes._fixed, ("GET", "/v1/log/checkpoint"), lambda _: shown)
    with pytest.raises(LogRewritten):
        registry.check_log()


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"note": 1, "keys": []},
        {"note": "", "keys": []},
        {"note": "a\n0\nAAAA\n\n", "keys": ["a+b+c"]},
        {"note": "a\n0\n", "keys": "abc"},
    ],
)
def test_what_is_no_checkpoint_is_unreadable(
    fake: FakeRegistry,
    registry: Registry,
    shown: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(fake._routes._fixed, ("GET", "/v1/log/checkpoint"), lambda _: shown)
    with pytest.raises(UnreadableAnswer):
        registry.check_log()


@pytest.mark.parametrize("hashes", [[], None, "x", ["A" * 42], ["A" * 43], [1], ["A" * 43] * 40])
def test_a_proof_that_proves_nothing_is_not_believed(
    fake: FakeRegistry,
    registry: Registry,
    hashes: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grown(fake, 3)
    registry.check_log()
    grown(fake, 2)
    proof = ("GET", "/v1/log/consistency")
    monkeypatch.setitem(fake._routes._fixed, proof, lambda _: {"hashes": hashes})
    with pytest.raises((LogRewritten, UnreadableAnswer)):
        registry.check_log()
    monkeypatch.undo()
    assert seen(registry).size == 5


def test_a_receipt_names_its_entry(fake: FakeRegistry, registry: Registry) -> None:
    receipts = [
        registry.report(ANNA, order_ref=f"A-{number}", outcome="paid", amount=1)
        for number in range(6)
    ]
    checkpoint = seen(registry)
    for receipt in receipts:
        assert receipt.commitment is not None
        assert registry.is_logged(receipt.commitment, checkpoint)
    assert not registry.is_logged(pack(bytes(32)), checkpoint)
    assert not registry.is_logged("no hash", checkpoint)


def test_an_entry_that_is_not_yet_under_a_signature_is_not_logged(
    fake: FakeRegistry, registry: Registry
) -> None:
    checkpoint = seen(registry)
    late = registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
    assert late.commitment is not None
    assert not registry.is_logged(late.commitment, checkpoint)


def test_a_false_proof_of_an_entry_is_refused(
    fake: FakeRegistry, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
    grown(fake, 3)
    checkpoint = seen(registry)
    assert receipt.commitment is not None
    lies: list[dict[str, object]] = [
        {"index": 1, "hashes": ["A" * 43] * 2},
        {"index": True, "hashes": []},
    ]
    for lie in lies:
        monkeypatch.setitem(fake._routes._fixed, ("GET", "/v1/log/inclusion"), told(lie))
        with pytest.raises(LogRewritten):
            registry.is_logged(receipt.commitment, checkpoint)


def told(body: dict[str, object]) -> Callable[[object], dict[str, object]]:
    return lambda _: body


def test_a_registry_that_cannot_be_heard_has_rewritten_nothing(fake: FakeRegistry) -> None:
    fake.go_down()
    with fake.client(budget=0.2) as client, pytest.raises(Unavailable):
        client.check_log()
