"""The nightly job through the whole service: who is believed, and what a lookup makes of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from registry.reports import counts
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.trust import fits
from registry.trust.facts import in_order
from registry.trust.network import Network, ReporterWeight
from registry.trust.policy import load_policy
from registry.trust.shares import report_weights
from registry.trust.weigh import weigh
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


def test_a_newcomers_failures_weigh_with_its_age_and_in_full_where_a_believed_shop_agrees(
    app: Flask, clock: FixedClock, call: Call
) -> None:
    honest = [keeper(app, clock, call, name) for name in ("Чай", "Мёд", "Соль")]
    newcomer = keeper(app, clock, call, "Новая лавка")
    move(newcomer, Standing.PROBATION, clock)
    for shop in [*honest, newcomer]:
        for number, phone in enumerate(PEOPLE[2:]):
            assert shop.put(f"A-{number}", phone).status_code == 201
    alone, agreed = PEOPLE[:2]
    assert newcomer.failed("B-1", alone).status_code == 201
    assert newcomer.failed("B-2", agreed).status_code == 201
    assert honest[1].failed("B-2", agreed).status_code == 201
    clock.advance(timedelta(days=9))
    risks = {}
    for standing in (Standing.PROBATION, Standing.ACTIVE):
        move(newcomer, standing, clock)
        jobs.run("trust-refit")
        clock.advance(timedelta(minutes=1))
        found = picture().reporters.get(newcomer.shop_id, ReporterWeight())
        risks[standing] = honest[0].ask(alone)[0]["risk"]["estimate"]
        ripe = 0.2 + 0.8 * 9 / 90 if standing is Standing.PROBATION else 1.0
        assert found.probation == pytest.approx(ripe)
        heard = left_of_failures(newcomer, honest[0], clock)
        assert heard == pytest.approx([0.5 * found.bad * ripe, found.bad])
    assert risks[Standing.PROBATION] < risks[Standing.ACTIVE]


def left_of_failures(teller: Keeper, asking: Keeper, clock: FixedClock) -> list[float]:
    """What doubt leaves of each failure that a shop filed, in another one's view, least first."""
    found, network = [], picture()
    with transaction() as session:
        for person in counts.everybodys_history(session, world=World.LIVE):
            facts = in_order(person)
            mine = {fact.report_id for fact in facts if fact.shop_id == teller.shop_id}
            today, policy = clock.now().date(), load_policy()
            frame: dict[str, Any] = {"network": network, "policy": policy, "today": today}
            seen = weigh(facts, view=asking.shop_id, **frame)
            rows = report_weights(seen, view=asking.shop_id, **frame)
            found += [r.reporter for r in rows if not r.good and r.report_id in mine]
    return sorted(found)


def move(shop: Keeper, standing: Standing, clock: FixedClock) -> None:
    """Give a shop another standing."""
    with transaction() as session:
        shops.set_standing(session, shop.shop_id, standing, now=clock.now())
