"""Keys change in place while shops go on asking: no person is lost and none becomes two."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bonafide.protocol import points
from bonafide.protocol.group import default_group
from bonafide.protocol.words import Kind, World
from registry.identifiers import rotation, vault
from registry.identifiers.errors import RotationError
from registry.identifiers.models import Identifier, IdentifierTag
from registry.identifiers.names import ElementName
from registry.identifiers.service import Located, create, find_again, locate
from registry.identifiers.vault import Vault, current_vault
from registry.kernel import keys
from registry.kernel.clock import FixedClock
from registry.kernel.db import BusyError, db, transaction
from tests.rooms.keeper import ANNA, BORIS, TODAY, Keeper

GROUP = default_group()
LIVE = World.LIVE
Step = Callable[[], None]


@pytest.fixture(autouse=True)
def _fresh_generations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worker sees a new generation at once, unless a test makes one lag."""
    monkeypatch.setattr(vault, "STALE", -1.0)


def begin(key_dir: Path, clock: FixedClock, *purposes: str) -> None:
    """Create keys and publish the next generation."""
    for purpose in purposes:
        keys.add(key_dir, LIVE, purpose, make_oprf=GROUP.random_scalar)
    ring = keys.load(key_dir)
    epoch, storage = ring.newest(LIVE, "oprf")[0], ring.newest(LIVE, "store")[0]
    with transaction() as session:
        rotation.start(session, LIVE, epoch=epoch, storage_key_id=storage, now=clock.now())


def lift_all(limit: int = 2) -> None:
    """Move every row, a few a transaction."""
    while True:
        with transaction() as session:
            if not rotation.lift(session, current_vault(), LIVE, limit=limit):
                return


def finish(clock: FixedClock) -> None:
    with transaction() as session:
        rotation.finish(session, LIVE, now=clock.now())


def forget(clock: FixedClock) -> tuple[set[int], set[int]]:
    with transaction() as session:
        return rotation.forget(session, LIVE, now=clock.now())


def rows(session: Session) -> tuple[int, set[tuple[int, int]]]:
    """How many live people there are, and under which keys their tags lie."""
    session.rollback()
    people = session.scalar(select(func.count()).where(Identifier.world == LIVE)) or 0
    wanted = select(IdentifierTag.epoch, IdentifierTag.storage_key_id)
    tags = {(row[0], row[1]) for row in session.execute(wanted.where(IdentifierTag.world == LIVE))}
    session.rollback()
    return people, tags


@pytest.mark.parametrize(
    ("purposes", "after"),
    [(["oprf"], (2, 1)), (["store"], (1, 2)), (["oprf", "store"], (2, 2))],
)
def test_everybody_is_found_in_every_step_of_a_rotation(
    shop: Keeper,
    session: Session,
    key_dir: Path,
    clock: FixedClock,
    purposes: list[str],
    after: tuple[int, int],
) -> None:
    people = [f"+7916000000{n}" for n in range(5)]
    before = shop.elements(*people)
    for n, name in enumerate(before):
        shop.put(f"A-{n}", [name])
    refs = [{"ref": each["refs"][0]} for each in shop.ask(*([name] for name in before))]

    def all_known(names: list[dict[str, Any]]) -> bool:
        return all(each["own_history"]["paid"] == 1 for each in shop.ask(*([n] for n in names)))

    begin(key_dir, clock, *purposes)
    assert all_known(before)
    assert all_known(refs)
    shop.put("B-1", BORIS)
    with transaction() as other:
        rotation.lift(other, current_vault(), LIVE, limit=2)
    assert all_known(before)
    lift_all()
    assert all_known(before)
    finish(clock)
    lift_all()
    assert all_known(before)
    assert all_known(shop.elements(*people))
    assert all_known(refs)
    assert shop.ask(BORIS)[0]["own_history"]["paid"] == 1
    assert rows(session) == (6, {after})


def test_an_old_element_is_lifted_for_48_hours_and_then_gone(
    shop: Keeper, session: Session, key_dir: Path, clock: FixedClock
) -> None:
    old = shop.element(ANNA)
    shop.put("A-1", [old])
    begin(key_dir, clock, "oprf")
    lift_all()
    finish(clock)
    assert shop.element(ANNA)["epoch"] == 2
    clock.advance(timedelta(hours=47))
    assert forget(clock) == (set(), set())
    assert shop.ask([old])[0]["own_history"]["paid"] == 1
    clock.advance(timedelta(hours=1))
    assert forget(clock) == ({1}, set())
    keys.retire(key_dir, LIVE, "oprf", 1)
    assert shop.ask([old])[0]["error"]["code"] == "epoch_gone"
    assert shop.put("A-2", [old]).status_code == 409
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 1


def test_a_key_is_not_forgotten_while_a_row_lies_under_it(
    shop: Keeper, key_dir: Path, clock: FixedClock
) -> None:
    shop.put("A-1", ANNA)
    begin(key_dir, clock, "oprf")
    finish(clock)
    clock.advance(timedelta(days=3))
    with pytest.raises(RotationError):
        forget(clock)
    lift_all()
    assert forget(clock) == ({1}, set())


def test_one_rotation_at_a_time(app: Flask, key_dir: Path, clock: FixedClock) -> None:
    begin(key_dir, clock, "oprf")
    with pytest.raises(RotationError):
        begin(key_dir, clock, "store")
    finish(clock)
    with pytest.raises(RotationError):
        finish(clock)


def test_the_next_key_is_announced(shop: Keeper, key_dir: Path, clock: FixedClock) -> None:
    before = shop.send("GET", "/v1/params").get_json()
    begin(key_dir, clock, "oprf")
    announced = shop.send("GET", "/v1/params").get_json()
    assert (announced["epoch"], announced["next"]["epoch"]) == (1, 2)
    lift_all()
    finish(clock)
    after = shop.send("GET", "/v1/params").get_json()
    assert (after["epoch"], after["public_key"]) == (2, announced["next"]["public_key"])
    assert (before["next"], after["next"]) == (None, None)


def test_refs_outlive_a_rotation_of_their_own_key(shop: Keeper, key_dir: Path) -> None:
    ref = shop.ref(ANNA)
    shop.put("A-1", [ref])
    keys.add(key_dir, LIVE, "ref", make_oprf=GROUP.random_scalar)
    assert shop.ask([ref])[0]["own_history"]["paid"] == 1


def person(seed: bytes) -> ElementName:
    """Somebody's element under the first key, as a shop would have unblinded it."""
    point = GROUP.hash_to_group(seed)
    [element] = current_vault().holder.evaluate(LIVE, 1, [point])
    return ElementName(Kind.PHONE, points.encode(element), 1)


def element_name(sent: dict[str, Any]) -> ElementName:
    return ElementName(Kind(sent["kind"]), sent["element"], sent["epoch"])


def placed(session: Session, worker: Vault, name: ElementName) -> int:
    """The row of a person as one worker finds or makes it."""
    [found] = locate(session, worker, [name], shop_id=1, world=LIVE, direct_tier=False)
    assert isinstance(found, Located)
    if found.identifier_id is not None:
        return found.identifier_id
    made = create(session, [found], world=LIVE, today=TODAY)
    return made.by_tag[found.tags[0].tag]


@pytest.fixture
def laggard(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """A worker that believes for ever what it saw before the rotation began."""
    mine = current_vault()
    worker = Vault(mine.source, mine.holder, mine.group)
    seen = worker.generations(session, LIVE)
    session.rollback()
    monkeypatch.setattr(worker, "generations", lambda *_: seen)
    yield worker
    session.rollback()


@pytest.mark.parametrize("laggard_first", [True, False])
def test_a_lagging_worker_and_a_quick_one_make_one_row(
    session: Session, laggard: Vault, key_dir: Path, clock: FixedClock, *, laggard_first: bool
) -> None:
    begin(key_dir, clock, "oprf", "store")
    workers = [laggard, current_vault()] if laggard_first else [current_vault(), laggard]
    made = []
    for worker in workers:
        with transaction() as own:
            made.append(placed(own, worker, person(b"x")))
    assert made[0] == made[1]
    lift_all()
    assert rows(session) == (1, {(2, 2)})


def test_a_worker_that_still_believes_in_the_rotation_makes_one_row_after_its_end(
    session: Session, key_dir: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = current_vault()
    begin(key_dir, clock, "oprf", "store")
    late = Vault(mine.source, mine.holder, mine.group)
    seen = late.generations(session, LIVE)
    session.rollback()
    monkeypatch.setattr(late, "generations", lambda *_: seen)
    lift_all()
    finish(clock)
    with transaction() as own:
        first = placed(own, late, person(b"x"))
    with transaction() as own:
        assert placed(own, mine, person(b"x")) == first
    lift_all()
    assert rows(session) == (1, {(2, 2)})


def test_writing_only_the_new_tag_would_be_seen(
    session: Session,
    laggard: Vault,
    key_dir: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The broken variant: whoever knows the next generation writes under that one alone."""
    begin(key_dir, clock, "oprf", "store")
    hasty = current_vault()
    with transaction() as own:
        [found] = locate(own, hasty, [person(b"x")], shop_id=1, world=LIVE, direct_tier=False)
        assert isinstance(found, Located)
        alone = replace(found, tags=found.tags[-1:], retag=None)
        create(own, [alone], world=LIVE, today=TODAY)
    with transaction() as own:
        [found] = locate(own, laggard, [person(b"x")], shop_id=1, world=LIVE, direct_tier=False)
        assert isinstance(found, Located)
        create(own, [replace(found, retag=None)], world=LIVE, today=TODAY)
    lift_all()
    assert rows(session)[0] == 2


def test_lookups_and_new_people_go_on_while_every_key_changes(
    app: Flask, shop: Keeper, session: Session, key_dir: Path, clock: FixedClock
) -> None:
    known = [f"+7916000001{n}" for n in range(4)]
    elements = shop.elements(*known)
    for n, name in enumerate(elements):
        shop.put(f"A-{n}", [name])
    wrong: list[Any] = []
    done = threading.Event()

    def customer(number: int) -> None:
        turn = 0
        while not done.is_set() or turn < 3:
            turn += 1
            paid = [each["own_history"]["paid"] for each in shop.ask(*([e] for e in elements))]
            stranger = f"+79{number}60{turn % 5:06d}"
            answer = shop.put(f"{stranger}-{turn}", stranger)
            if paid != [1] * 4 or answer.status_code != 201:
                wrong.append((paid, answer.get_data(as_text=True)))
            done.wait(0.05)  # SQLite's writers stand in no queue: leave room for the rotation

    threads = [threading.Thread(target=customer, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    try:
        with app.app_context():
            for purposes in (["oprf"], ["store"]):
                begin(key_dir, clock, *purposes)
                lift_all(limit=3)
                finish(clock)
                lift_all(limit=3)
            keys.add(key_dir, LIVE, "order", make_oprf=GROUP.random_scalar)
            keys.add(key_dir, LIVE, "ref", make_oprf=GROUP.random_scalar)
            db.session.remove()
    finally:
        done.set()
        for thread in threads:
            thread.join(timeout=60)
    lift_all()
    assert wrong == []
    people, tags = rows(session)
    assert tags == {(2, 2)}
    assert people == distinct_people(session)


def distinct_people(session: Session) -> int:
    """How many rows a tag leads to: a row that nothing leads to would be a person lost."""
    wanted = select(IdentifierTag.identifier_id).where(IdentifierTag.world == LIVE)
    ids = session.scalars(wanted).all()
    session.rollback()
    assert len(ids) == len(set(ids))
    return len(ids)


def test_new_people_named_by_two_requests_in_opposite_orders_are_made_once(
    app: Flask, session: Session
) -> None:
    forward = [person(bytes([n])) for n in range(6)]
    backward = forward[::-1]
    start = threading.Barrier(2)

    def work(names: list[ElementName]) -> None:
        with app.app_context(), transaction() as own:
            found = [
                each
                for each in locate(
                    own, current_vault(), names, shop_id=1, world=LIVE, direct_tier=False
                )
                if isinstance(each, Located)
            ]
            own.rollback()
            start.wait(timeout=30)
            create(own, found, world=LIVE, today=TODAY)

    threads = [threading.Thread(target=work, args=(names,)) for names in (forward, backward)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert rows(session)[0] == 6


def test_who_waited_for_the_meter_finds_what_was_made_meanwhile(session: Session) -> None:
    [before] = locate(
        session, current_vault(), [person(b"x")], shop_id=1, world=LIVE, direct_tier=False
    )
    assert isinstance(before, Located)
    made = create(session, [before], world=LIVE, today=date(2026, 11, 21))
    assert find_again(session, [before], world=LIVE) == made.by_tag
    assert find_again(session, [], world=LIVE) == {}


def test_a_request_that_was_open_all_through_a_rotation_makes_nobody_twice(
    shop: Keeper, session: Session, key_dir: Path, clock: FixedClock
) -> None:
    """It looked for a person under keys from which all rows have been moved since."""
    shop.put("A-1", ANNA)
    name = element_name(shop.element(ANNA))
    [slow] = locate(session, current_vault(), [name], shop_id=1, world=LIVE, direct_tier=False)
    [stranger] = locate(
        session, current_vault(), [person(b"x")], shop_id=1, world=LIVE, direct_tier=False
    )
    session.rollback()
    assert isinstance(slow, Located)
    assert isinstance(stranger, Located)
    unlucky = replace(slow, identifier_id=None)
    begin(key_dir, clock, "oprf", "store")
    lift_all()
    finish(clock)
    lift_all()
    with transaction() as own:
        made = create(own, [unlucky, stranger], world=LIVE, today=TODAY)
    assert made.by_tag[slow.tags[0].tag] == slow.identifier_id
    assert rows(session) == (2, {(2, 2)})


def test_a_request_that_wrote_under_the_tags_it_came_with_would_be_seen(
    shop: Keeper, session: Session, key_dir: Path, clock: FixedClock
) -> None:
    """The broken variant: it does not ask again which generations live."""
    shop.put("A-1", ANNA)
    name = element_name(shop.element(ANNA))
    [slow] = locate(session, current_vault(), [name], shop_id=1, world=LIVE, direct_tier=False)
    session.rollback()
    assert isinstance(slow, Located)
    begin(key_dir, clock, "oprf", "store")
    lift_all()
    finish(clock)
    lift_all()
    with transaction() as own:
        create(own, [replace(slow, retag=None)], world=LIVE, today=TODAY)
    assert rows(session)[0] == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_key_is_published_when_nobody_writes_under_the_old_ones_alone(
    app: Flask, session: Session, key_dir: Path, clock: FixedClock
) -> None:
    """On SQLite writers take turns; here one that makes people is held up in the middle."""
    [found] = locate(
        session, current_vault(), [person(b"x")], shop_id=1, world=LIVE, direct_tier=False
    )
    assert isinstance(found, Located)
    create(session, [found], world=LIVE, today=TODAY)
    with Session(db.engine) as other, pytest.raises(BusyError):
        rotation.start(other, LIVE, epoch=2, storage_key_id=1, now=clock.now())
    session.commit()
    with Session(db.engine) as other:
        rotation.start(other, LIVE, epoch=2, storage_key_id=1, now=clock.now())
        other.rollback()
