"""What another shop's negatives may do under each of the three policies, over HTTP."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from registry.identifiers.models import Identifier
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.settings import Settings
from registry.trust.policy import POLICY_FILE
from tests.rooms.figures.conftest import Admit, Teller

ITEMS = ("unpaid", "excused", "pending", "disputed")


@pytest.fixture(params=["off", "aggregate", "full"])
def negatives(request: pytest.FixtureRequest) -> str:
    """Each of the three policies."""
    mode: str = request.param
    return mode


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, negatives: str) -> Settings:
    """The service under that policy."""
    policy = tmp_path / "policy.toml"
    text = POLICY_FILE.read_text(encoding="utf-8")
    mode = f'negatives = "{negatives}"'
    policy.write_text(text.replace('negatives = "aggregate"', mode), encoding="utf-8")
    return replace(settings, policy_file=policy)


def said(answer: dict[str, Any]) -> bytes:
    """Every byte of an answer but the names of the question and of the person."""
    same = {name: value for name, value in answer.items() if name not in {"id", "refs"}}
    return json.dumps(same, sort_keys=True).encode()


def others_fail(shops: list[Teller], who: str) -> None:
    for shop in shops:
        shop.told(who, "refused", days_ago=3)
        shop.told(who, "no_show", days_ago=2)
        shop.told(who, "not_collected", fault="courier")
        shop.told(who, "abusive_claim")


@pytest.fixture
def others(teller: Admit) -> list[Teller]:
    """Two shops that say bad things."""
    return [teller("Южный двор"), teller("Восточный ряд")]


def test_negatives_of_others_do_what_the_policy_says(
    teller: Admit, others: list[Teller], clock: FixedClock, negatives: str
) -> None:
    north = teller("Северная лавка")
    for shop in (*others, north):
        shop.told("anna")
        shop.told("boris")
    others_fail(others, "anna")
    with transaction() as session:
        session.execute(update(Identifier).values(enrolled_on=clock.now().date()))
    pairs = []
    for days in (0, 1, 7, 1, 20):
        clock.advance(timedelta(days=days))
        pairs.append((north.asked("anna"), north.asked("boris")))
    anna, boris = pairs[-1]
    if negatives == "off":
        for one, other in pairs:
            assert said(one) == said(other)
        return
    assert (anna["level"], boris["level"] == "watch") == ("watch", False)
    assert anna["risk"]["estimate"] > boris["risk"]["estimate"]
    itemised = [anna["evidence"][name] for name in ITEMS]
    assert (itemised == [None] * 4) == (negatives == "aggregate")
    codes = {each["code"] for each in anna["reasons"]}
    assert ("unpaid_elsewhere" in codes, "history_raises" in codes) == (
        negatives == "full",
        negatives == "aggregate",
    )


def test_its_own_negatives_always_move_a_shops_own_answer(
    teller: Admit, clock: FixedClock, negatives: str
) -> None:
    north = teller("Северная лавка")
    before = north.asked("anna")
    north.told("anna", "refused")
    after = north.asked("anna")
    assert after["own_history"]["refused"] == 1
    assert after["risk"]["estimate"] > before["risk"]["estimate"]
    assert "unpaid_here" in {each["code"] for each in after["reasons"]}


def test_the_good_record_elsewhere_works_under_every_policy(
    teller: Admit, others: list[Teller], clock: FixedClock, negatives: str
) -> None:
    north = teller("Северная лавка")
    for shop in others:
        for _ in range(2):
            shop.told("anna")
    clock.advance(timedelta(days=1))
    answer = north.asked("anna")
    assert answer["level"] == "good"
    assert "history_lowers" in {each["code"] for each in answer["reasons"]}
