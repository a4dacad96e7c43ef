"""A whole rotation while shops go on asking: nothing is refused, nothing is lost, killed or not."""

from pathlib import Path

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.identifiers import rotation
from registry.identifiers.errors import RotationError
from registry.identifiers.vault import current_vault
from registry.kernel import keys
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs, rotating
from registry.ops.rotating import Rotated, Watch
from tests.rooms.keeper import ANNA, BORIS, Keeper

PEOPLE = (ANNA, BORIS)


class KilledError(Exception):
    """The process ended here."""


@pytest.fixture
def history(shop: Keeper) -> Keeper:
    """Two people with an order each."""
    for number, phone in enumerate(PEOPLE):
        assert shop.put(f"A-{number}", phone).status_code == 201
    return shop


def own_paid(shop: Keeper) -> list[int]:
    """How many paid orders the shop sees of each, blinding anew."""
    return [answer["own_history"]["paid"] for answer in shop.ask(*PEOPLE)]


def rotate(key_dir: Path, clock: FixedClock, purpose: str, watch: Watch) -> Rotated:
    """One run of the rotation."""
    return rotating.rotate(
        current_vault(),
        key_dir,
        world=World.LIVE,
        purpose=purpose,
        now=clock.now,
        watch=watch,
    )


def caught_up(_seconds: float) -> None:
    """Workers have waited long enough to see the new state."""
    current_vault().forget_cache()


def lag(_seconds: float) -> None:
    """Nobody waits for anybody: what a rotation without its waits would be."""


@pytest.mark.parametrize("purpose", rotating.MOVING)
def test_everybody_is_found_at_every_step(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock, purpose: str
) -> None:
    seen: list[list[int]] = []

    def wait(seconds: float) -> None:
        caught_up(seconds)
        seen.append(own_paid(history))

    done = rotate(key_dir, clock, purpose, Watch(wait=wait))
    caught_up(0)
    assert (done.key_id, done.moved >= len(PEOPLE), done.resumed) == (2, True, False)
    assert [*seen, own_paid(history)] == [[1, 1]] * 3


@pytest.mark.parametrize("purpose", rotating.MOVING)
@pytest.mark.parametrize("step", [1, 2])
def test_a_killed_rotation_goes_on_where_it_stood(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock, purpose: str, step: int
) -> None:
    waits: list[float] = []

    def killed(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == step:
            raise KilledError

    with pytest.raises(KilledError):
        rotate(key_dir, clock, purpose, Watch(wait=killed))
    caught_up(0)
    assert own_paid(history) == [1, 1]
    again = rotate(key_dir, clock, purpose, Watch(wait=caught_up))
    caught_up(0)
    assert own_paid(history) == [1, 1]
    assert again.resumed is (step == 1)
    assert len(keys.load(key_dir).ids("live", purpose)) == step + 1


def test_a_key_left_behind_by_a_killed_rotation_is_used(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock
) -> None:
    keys.add(key_dir, "live", "store", make_oprf=lambda: b"")
    assert rotate(key_dir, clock, "store", Watch(wait=caught_up)).key_id == 2


def test_an_announced_key_is_published_and_used_by_the_next_run(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock
) -> None:
    vault = current_vault()
    told = rotating.announce(vault, key_dir, world=World.LIVE, purpose="oprf", now=clock.now)
    caught_up(0)
    params = history.send("GET", "/v1/params").get_json()
    assert (params["epoch"], params["next"]["epoch"], told.key_id) == (1, 2, 2)
    assert rotate(key_dir, clock, "oprf", Watch(wait=caught_up)).resumed is True
    caught_up(0)
    assert history.send("GET", "/v1/params").get_json()["epoch"] == 2


def test_another_rotation_of_the_world_is_refused_meanwhile(
    app: Flask, key_dir: Path, clock: FixedClock
) -> None:
    rotating.announce(current_vault(), key_dir, world=World.LIVE, purpose="oprf", now=clock.now)
    with pytest.raises(RotationError, match="keys rotate oprf"):
        rotate(key_dir, clock, "store", Watch(wait=lag))
    with rotating.only_one(key_dir), pytest.raises(RotationError, match="another rotation"):
        rotate(key_dir, clock, "oprf", Watch(wait=lag))


@pytest.mark.parametrize("purpose", rotating.MOVING)
def test_the_old_key_goes_two_days_later_and_not_before(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock, purpose: str
) -> None:
    rotate(key_dir, clock, purpose, Watch(wait=caught_up))
    assert jobs.run("forget-keys") == {"removed": 0}
    clock.advance(rotation.FORGOTTEN_AFTER)
    assert jobs.run("forget-keys") == {"removed": 1}
    assert jobs.run("forget-keys") == {"removed": 0}
    assert keys.load(key_dir).ids("live", purpose) == [2]
    caught_up(0)
    assert own_paid(history) == [1, 1]


def test_a_key_is_kept_while_a_row_lies_under_it(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock
) -> None:
    """The broken variant: a rotation that forgets without having moved."""
    with transaction() as session:
        keys.add(key_dir, "live", "store", make_oprf=lambda: b"")
        rotation.start(session, World.LIVE, epoch=1, storage_key_id=2, now=clock.now())
        rotation.finish(session, World.LIVE, now=clock.now())
    clock.advance(rotation.FORGOTTEN_AFTER)
    with pytest.raises(RotationError, match="lift them first"), transaction() as session:
        rotation.forget(session, World.LIVE, now=clock.now())
    assert jobs.run("forget-keys") == {"removed": 1}
    caught_up(0)
    assert own_paid(history) == [1, 1]


def test_a_worker_that_lags_makes_a_row_that_only_the_second_pass_moves(
    app: Flask, history: Keeper, key_dir: Path, clock: FixedClock
) -> None:
    """Why there is a second wait: without it, this row would be left behind under the old key."""
    stranger = "+79160000001"
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            assert history.put("A-9", stranger).status_code == 201

    rotate(key_dir, clock, "store", Watch(wait=wait))
    with transaction() as session:
        assert rotation.count_waiting(session, World.LIVE) == 0
    caught_up(0)
    [answer] = history.ask(stranger)
    assert answer["own_history"]["paid"] == 1
