"""A registry must not change its key behind a shop's back, nor use another for one shop."""

import json
from pathlib import Path

import pytest

from bonafide import FileCache, KeyChanged, Level, Registry
from bonafide.protocol.group import default_group
from bonafide.protocol.oprf import derive_key_pair
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, BORIS

ELSEWHERE = derive_key_pair(b"another key for one shop only...", b"", group=default_group())


def points_asked_for(fake: FakeRegistry) -> list[int]:
    asked = [seen.content for seen in fake.requests if seen.path == "/v1/evaluations"]
    return [len(json.loads(content)["points"]) for content in asked]


def test_the_canary_travels_with_the_first_batch_of_a_day_only(
    fake: FakeRegistry, registry: Registry
) -> None:
    registry.look_up(ANNA, order_ref="A-1")
    registry.look_up(BORIS, order_ref="A-2")
    assert points_asked_for(fake) == [2, 1]


def test_an_announced_key_is_taken(fake: FakeRegistry, registry: Registry) -> None:
    fake.know(phone=ANNA, level=Level.GOOD)
    registry.look_up(ANNA, order_ref="A-1")
    fake.announce_next_key()
    registry.params()
    fake.rotate()
    fake.forget_refs()
    assert registry.look_up(ANNA, order_ref="A-2").level is Level.GOOD


def test_a_key_out_of_the_blue_is_refused(fake: FakeRegistry, registry: Registry) -> None:
    registry.look_up(ANNA, order_ref="A-1")
    fake.rotate()
    with pytest.raises(KeyChanged):
        registry.look_up(BORIS, order_ref="A-2")


def test_the_pin_outlives_the_process(fake: FakeRegistry, tmp_path: Path) -> None:
    with fake.client(ref_cache=FileCache(tmp_path / "refs.db")) as first:
        first.look_up(ANNA, order_ref="A-1")
    fake.rotate()
    with (
        fake.client(ref_cache=FileCache(tmp_path / "refs.db"), on_failure="raise") as second,
        pytest.raises(KeyChanged),
    ):
        second.look_up(BORIS, order_ref="A-2")


@pytest.mark.parametrize("proofs", [True, False])
def test_a_registry_that_evaluates_with_another_key_is_caught(
    fake: FakeRegistry, registry: Registry, proofs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its proof where it gives proofs, and by the canary where it does not."""
    published = fake._routes.params()
    monkeypatch.setattr(fake._routes, "params", lambda: published | {"proofs": proofs})
    fake._people._keys[1] = ELSEWHERE
    with pytest.raises(KeyChanged):
        registry.look_up(ANNA, order_ref="A-1")


def test_trying_the_key_catches_it_too(fake: FakeRegistry, registry: Registry) -> None:
    published = registry.try_key()
    assert published.epoch == 1
    fake._people._keys[1] = ELSEWHERE
    fake._routes.params = lambda: {  # type: ignore[method-assign] # a registry that lies
        "protocol": published.protocol,
        "suite": published.suite,
        "epoch": 1,
        "public_key": published.public_key,
        "canary": {"x": published.canary_x, "element": published.canary_element},
    }
    with pytest.raises(KeyChanged):
        registry.try_key()


@pytest.mark.parametrize(
    "points", [[], ["x"], ["A" * 43], [1], "A" * 43, ["A" * 43] * 2, [None, None], {}]
)
def test_rubbish_instead_of_points_is_unreadable(
    fake: FakeRegistry, monkeypatch: pytest.MonkeyPatch, points: object
) -> None:
    monkeypatch.setitem(
        fake._routes._fixed,
        ("POST", "/v1/evaluations"),
        lambda _: {"epoch": 1, "points": points, "proof": None},
    )
    with fake.client(budget=0.2) as client:
        answer = client.look_up(ANNA, order_ref="A-1")
    assert answer.reasons[0].code in {"unreadable_answer", "key_changed"}
