"""Batches are looked up one at a time in a worker; who asks about a few has no part in it."""

import threading

import pytest
from flask import Flask
from sqlalchemy import text

from registry.kernel.db import db
from registry.trust import service
from tests.rooms.keeper import Keeper


class Noted:
    """A lock that tells who held it."""

    def __init__(self) -> None:
        self.held = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()
        self.held += 1

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def test_a_batch_has_its_turn_and_gives_it_back_whatever_happens(
    app: Flask, shop: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"ref": shop.ask(f"+7916000000{n}")[0]["refs"][0]} for n in range(9)]
    monkeypatch.setattr(service, "_ONE_BATCH", turn := Noted())
    shop.ask(*[[each] for each in people[:8]])
    assert turn.held == 0
    shop.ask(*[[each] for each in people])
    assert turn.held == 1
    with monkeypatch.context() as broken:
        broken.setattr("registry.trust.responding.Answering.answer", lambda *_: 1 / 0)
        items = [shop.question([each]) for each in people]
        assert shop.send("POST", "/v1/lookups", {"items": items}).status_code == 500
    assert len(shop.ask(*[[each] for each in people])) == 9


@pytest.mark.parametrize("begun", [True, False])
def test_who_holds_a_transaction_does_not_wait_for_those_who_may_wait_for_it(
    app: Flask, shop: Keeper, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    """Whose turn it is may be in line to write, behind that very transaction."""
    people = [{"ref": shop.ask(f"+7916000000{n}")[0]["refs"][0]} for n in range(9)]
    monkeypatch.setattr(service, "_ONE_BATCH", turn := Noted())
    if begun:
        monkeypatch.setattr(
            "registry.trust.api.spend_now",
            lambda *_, **__: db.session().execute(text("SELECT 1")),
        )
    shop.ask(*[[each] for each in people])
    assert turn.held == (0 if begun else 1)
