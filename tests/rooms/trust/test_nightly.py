"""The nightly job through the whole service: who is believed, and what a lookup makes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from registry.trust import fits
from registry.trust.network import Network
from tests.rooms.conftest import Call, admit
from tests.rooms.keeper import Keeper

PEOPLE = [f"+791600001{number:02d}" for number in range(12)]


def keeper(app: Flask, clock: FixedClock, call: Call, name: str) -> Keeper:
    """A new shop."""
    actor = admit(app, clock, name)
    return Keeper(call, actor.shop_id, actor.key)


def picture(world: World = World.LIVE) -> Network:
    """What the last night stored."""
    with transaction() as session:
        found = fits.stored(session, world)
    assert found is not None
    return found


def test_a_shop_that_slanders_everybody_is_believed_less_after_the_night(
    app: Flask, clock: FixedClock, call: Call
) -> None:
    honest = [keeper(app, clock, call, name) for name in ("Чай", "Мёд", "Соль")]
    rogue = keeper(app, clock, call, "Кривда")
    for shop in honest:
        for number, phone in enumerate(PEOPLE):
            assert shop.put(f"A-{number}", phone).status_code == 201
    for number, phone in enumerate(PEOPLE):
        assert rogue.failed(f"B-{number}", phone).status_code == 201
    clock.advance(timedelta(days=9))
    before = [answer["risk"]["estimate"] for answer in honest[0].ask(*PEOPLE)]
    jobs.run("trust-refit")
    clock.advance(timedelta(minutes=1))
    after = [answer["risk"]["estimate"] for answer in honest[0].ask(*PEOPLE)]
    weights = picture().reporters
    assert weights[rogue.shop_id].bad < 0.5
    assert all(shop.shop_id not in weights or weights[shop.shop_id].bad == 1.0 for shop in honest)
    assert sum(after) < sum(before)


def test_the_night_gives_the_same_picture_twice(app: Flask, clock: FixedClock, call: Call) -> None:
    shop = keeper(app, clock, call, "Чай")
    for number, phone in enumerate(PEOPLE):
        shop.put(f"A-{number}", phone, segment="msk")
    clock.advance(timedelta(days=2))
    jobs.run("trust-refit")
    first = picture()
    jobs.run("trust-refit")
    again = picture()
    assert replace(again, calibration=first.calibration) == first
    assert again.calibration.by_risk == pytest.approx(first.calibration.by_risk, abs=1e-3)
    assert first.segments[shop.shop_id, "msk"].n > 0
