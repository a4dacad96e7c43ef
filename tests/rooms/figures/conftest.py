"""Shops that report and ask over HTTP, each about people named by a word."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from registry.shops import service as shops
from tests.rooms.conftest import Actor, Call, admit


def named(who: str) -> dict[str, str]:
    """One phone that stands for a person."""
    return {"kind": "phone", "digest": pack(hashlib.sha256(who.encode()).digest())}


@dataclass(frozen=True)
class Teller:
    """A shop with what it can say and ask."""

    actor: Actor
    call: Call
    clock: FixedClock

    def told(self, who: str, outcome: str = "paid", *, days_ago: int = 0, **more: Any) -> Any:
        """Report one order; a failure is the customer's, with a courier's record, and told."""
        body = filing(who, outcome, self.today - timedelta(days=days_ago)) | more
        answer = self.call("PUT", "/v1/reports", self.actor.key, json=body)
        assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
        return answer.get_json()

    def retract(self, report: str) -> None:
        """Take a report back."""
        answer = self.call("DELETE", f"/v1/reports/{report}", self.actor.key, json={"revision": 2})
        assert answer.status_code == 200, answer.get_data(as_text=True)

    def told_many(self, bodies: list[dict[str, Any]]) -> None:
        """Report many at once."""
        answer = self.call(
            "POST",
            "/v1/reports",
            self.actor.key,
            json={"reports": bodies},
            headers={"Idempotency-Key": uuid.uuid4().hex},
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert all("error" not in each for each in answer.get_json()["data"])

    def is_honest(self) -> None:
        """Report good orders too: who files nothing but failures is not believed."""
        self.told_many([filing(f"{self.actor.shop_id} {n}", "paid", self.today) for n in range(40)])

    def asked(self, *who: str, **more: Any) -> Any:
        """The answer about one person."""
        item = {
            "identifiers": [named(each) for each in who],
            "order_ref": uuid.uuid4().hex,
            "purpose": "dispatch",
            "payment": "cod",
        }
        answer = self.call("POST", "/v1/lookups", self.actor.key, json={"items": [item | more]})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()["data"][0]

    def got(self, path: str, status: int = 200) -> Any:
        """One page of the API."""
        answer = self.call("GET", path, self.actor.key)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    @property
    def today(self) -> date:
        return self.clock.now().date()


def filing(who: str, outcome: str, occurred_on: date, **more: Any) -> dict[str, Any]:
    """A report's body."""
    failed = outcome not in {"paid", "returned", "cancelled"}
    told = {"customer_told_on": occurred_on.isoformat()} if failed else {}
    body = {
        "order_ref": uuid.uuid4().hex,
        "identifiers": [named(who)],
        "outcome": outcome,
        "fault": "customer",
        "evidence": "courier_event" if failed else "payment_record",
        "payment": "cod",
        "occurred_on": occurred_on.isoformat(),
        "amount_band": "1500-2999",
        "revision": 1,
    }
    return body | told | more


Admit = Callable[..., Teller]


@pytest.fixture
def teller(app: Flask, clock: FixedClock, call: Call) -> Admit:
    """Admit one more shop."""

    def one_more(name: str, world: World = World.LIVE) -> Teller:
        actor = admit(app, clock, name, world)
        with transaction() as session:
            shops.set_direct_tier(session, actor.shop_id, allowed=True)
        return Teller(actor, call, clock)

    return one_more


@pytest.fixture
def night(app: Flask, clock: FixedClock) -> Callable[[int], None]:
    """Let days pass and the nightly job run at the end of them."""

    def pass_days(days: int = 1) -> None:
        clock.advance(timedelta(days=days))
        jobs.run("trust-refit")

    return pass_days
