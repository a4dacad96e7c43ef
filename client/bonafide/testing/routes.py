"""The paths of a fake registry."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from bonafide.protocol.base64url import pack
from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.oprf import evaluate, prove
from bonafide.protocol.points import decode, encode
from bonafide.protocol.suite import PROTOCOL, SUITE
from bonafide.testing.answers import trust_answer
from bonafide.testing.log import Log
from bonafide.testing.news import News
from bonafide.testing.orders import Orders
from bonafide.testing.passes import Passes
from bonafide.testing.people import People
from bonafide.testing.problems import ProblemError

Body = dict[str, Any]
CANARY = hashlib.sha256(b"the canary of a fake registry").digest()


class Routes:
    """Method and path → an answer, or ProblemError."""

    def __init__(
        self, people: People, orders: Orders, passes: Passes, news: News, log: Log
    ) -> None:
        self._people = people
        self._orders = orders
        self._news = news
        self.announced = False
        self.allowance: Body = {"people": 10_000, "points": 20_000}
        self.terms: Body = {"call_attempts": 2, "currency": "RUB"}
        self._fixed: dict[tuple[str, str], Callable[[Body], Body]] = {
            ("GET", "/v1/params"): lambda _: self.params(),
            ("POST", "/v1/evaluations"): self._evaluate,
            ("POST", "/v1/lookups"): self._look_up,
            ("PUT", "/v1/reports"): self._orders.record,
            ("POST", "/v1/reports"): self._record_many,
            ("POST", "/v1/reports/find"): lambda body: self._orders.find(body["order_ref"]),
            ("GET", "/v1/shop/terms"): lambda _: self.terms,
            ("PUT", "/v1/shop/terms"): self._put_terms,
            ("GET", "/v1/shop"): lambda _: {"name": "Fake shop", "standing": "active"},
            ("GET", "/v1/shop/budgets"): lambda _: {
                "budgets": [],
                "import_allowance": self.allowance,
            },
            ("POST", "/v1/passes/verify"): passes.verify,
            ("GET", "/.well-known/jwks.json"): lambda _: passes.jwks(),
            ("GET", "/v1/disputes"): lambda query: news.disputes(query.get("cursor")),
            ("GET", "/v1/log/checkpoint"): lambda _: log.checkpoint(),
            ("GET", "/v1/log/consistency"): log.consistency,
            ("GET", "/v1/log/inclusion"): log.inclusion,
            ("GET", "/v1/changes"): lambda query: news.changes(query.get("cursor")),
        }

    def answer(self, method: str, path: str, body: Body) -> Body:
        """The body of a 200. ``body`` is the query where there is no body."""
        if method == "DELETE" and path.startswith("/v1/reports/"):
            return self._orders.retract(path.rpartition("/")[2], body["revision"])
        if path.startswith("/v1/disputes/"):
            return self._one_dispute(method, path.split("/")[3:], body)
        route = self._fixed.get((method, path))
        if route is None:
            raise ProblemError("not_found")
        try:
            return route(body)
        except ProtocolError:
            raise ProblemError("bad_point") from None

    def params(self) -> Body:
        """The public parameters."""
        people = self._people
        following = {
            "epoch": people.epoch + 1,
            "public_key": encode(people.following.public),
        }
        return {
            "protocol": PROTOCOL,
            "suite": SUITE,
            "epoch": people.epoch,
            "next": following if self.announced else None,
            "public_key": encode(people.keys.public),
            "canary": {"x": pack(CANARY), "element": encode(people.element(CANARY))},
            "proofs": True,
            "max_points": 1000,
        }

    def _evaluate(self, body: Body) -> Body:
        group, (secret, public) = self._people.group, self._people.keys
        points = [decode(point, group=group) for point in body["points"]]
        evaluated = [evaluate(secret, point, group=group) for point in points]
        answer: Body = {"epoch": self._people.epoch, "points": [encode(p) for p in evaluated]}
        if body.get("proof"):
            answer["proof"] = pack(prove(secret, public, points, evaluated, group=group))
        return answer

    def _look_up(self, body: Body) -> Body:
        return {"data": [_or_error(self._answer, item) for item in body["items"]]}

    def _answer(self, item: Mapping[str, Any]) -> Body:
        named = [self._people.named(name) for name in item["identifiers"]]
        refs = [self._people.ref(kind, row) for kind, row in named]
        for _, row in named:
            if "problem" in row.told:
                raise ProblemError(row.told["problem"])
        return trust_answer(f"lkp_{secrets.token_urlsafe(12)}", [row for _, row in named], refs)

    def _record_many(self, body: Body) -> Body:
        return {"data": [_or_error(self._orders.record, each) for each in body["reports"]]}

    def _one_dispute(self, method: str, path: list[str], body: Body) -> Body:
        if method == "GET" and len(path) == 1:
            return self._news.dispute(path[0])
        if method == "POST" and path[1:] == ["answer"]:
            return self._news.answer(path[0], body)
        raise ProblemError("not_found")

    def _budgets(self) -> Body:
        return {"budgets": [], "import_allowance": self.allowance}

    def _put_terms(self, body: Body) -> Body:
        self.terms = body
        return body


def _or_error(work: Callable[[Mapping[str, Any]], Body], item: Mapping[str, Any]) -> Body:
    try:
        return work(item)
    except ProblemError as problem:
        return {"error": problem.document()}
    except ProtocolError:
        return {"error": ProblemError("bad_point").document()}
