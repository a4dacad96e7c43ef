"""Evaluating blinded points, what is left of the budgets, and a shop's word on one person."""

from typing import Any

from flask import Response

from bonafide.protocol.base64url import pack
from bonafide.protocol.suite import PROTOCOL, SUITE
from bonafide.protocol.words import Advice
from registry.identifiers import service as identifiers
from registry.identifiers.errors import RefGoneError
from registry.identifiers.vault import current_vault
from registry.inquiries import service
from registry.inquiries.budgets import Counted, next_day_at
from registry.inquiries.leases import current_budgets, spend_now
from registry.inquiries.schemas import (
    BudgetsSchema,
    EvaluatedSchema,
    EvaluationSchema,
    OverriddenSchema,
    OverrideSchema,
    ParamsSchema,
)
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.answers import json_answer
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.parsing import JSON_BATCH
from registry.shops import service as shops
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope

blp = Blueprint("inquiries", __name__, guard=guard, description="Asking, and how much of it.")

_REF_PROBLEMS = ("ref_invalid", "ref_stale", "ref_gone")


@blp.route("/v1/params", methods=["GET"])
@blp.response(200, ParamsSchema)
def params() -> dict[str, Any]:
    """The public facts of your key's world: pin them on first use."""
    world = current_caller().world
    known = identifiers.params(db.session(), current_vault(), world=world)
    x, element = known.canary
    announced = known.next and {"epoch": known.next[0], "public_key": pack(known.next[1])}
    return {
        "protocol": PROTOCOL,
        "suite": SUITE,
        "epoch": known.epoch,
        "public_key": pack(known.public_key),
        "canary": {"x": pack(x), "element": pack(element)},
        "next": announced,
        "proofs": True,
        "max_points": identifiers.MAX_POINTS,
    }


@blp.route("/v1/evaluations", methods=["POST"])
@needs(Scope.LOOKUP, Scope.REPORT)
@blp.arguments(EvaluationSchema, location=JSON_BATCH)
@blp.written(200, EvaluatedSchema)
@blp.problems("bad_point", "proof_too_large", "budget_exhausted")
def evaluate(wanted: dict[str, Any]) -> Response:
    """Multiply blinded points by the registry's key. It learns nothing about who they are."""
    caller = current_caller()
    spend_now(caller, Counted.POINTS, len(wanted["points"]), now=context.now())
    made = identifiers.evaluate(
        db.session(),
        current_vault(),
        world=caller.world,
        blinded=wanted["points"],
        proof=wanted["proof"],
    )
    answer: dict[str, Any] = {"epoch": made.epoch, "points": made.points}
    return json_answer(answer if made.proof is None else answer | {"proof": pack(made.proof)})


@blp.route("/v1/shop/budgets")
@blp.response(200, BudgetsSchema)
def budgets() -> dict[str, Any]:
    """What you may still ask today, and what you may import."""
    now = context.now()
    state = service.read_budgets(
        db.session(), caller=current_caller(), today=now.date(), budgets=current_budgets()
    )
    return {
        "budgets": [
            {"name": name, "limit": each.limit, "used": each.used, "left": each.left}
            for name, each in state.readings.items()
        ],
        "import_allowance": {"people": state.import_people, "points": state.import_points},
        "renewed_at": next_day_at(now),
    }


@blp.route("/v1/shop/overrides/<string:ref>", methods=["PUT"])
@needs(Scope.LOOKUP, Scope.MANAGE)
@blp.arguments(OverrideSchema)
@blp.response(200, OverriddenSchema)
@blp.problems(*_REF_PROBLEMS)
def put_override(said: dict[str, Any], ref: str) -> dict[str, Any]:
    """Say what every answer about this person shall advise you. It never leaves your shop."""
    caller, session = current_caller(), db.session()
    identifier_id = _identifier(ref)
    advice = Advice(said["advice"])
    shops.put_override(session, caller.shop_id, identifier_id, advice=advice, now=context.now())
    ring, shop_id, world = context.keyring(), caller.shop_id, caller.world
    fresh = identifiers.ref_of(ring, identifier_id, shop_id=shop_id, world=world)
    return {"advice": advice, "ref": fresh}


@blp.route("/v1/shop/overrides/<string:ref>", methods=["DELETE"])
@needs(Scope.LOOKUP, Scope.MANAGE)
@blp.response(204)
@blp.problems(*_REF_PROBLEMS)
def delete_override(ref: str) -> None:
    """Take your word back; the registry's advice holds again."""
    shops.delete_override(db.session(), current_caller().shop_id, _identifier(ref))


def _identifier(ref: str) -> int:
    """The person behind a ref; raises RefInvalidError, RefStaleError, RefGoneError."""
    caller = current_caller()
    identifier_id = identifiers.id_of_ref(
        current_vault(), ref, shop_id=caller.shop_id, world=caller.world
    )
    if identifier_id not in identifiers.states(db.session(), [identifier_id]):
        raise RefGoneError
    return identifier_id
