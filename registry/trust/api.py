"""Lookups and the policy over HTTP."""

import tomllib
from collections.abc import Sequence
from typing import Any

from flask import Response
from orjson import Fragment

from bonafide.protocol.words import World
from registry.identifiers.vault import current_vault
from registry.inquiries.budgets import Counted
from registry.inquiries.leases import spend_now
from registry.kernel.db import db, lazy_session
from registry.kernel.errors import DomainError
from registry.kernel.kept import kept
from registry.kernel.web import arrival, context
from registry.kernel.web.answers import json_answer
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.kernel.web.language import language_of, requested_language
from registry.kernel.web.parsing import JSON_BATCH
from registry.kernel.web.problems import as_item_error
from registry.reports.couriers import COURIERS
from registry.settings import Settings
from registry.shops.auth import caller_of, current_caller, guard, needs
from registry.shops.rules import Scope
from registry.trust import service
from registry.trust.answering import current_answering
from registry.trust.economics.books import read_reliability
from registry.trust.economics.discounts import UNMEASURED, Discount
from registry.trust.explanation.explaining import explain_lookup
from registry.trust.explanation.wire import explanation_body
from registry.trust.responding import TrustAnswer
from registry.trust.schemas import (
    ExplanationSchema,
    LookupsSchema,
    PolicySchema,
    TrustAnswersSchema,
)
from registry.trust.wire import Answers

blp = Blueprint("lookups", __name__, guard=guard, description="Ask about a buyer.")
policy_blp = Blueprint("policy", __name__, guard=NO_AUTH, description="The published rules.")


@blp.route("/v1/lookups", methods=["POST"])
@needs(Scope.LOOKUP)
@blp.arguments(LookupsSchema, location=JSON_BATCH)
@blp.written(200, TrustAnswersSchema)
@blp.problems("budget_exhausted", "simulated_rate_limit", "simulated_outage")
def look_up(body: dict[str, Any]) -> Response:
    """Ask about 1 to 1,000 people; every item is answered, a bad one harms no other.

    Each question is logged and the person asked about can see it.
    """
    sent, at_hand, session = arrival.sent(), kept(), lazy_session()
    caller, now = caller_of(sent), context.now(at_hand)
    items = body["items"]
    good = [item for item in items if not isinstance(item, DomainError)]
    spend_now(caller, Counted.LOOKUPS, len(good), now=now, at_hand=at_hand)
    answering = current_answering(at_hand)
    around = answering.around(session, caller, now)
    found = service.look_up(
        session, current_vault(at_hand), caller=caller, questions=good, around=around, now=now
    )
    answers = _in_place(items, found)
    settings: Settings = at_hand["bonafide-settings"]
    writing = Answers(caller.shop_id, language_of(sent), f"{settings.public_url}/me")
    discount: Discount | None = UNMEASURED
    data: list[dict[str, Any] | Fragment] = []
    for index, answer in enumerate(answers):
        if isinstance(answer, DomainError):
            data.append(as_item_error(answer, at=f"/items/{index}"))
            continue
        if answer.assessment.discountable and discount is UNMEASURED:
            discount = answering.discounts.find(db.session(), caller, now=now)
        data.append(writing.write(answer, discount))
    return json_answer({"data": data})


def _in_place(items: Sequence[Any], found: list[TrustAnswer | DomainError]) -> Sequence[Any]:
    """An answer an item: items that could not be read are answered with what is wrong."""
    if len(found) == len(items):
        return found
    answers = iter(found)
    return [item if isinstance(item, DomainError) else next(answers) for item in items]


@blp.route("/v1/lookups/<string:lookup_id>", methods=["GET"])
@needs(Scope.LOOKUP)
@blp.response(200, ExplanationSchema)
def explain(lookup_id: str) -> dict[str, Any]:
    """How the answer to one of your lookups came about, made again for its day."""
    caller, session = current_caller(), db.session()
    around = current_answering().around(session, caller, context.now())
    found = explain_lookup(
        session, current_vault(), caller=caller, public_id=lookup_id, around=around
    )
    return explanation_body(found, caller.shop_id, language=requested_language())


@policy_blp.route("/v1/policy", methods=["GET"])
@policy_blp.response(200, PolicySchema)
def policy() -> dict[str, Any]:
    """The rules with every constant and its reason, and the couriers' codes."""
    answering = current_answering()
    document = tomllib.loads(answering.policy_text)
    plain = {name: value for name, value in document.items() if isinstance(value, dict)}
    counted_on, bins = read_reliability(db.session(), world=World.LIVE)
    return {
        "version": answering.policy.version,
        "model": answering.policy.model,
        "negatives": answering.policy.negatives.value,
        "constants": plain,
        "couriers": COURIERS,
        "reliability": {"counted_on": counted_on and counted_on.isoformat(), "bins": bins},
    }
