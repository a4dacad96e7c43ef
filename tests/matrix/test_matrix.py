"""Every route and everybody who may knock: who has no business there gets nothing.

Whether the right ones get in is here, too, so that a table that forbids everything is no way out.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from registry.kernel.clock import FixedClock
from tests.matrix.cast import Cast, gather
from tests.matrix.table import ROUTES, Actor

DOORS = ("/staff/sign-in?next=", "/me/in", "/me/ticket")
UNNAMED = ("HEAD", "OPTIONS")
NUMBER = re.compile(r"<int:\w+>")
WORD = re.compile(r"<(?:\w+:)?\w+>")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cast(app: Flask, clock: FixedClock) -> Cast:
    return gather(app, clock)


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - set(UNNAMED)):
                yield f"{method} {rule.rule}", rule


def path_of(route: str) -> tuple[str, str]:
    """Method and address, with a word or a number in place of each id."""
    method, _, rule = route.partition(" ")
    return method, WORD.sub("x", NUMBER.sub("1", rule))


def is_shut(answer: TestResponse) -> bool:
    """Refused, or led to a door."""
    if answer.status_code == 303:
        return answer.headers["Location"].startswith(DOORS)
    return answer.status_code in (401, 403)


def test_every_route_says_who_may_knock(app: Flask) -> None:
    found = {route for route, _ in routes(app)}
    assert found - set(ROUTES) == set(), "say in tests/matrix/table.py who may"
    assert set(ROUTES) - found == set(), "no such route any more"


@pytest.mark.parametrize("actor", list(Actor))
def test_whoever_may_not_is_kept_out_and_whoever_may_is_not(cast: Cast, actor: Actor) -> None:
    wrong = []
    for route, allowed in ROUTES.items():
        answer = cast.knock(actor, *path_of(route))
        open_to_all = allowed == frozenset(Actor)
        if actor not in allowed and not is_shut(answer):
            wrong.append((route, "got in", answer.status_code))
        if actor in allowed and not open_to_all and is_shut(answer):
            wrong.append((route, "was kept out", answer.status_code))
        if answer.status_code >= 500:
            wrong.append((route, "broke", answer.status_code))
    assert wrong == []
