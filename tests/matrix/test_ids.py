"""An id of somebody else's looks exactly like one that does not exist, in every route."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bonafide.protocol.words import ChangeKind, World
from registry.disputes.papers import NewFile
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.kernel.ids import read_public_id
from registry.kernel.web import context
from registry.notices import feed
from registry.shops import service as shops
from registry.staff import service as staff
from tests.matrix.cast import Cast, gather
from tests.matrix.ids import BODIES, IDS, OPEN, OUTER, Things
from tests.matrix.table import ROUTES, Actor
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.papers_of import png
from tests.rooms.keeper import ANNA, BORIS, Keeper

ANGLES = re.compile(r"<[^>]+>")
OF_THE_REQUEST = re.compile(
    r'name="csrf_token" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|req_\w+|"request_id": ?"[^"]*"'
)
NOT_COMPARED = {"x-request-id", "date", "ratelimit", "set-cookie"}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cast(app: Flask, clock: FixedClock) -> Cast:
    return gather(app, clock)


@pytest.fixture
def things(cast: Cast) -> Things:
    """Something of everything."""
    shop, other = cast.keepers[Actor.KEY], cast.keepers[Actor.OTHER_KEY]
    lookup = shop.ask(ANNA)[0]
    report = shop.failed("A-1", ANNA).get_json()["id"]
    own = other.failed("B-1", BORIS).get_json()["id"]
    court = Court(cast.app, cast.clock)
    dispute, own_dispute = (
        court.contest(each, text="x", new_files=(NewFile(png()),)) for each in (report, own)
    )
    hook = shop.send(
        "POST",
        "/v1/webhooks",
        {"url": "https://hooks.example/"},
        headers={"Idempotency-Key": "hook"},
    ).get_json()["id"]
    tell(cast, shop)
    papers = shop.send("GET", f"/v1/disputes/{dispute.public_id}").get_json()["papers"]
    file = next(each for each in papers if each["purpose"] == "evidence")["id"]
    row = read_public_id("rep_", report)
    assert row
    with cast.app.app_context(), transaction() as session:
        member, other_member = (
            shops.get_shop(session, each.shop_id).public_id for each in (shop, other)
        )
        ring, now = context.keyring(), cast.clock.now()
        ada = cast.accounts[Actor.ADMIN].account_id
        token = staff.begin(session, ring, account_id=ada, browser="?", now=now)
        signed_in = staff.authenticate(session, ring, token, now=now)
        [browser] = staff.list_browsers(session, signed_in, now=now)
        key = next(
            each.key_id
            for each in shops.list_keys(session, shop.shop_id)
            if list(each.scopes) == ["lookup"]
        )
    db.session.remove()
    return Things(
        shop=shop.shop_id,
        other_shop=other.shop_id,
        report=report,
        report_row=row[1],
        lookup=lookup["id"],
        dispute=dispute.public_id,
        file=file,
        paper=next(each.paper_id for each in dispute.papers if each.media == "image/png"),
        key=key,
        hook=hook,
        delivery=shop.send("GET", "/v1/webhooks/deliveries").get_json()["data"][0]["id"],
        ref=lookup["refs"][0],
        own_dispute=own_dispute.public_id,
        browser=browser.name,
        account=cast.accounts[Actor.STAFF].account_id,
        member=member,
        other_member=other_member,
    )


def tell(cast: Cast, shop: Keeper) -> None:
    """Something on its way to the shop's webhook."""
    with cast.app.app_context(), transaction() as session:
        feed.write(
            session,
            shop_id=shop.shop_id,
            world=World.LIVE,
            kind=ChangeKind.DISPUTE_OPENED,
            names={"dispute": "dsp_x"},
            now=cast.clock.now(),
        )
    db.session.remove()


def knock(cast: Cast, things: Things, route: str, actor: Actor, named: str) -> Any:
    """What is seen of the answer to one id: all of it but what belongs to the request."""
    method, _, rule = route.partition(" ")
    said = dict((IDS | BODIES)[route].said)
    if route in BODIES:
        rule, _, name = rule.partition(" ")
        said[name] = named
    else:
        outer = OUTER[route](things) if route in OUTER else ""
        if outer and actor is IDS[route].owner:
            outer = things.dispute
        if outer:
            rule = ANGLES.sub(outer, rule, count=1)
        elif len(ANGLES.findall(rule)) > 1:
            rule = ANGLES.sub(named, rule, count=1)
        rule = ANGLES.sub(named, rule)
    return seen(cast.knock(actor, method, rule, said), named)


def seen(answer: TestResponse, named: str) -> Any:
    """Status, headers and body, with ID for what was named."""
    headers = sorted(
        (name.lower(), value.replace(named, "ID"))
        for name, value in answer.headers.items()
        if name.lower() not in NOT_COMPARED and not name.lower().startswith("ratelimit")
    )
    body = OF_THE_REQUEST.sub("", answer.get_data().decode(errors="replace")).replace(named, "ID")
    return answer.status_code, dict(headers) | {"content-length": ""}, body


def test_every_route_with_an_id_says_whose_it_is() -> None:
    angled = {route for route in ROUTES if "<" in route}
    assert angled - IDS.keys() - OPEN.keys() == set(), "say in tests/matrix/ids.py whose ids"
    assert (IDS.keys() | OPEN.keys()) - angled == set(), "no such route any more"
    assert IDS.keys() & OPEN.keys() == set()


@on_sqlite
def test_anothers_id_looks_exactly_like_a_missing_one(cast: Cast, things: Things) -> None:
    wrong = []
    for route, each in (IDS | BODIES).items():
        for actor in each.others:
            real = knock(cast, things, route, actor, each.real(things))
            for make in each.missing:
                named = make(things)
                missing = knock(cast, things, route, actor, named)
                if real != missing and not (named == "x" and real[0] == missing[0] == 404):
                    wrong.append((route, actor.value, named, difference(real, missing)))
    assert wrong == [], "\n".join(map(str, wrong))


def difference(one: Any, other: Any) -> Any:
    """What tells them apart, short enough to read."""
    if one[0] != other[0]:
        return one[0], other[0]
    if one[1] != other[1]:
        return set(one[1].items()) ^ set(other[1].items())
    return one[2][:200], other[2][:200]


@on_sqlite
def test_whose_it_is_can_tell(cast: Cast, things: Things) -> None:
    """So every id above is really there, and nothing is equal because nothing was found."""
    blind = []
    for route, each in (IDS | BODIES).items():
        if each.owner is None or ends_it_again(route):
            continue
        real = knock(cast, things, route, each.owner, each.real(things))
        missing = knock(cast, things, route, each.owner, each.missing[0](things))
        if real == missing:
            blind.append((route, real[0]))
    assert blind == []


def ends_it_again(route: str) -> bool:
    """What another row of the table has ended before."""
    return route in ("POST /desk/webhooks/<hook_id>/remove", "POST /desk/keys/<key_id>/end")
