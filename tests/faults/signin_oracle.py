"""Does signing in tell whether a number is known? Ask 2,000 times in turn and measure.

``python -m tests.faults.signin_oracle`` makes a registry on SQLite in which half the numbers have a
row, starts gunicorn by deploy/gunicorn.conf.py and asks over HTTP on loopback. Known and unknown
ones are asked about in turn, in an order drawn anew for each pair, and every answer, its length and
its time are compared. The area under the curve (AUC) says how well time alone tells them apart: .5
is chance.
"""

import argparse
import http.client
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import create_engine

from bonafide.protocol import digest
from bonafide.protocol.group import default_group
from bonafide.protocol.words import Kind, World
from registry.app import create_app
from registry.identifiers import rotation
from registry.identifiers.marking import find_or_make
from registry.identifiers.vault import current_vault
from registry.kernel import keys
from registry.kernel.clock import SystemClock
from registry.kernel.db import db, transaction
from registry.kernel.engines import prepare_engine
from registry.kernel.senders import post
from registry.kernel.senders.choosing import Senders
from registry.kernel.senders.demo import MemorySender
from registry.ops import schema
from registry.settings import Settings
from tests.journeys.deployed import gunicorn

Ask = Callable[[str, str], tuple["Answer", float]]
"""Type a number, from an address: what comes back, and after how long."""

RANDOM = ("Set-Cookie", "Content-Length")
PASSING = ("Date", "X-Request-Id", "RateLimit", "RateLimit-Policy")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, as far as anybody sees it."""

    status: int
    headers: Sequence[tuple[str, str]]
    data: bytes


@dataclass
class Seen:
    """What the known and the unknown got."""

    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)
    shapes: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})

    @property
    def auc(self) -> float:
        """How well time tells them apart, in whichever direction: .5 not at all, 1 always."""
        below = area(self.known, self.unknown)
        return max(below, 1 - below)


def area(first: Sequence[float], second: Sequence[float]) -> float:
    """The chance that one of ``first`` is greater than one of ``second`` (Mann and Whitney)."""
    ranked = sorted([(value, True) for value in first] + [(value, False) for value in second])
    ranks, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ranks += sum(is_first for _, is_first in ranked[at:end]) * (at + 1 + end) / 2
        at = end
    return (ranks - len(first) * (len(first) + 1) / 2) / (len(first) * len(second))


def measure(ask: Ask, *, pairs: int, known: Callable[[int], str], seed: int = 1) -> Seen:
    """Ask about ``pairs`` known and as many unknown numbers in turn."""
    seen, draw = Seen(), random.Random(seed)
    for number in range(pairs):
        order = [True, False]
        draw.shuffle(order)
        for is_known in order:
            typed = known(number) if is_known else unknown_number(number)
            address = f"198.{18 + is_known}.{number // 250}.{number % 250}"
            answered, took = ask(typed, address)
            (seen.known if is_known else seen.unknown).append(took)
            seen.shapes[is_known].add(shape(answered))
    return seen


def shape(answered: Answer) -> str:
    """Everything of an answer but what is random in it: status, headers, cookies, lengths."""
    headers = [
        (name, len(value) if name in RANDOM else value)
        for name, value in answered.headers
        if name not in PASSING
    ]
    return f"{answered.status} {sorted(map(str, headers))} {len(answered.data)}"


def known_number(number: int) -> str:
    """A number that the registry has a row for; every block of ten thousand is asked little."""
    return f"+7916{number % 1000:03}{number:04}"


def unknown_number(number: int) -> str:
    """One that it has none for."""
    return f"+7926{number % 1000:03}{number:04}"


@contextmanager
def registry(pairs: int) -> Iterator[Flask]:
    """A fresh registry in which ``pairs`` numbers are known, and as many others of other people."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/registry.db"
        engine = create_engine(url, connect_args={"isolation_level": None})
        prepare_engine(engine)
        schema.upgrade(engine)
        engine.dispose()
        key_dir = Path(folder) / "keys"
        keys.create_missing(key_dir, make_oprf=default_group().random_scalar)
        settings = Settings(
            database_url=url,
            key_dir=key_dir,
            demo=True,
            codes_a_day=10 * pairs + 100,
            rate_limit="1000000/minute",
        )
        app = create_app(settings)
        with app.app_context():
            post.register(app, post.PostRoom(Senders({Kind.PHONE: MemorySender()}), bag=10**6))
            with transaction() as session:
                rotation.begin_worlds(session, current_vault(), now=SystemClock().now())
            make_known(pairs)
            db.session.remove()
            yield app
            db.engine.dispose()


def make_known(pairs: int) -> None:
    """Rows for the known numbers."""
    with transaction() as session:
        for number in range(pairs):
            x = digest(Kind.PHONE, known_number(number))
            find_or_make(
                session,
                current_vault(),
                world=World.LIVE,
                kind=Kind.PHONE,
                digest=x,
                today=SystemClock().now().date(),
            )


def at_the_door(app: Flask) -> Ask:
    """The first form by Flask's test client, each time from a fresh browser; timed is the post."""

    def ask(typed: str, address: str) -> tuple[Answer, float]:
        client, origin = app.test_client(), {"REMOTE_ADDR": address}
        form = Context().run(client.get, "/me/in", environ_base=origin)
        found = TOKEN.search(form.get_data(as_text=True))
        fields = {"csrf_token": found[1] if found else "", "contact": typed}
        began = time.perf_counter()
        answered = Context().run(client.post, "/me/in", data=fields, environ_base=origin)
        took = time.perf_counter() - began
        return Answer(answered.status_code, list(answered.headers), answered.data), took

    return ask


@contextmanager
def served(app: Flask) -> Iterator[Ask]:
    """The same form of the same registry behind gunicorn, asked over a socket."""
    settings: Settings = app.extensions["bonafide-settings"]
    variables: Mapping[str, str] = {
        "BONAFIDE_DATABASE_URL": settings.database_url,
        "BONAFIDE_KEY_DIR": str(settings.key_dir),
        "BONAFIDE_CODES_A_DAY": str(settings.codes_a_day),
        "BONAFIDE_RATE_LIMIT": settings.rate_limit,
        "BONAFIDE_TRUSTED_PROXIES": "1",
        "BONAFIDE_SMS_SENDER": "file",
        "BONAFIDE_SENDER_FILE": str(settings.key_dir.parent / "messages"),
        "BONAFIDE_LOG_LEVEL": "WARNING",
    }
    with gunicorn(variables) as port:
        yield lambda typed, address: _post(port, typed, address)


def _post(port: int, typed: str, address: str) -> tuple[Answer, float]:
    """One visit on a connection of its own; timed is the post, to the last byte of its answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    said = {"X-Forwarded-For": address}
    line.request("GET", "/me/in", headers=said)
    form = line.getresponse()
    found = TOKEN.search(form.read().decode())
    cookies = SimpleCookie("; ".join(form.headers.get_all("Set-Cookie", [])))
    said["Cookie"] = "; ".join(f"{name}={each.value}" for name, each in cookies.items())
    said["Content-Type"] = "application/x-www-form-urlencoded"
    body = urlencode({"csrf_token": found[1] if found else "", "contact": typed})
    began = time.perf_counter()
    line.request("POST", "/me/in", body, said)
    answered = line.getresponse()
    data = answered.read()
    took = time.perf_counter() - began
    line.close()
    return Answer(answered.status, answered.getheaders(), data), took


def main() -> int:
    """Print one JSON document; 1 when the two can be told apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2_000)
    pairs = parser.parse_args().pairs
    with registry(pairs) as app, served(app) as ask:
        measure(ask, pairs=50, known=lambda n: known_number(n + 9_000), seed=7)
        seen = measure(ask, pairs=pairs, known=known_number)
    alike = seen.shapes[True] == seen.shapes[False]
    print(json.dumps({"pairs": pairs, "auc": round(seen.auc, 4), "answers_alike": alike}))  # noqa: T201 - a program
    return 0 if alike and seen.auc <= 0.53 else 1


if __name__ == "__main__":
    sys.exit(main())
