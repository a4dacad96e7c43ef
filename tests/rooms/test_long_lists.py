"""Every long list of both desks: all of it over several pages, narrowed, and empty in words."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.words import ChangeKind, World
from registry.admin import review_pages
from registry.inquiries import runs
from registry.inquiries.models import Inquiry, Planted
from registry.kernel.clock import FixedClock
from registry.kernel.db import insert_all, transaction
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.paging import encode_cursor
from registry.notices import feed, webhooks
from registry.shops import service as shops
from registry.shops.rules import Scope
from registry.staff import service as staff
from registry.staff.roles import Role
from registry.whitelist.models import Review
from tests.rooms.admin.conftest import PASSWORD, seated
from tests.rooms.conftest import Actor
from tests.rooms.desk.test_desk_pages import hire
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.shopkeeper import answer
from tests.rooms.keeper import Keeper
from tests.rooms.visitor import Visitor

MANY, SIZE = 5, 2
FAR = encode_cursor((1 << 63) - 1, 1)
"""A place behind the end of time."""
ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
CARD = re.compile(r"<(?:article|section)>\s*<h2>(.*?)</(?:article|section)>", re.DOTALL)
NOTHING = "Nothing fits"


def rows(text: str) -> list[str]:
    """The rows of tables, or the cards."""
    found = [row for body in BODY.findall(text) for row in ROW.findall(body)]
    return found or CARD.findall(text)


def part_of(text: str, name: str) -> str:
    """What stands below one of the headings of a page, if there are several lists."""
    return next((each for each in text.split("<h2>") if name and each.startswith(name)), text)


def walk(who: Visitor, path: str, *, heading: str = "", key: str = "page|cursor") -> list[str]:
    """All rows of a list, page by page as its links lead."""
    seen: list[str] = []
    there: str | None = path
    while there:
        text = part_of(who.read(there), heading)
        found = rows(text)
        assert 0 < len(found) <= SIZE, (there, len(found))
        assert ('rel="first"' in text) is bool(seen), there
        seen += found
        links = re.findall(rf'href="([^"]*[?&](?:amp;)?(?:{key})=[^"]+)" rel="next"', text)
        there = unescape(links[0]) if links else None
    assert len(set(seen)) == len(seen), f"{path}: something is shown twice"
    return seen


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows to a page."""
    monkeypatch.setattr(listing, "SIZE", SIZE)
    monkeypatch.setattr(review_pages, "FEW", SIZE)


@pytest.fixture
def dispute_ids(app: Flask, clock: FixedClock, shop: Keeper) -> list[str]:
    """Ten cases; the first five wait for an admin, the rest for the shop."""
    court, opened = Court(app, clock), []
    for number in range(2 * MANY):
        report = shop.failed(f"A-{number}", f"+79160002{number:03d}").get_json()["id"]
        opened.append(court.contest(report).public_id)
    for each in opened[:MANY]:
        assert answer(shop, each).status_code == 200
    return opened


@pytest.fixture
def crowd(app: Flask, clock: FixedClock) -> list[int]:
    """Five more shops, each of which asked about a planted number."""
    now = clock.now()
    with transaction() as session:
        made = [shops.add_shop(session, f"Лавка {n}", now=now).shop_id for n in range(MANY)]
        insert_all(session, Planted, [{"identifier_id": 1, "planted_on": now.date()}])
        met = {
            "run": runs.first_of(now.date()),
            "identifier_id": 1,
            "asked_on": now.date(),
            "purpose": "dispatch",
        }
        asked = [{"shop_id": each, "lookup_id": n} for n, each in enumerate(made)]
        insert_all(session, Inquiry, [met | each for each in asked])
        same = {"asked_on": now.date(), "was_frozen": False}
        reviews = [{"kind": "erasure" if n else "doubt", "id": n + 1} for n in range(MANY)]
        insert_all(session, Review, [same | each | {"identifier_id": 1} for each in reviews])
    return made


def test_the_lists_of_admins_have_pages_and_filters(
    app: Flask,
    clock: FixedClock,
    north: Actor,
    dispute_ids: list[str],
    crowd: list[int],
) -> None:
    ada = seated(app, clock, "ada", Role.ADMIN)
    for number in range(MANY - 1):
        add_account(app, clock, f"reader-{number}", Role.AUDITOR, None)
    with app.app_context(), transaction() as session:
        there = f"/admin/shops/{shops.get_shop(session, north.shop_id).public_id}"
    for number in range(MANY):
        clock.advance(timedelta(seconds=1))
        ada.send(there, f"{there}/propose/export", reason=f"He leaves, {number}.")
    ada.send(there, f"{there}/direct/on")

    for heading, key in (("To be ruled on", "page"), ("Waiting for somebody", "waiting")):
        assert len(walk(ada, "/admin/disputes", heading=heading, key=key)) == MANY
    assert len(walk(ada, "/admin/shops")) == MANY + 1
    assert len(walk(ada, "/admin/people")) == MANY
    assert len(walk(ada, "/admin/acts")) == MANY
    assert len(walk(ada, "/admin/flags")) == MANY
    assert len(walk(ada, "/admin/reviews")) == MANY
    assert len(walk(ada, "/admin/journal")) == MANY + 1

    assert len(walk(ada, "/admin/disputes?q=северная", heading="To be ruled", key="page")) == MANY
    assert len(walk(ada, f"/admin/disputes?q={dispute_ids[0]}")) == 1
    assert len(walk(ada, "/admin/shops?standing=active")) == 1
    assert len(walk(ada, "/admin/shops?q=лавка")) == MANY + 1
    assert len(walk(ada, "/admin/people?role=auditor")) == MANY - 1
    assert len(walk(ada, "/admin/acts?kind=export")) == MANY
    assert len(walk(ada, "/admin/flags?kind=canary")) == MANY
    assert len(walk(ada, "/admin/reviews?kind=erasure")) == MANY - 1
    assert len(walk(ada, "/admin/journal?did=propose&who=ada")) == MANY
    for path in (
        "/admin/disputes?q=nobody",
        "/admin/shops?standing=left",
        "/admin/acts?kind=rotate",
        "/admin/flags?kind=scanning",
        "/admin/reviews?kind=new_number",
        "/admin/journal?who=nobody",
    ):
        assert NOTHING in ada.read(path), path
    for nonsense in ("page=0", "page=-1", "page=x", "page=999999999999", "role=nobody"):
        ada.read(f"/admin/people?{nonsense}")
    for cursor in ("x", FAR):
        assert ada.open(f"/admin/journal?cursor={cursor}").status_code == 400


def test_the_lists_of_a_shop_have_pages_and_filters(
    app: Flask,
    clock: FixedClock,
    north: Actor,
    shop: Keeper,
    dispute_ids: list[str],
    make_changes: Callable[[int], None],
) -> None:
    owner = hire(app, clock, "olga", Role.OWNER, north.shop_id)
    for number in range(MANY - 1):
        add_account(app, clock, f"helper-{number}", Role.STAFF, north.shop_id)
        with transaction() as session:
            key = issue(session, north.shop_id, clock)
            shops.revoke_key(session, north.shop_id, key, world=World.TEST, now=clock.now())
    shop.ask(*["+79160002000"] * MANY)
    shop.ask("+79160002000", purpose="discount")
    make_changes(MANY)

    assert len(walk(owner, "/desk/disputes")) == MANY
    assert len(walk(owner, "/desk/disputes?which=all")) == 2 * MANY
    assert len(walk(owner, "/desk/disputes?which=all&reason=paid")) == 2 * MANY
    assert len(walk(owner, "/desk/checks")) == MANY + 1
    assert len(walk(owner, "/desk/checks?purpose=dispatch")) == MANY
    assert len(walk(owner, "/desk/keys")) == MANY
    assert len(walk(owner, "/desk/keys?of=test")) == MANY - 1
    assert len(walk(owner, "/desk/staff")) == MANY
    assert len(walk(owner, "/desk/staff?of=staff")) == MANY - 1
    assert len(walk(owner, "/desk/webhooks", heading="What was sent")) == MANY
    assert len(walk(owner, "/desk/webhooks?state=waiting", heading="What was sent")) == MANY
    for path in (
        "/desk/disputes?reason=wrong_person",
        "/desk/checks?day=2020-01-01",
        "/desk/checks?purpose=compensation",
        "/desk/webhooks?state=failed",
    ):
        assert NOTHING in owner.read(path), path
    listed = owner.read("/desk/webhooks")
    [again, *_] = re.findall(r'action="(/desk/webhooks/sent/dlv_\w+/resend)"', listed)
    assert owner.send("/desk/webhooks", again).status_code == 303
    assert "It is sent again." in owner.read("/desk/webhooks")
    for path in ("/desk/disputes", "/desk/checks", "/desk/webhooks"):
        assert owner.open(f"{path}?cursor=x").status_code == 400, path
    assert owner.open(f"/desk/webhooks?cursor={FAR}").status_code == 400


def add_account(app: Flask, clock: FixedClock, login: str, role: Role, shop_id: int | None) -> None:
    """Somebody who never signs in."""
    with app.app_context(), transaction() as session:
        ring, now = context.keyring(), clock.now()
        link = staff.invite(session, ring, role=role, shop_id=shop_id, by=None, now=now)
        staff.accept(session, ring, link, login=login, password=PASSWORD, now=now)


def issue(session: Any, shop_id: int, clock: FixedClock) -> str:
    """A key of the test world."""
    issued = shops.issue_key(
        session,
        shop_id,
        world=World.TEST,
        scopes=[Scope.LOOKUP],
        keyring=context.keyring(),
        now=clock.now(),
    )
    return issued.info.key_id


@pytest.fixture
def make_changes(app: Flask, clock: FixedClock, north: Actor) -> Callable[[int], None]:
    """Let the shop be told of something so many times, at an address that nobody reaches."""

    def tell(times: int) -> None:
        with transaction() as session:
            webhooks.add(
                session,
                context.keyring(),
                shop_id=north.shop_id,
                world=World.LIVE,
                url="https://hooks.shop.example/",
                loopback=False,
                now=clock.now(),
            )
            for _ in range(times):
                feed.write(
                    session,
                    shop_id=north.shop_id,
                    world=World.LIVE,
                    kind=ChangeKind.DISPUTE_OPENED,
                    names={"dispute": "dsp_x"},
                    now=clock.now(),
                )

    return tell
