"""Batches are looked up one at a time in a worker; who asks about a few has no part in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text

from registry.kernel.db import db
from registry.kernel.one_by_one import OneByOne
from registry.trust import service
from tests.rooms.keeper import Keeper


class Noted(OneByOne):
    """Tells how many turns were taken."""

    held = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The same, counted."""
        with super().turn():
            self.held += 1
            yield


def test_a_batch_has_its_turn_and_gives_it_back_whatever_happens(
    app: Flask, shop: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"ref": shop.ask(f"+7916000000{n}")[0]["refs"][0]} for n in range(9)]
    monkeypatch.setattr(service, "_BATCHES", turn := Noted())
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
    monkeypatch.setattr(service, "_BATCHES", turn := Noted())
    if begun:
        monkeypatch.setattr(
            "registry.trust.api.spend_now",
            lambda *_, **__: db.session().execute(text("SELECT 1")),
        )
    shop.ask(*[[each] for each in people])
    assert turn.held == (0 if begun else 1)
