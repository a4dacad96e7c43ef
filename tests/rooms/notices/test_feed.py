"""The feed of changes: in order, page by page, nothing lost while others write."""

import threading

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.notices import feed
from registry.notices.models import ChangeHead
from tests.rooms.keeper import Keeper
from tests.rooms.threads import at_once

WRITERS = 4
EACH = 12


def write(app: Flask, shop_id: int, name: str, clock: FixedClock) -> None:
    with app.app_context(), transaction() as session:
        feed.write(
            session,
            shop_id=shop_id,
            world=World.LIVE,
            kind=ChangeKind.ANSWER_CHANGED,
            names={"lookup": name},
            now=clock.now(),
        )


def read_on(keeper: Keeper, cursor: str | None, limit: int) -> tuple[list[str], str | None]:
    """The names behind a cursor, and where to go on."""
    path = f"/v1/changes?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
    page = keeper.send("GET", path).get_json()
    return [each["lookup"] for each in page["data"]], page["next_cursor"]


def read_all(keeper: Keeper, limit: int) -> list[str]:
    names, cursor = read_on(keeper, None, limit)
    while cursor:
        more, cursor = read_on(keeper, cursor, limit)
        names += more
    return names


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_a_feed_is_read_in_the_order_in_which_it_was_written(
    app: Flask, shop: Keeper, rival: Keeper, clock: FixedClock, limit: int
) -> None:
    for number in range(7):
        write(app, shop.shop_id, f"lkp_{number}", clock)
    assert read_all(shop, limit) == [f"lkp_{number}" for number in range(7)]
    assert read_all(rival, limit) == []


def test_a_reader_beside_writers_loses_nothing(app: Flask, shop: Keeper, clock: FixedClock) -> None:
    seen: list[str] = []
    ended = threading.Event()

    def work(index: int) -> None:
        if index < WRITERS:
            for number in range(EACH):
                write(app, shop.shop_id, f"lkp_{index}_{number}", clock)
            return
        cursor = None
        while len(seen) < WRITERS * EACH and not ended.wait(0.02):
            names, following = read_on(shop, cursor, 5)
            if following is None:
                continue  # the page is not full: it is met again
            seen.extend(names)
            cursor = following
            if len(seen) >= WRITERS * EACH - 5:
                return

    at_once(WRITERS + 1, work)
    whole = read_all(shop, 5)
    assert sorted(whole) == sorted(
        f"lkp_{index}_{number}" for index in range(WRITERS) for number in range(EACH)
    )
    assert seen == whole[: len(seen)]
    assert seen


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_numbers_that_are_not_held_until_the_commit_lose_a_change(
    app: Flask, shop: Keeper, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken variant: a number is taken in a transaction of its own, as from a sequence."""
    numbered = feed._next_number

    def aside(session: Session, shop_id: int, world: World) -> int:
        with Session(session.get_bind()) as own, own.begin():
            return numbered(own, shop_id, world)

    monkeypatch.setattr(feed, "_next_number", aside)
    taken, committed = threading.Event(), threading.Event()

    def slow() -> None:
        with app.app_context(), transaction() as session:
            feed.write(
                session,
                shop_id=shop.shop_id,
                world=World.LIVE,
                kind=ChangeKind.ANSWER_CHANGED,
                names={"lookup": "lkp_slow"},
                now=clock.now(),
            )
            session.flush()
            taken.set()
            committed.wait(timeout=20)

    thread = threading.Thread(target=slow)
    thread.start()
    assert taken.wait(timeout=20)
    write(app, shop.shop_id, "lkp_fast", clock)
    names, _ = read_on(shop, None, 10)
    committed.set()
    thread.join(timeout=20)
    assert names == ["lkp_fast"]
    with transaction() as session:
        head = session.get(ChangeHead, (shop.shop_id, World.LIVE))
        assert head is not None
        behind = feed.read(
            session, shop_id=shop.shop_id, world=World.LIVE, after=head.number, limit=10
        )
    assert behind == []  # whoever went on from the fast one never sees the slow one


@pytest.mark.parametrize("cursor", ["x", "AQ", "AQAAAAAAAAAAAAAAAAAAAAE"])
def test_a_foreign_cursor_is_refused(shop: Keeper, cursor: str) -> None:
    answer = shop.send("GET", f"/v1/changes?cursor={cursor}")
    assert answer.get_json()["code"] == "bad_cursor"
