"""What a shop may see and change about itself."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, g

from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.idempotency import idempotent
from registry.shops import service
from registry.shops.access import IssuedKey, KeyInfo
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope
from registry.shops.schemas import (
    IssuedKeySchema,
    KeysSchema,
    NewKeySchema,
    ShopSchema,
    TermsSchema,
)
from registry.shops.terms import Terms

Arguments = ParamSpec("Arguments")

blp = Blueprint("shops", __name__, guard=guard, description="The shop itself: terms and keys.")


@blp.route("/v1/shop")
@blp.response(200, ShopSchema)
def shop() -> dict[str, Any]:
    """Who you are to the registry."""
    caller = current_caller()
    member = service.get_shop(db.session(), caller.shop_id)
    return {
        "id": member.public_id,
        "name": member.name,
        "standing": member.standing,
        "direct_tier": member.direct_tier,
        "world": caller.world,
        "scopes": [scope for scope in Scope if scope in caller.scopes],
    }


@blp.route("/v1/shop/terms")
@blp.response(200, TermsSchema)
def terms() -> Terms:
    """Your terms, or the defaults while you set none."""
    caller = current_caller()
    return service.get_terms(db.session(), caller.shop_id, world=caller.world)


@blp.route("/v1/shop/terms", methods=["PUT"])
@needs(Scope.MANAGE)
@blp.arguments(TermsSchema)
@blp.response(200, TermsSchema)
def put_terms(new: Terms) -> Terms:
    """Replace your terms: what a failed order costs you and how you meet a risk."""
    caller, now = current_caller(), context.now()
    service.put_terms(db.session(), caller.shop_id, world=caller.world, terms=new, now=now)
    return new


@blp.route("/v1/shop/keys")
@needs(Scope.MANAGE)
@blp.response(200, KeysSchema)
def keys() -> dict[str, Any]:
    """Your keys of this world, revoked ones too; never their text."""
    caller = current_caller()
    return {"data": service.list_keys(db.session(), caller.shop_id, world=caller.world)}


def _with_text(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Put the new key into the answer after the answer without it has been stored for repeats."""

    @wraps(view)
    def shown(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        response = view(*args, **kwargs)
        issued: IssuedKey | None = g.pop("issued_key", None)
        if issued is not None:
            body = {**json.loads(response.get_data()), "key": issued.text}
            response.set_data(json.dumps(body))
            response.headers["Cache-Control"] = "no-store"
        return response

    return shown


@blp.route("/v1/shop/keys", methods=["POST"])
@needs(Scope.MANAGE)
@blp.arguments(NewKeySchema)
@_with_text
@idempotent
@blp.response(201, IssuedKeySchema)
@blp.problems("key_limit")
def issue_key(new: dict[str, Any]) -> KeyInfo:
    """Issue a key of this world; two may live at a time. Its text is in this one answer only."""
    caller = current_caller()
    issued = service.issue_key(
        db.session(),
        caller.shop_id,
        world=caller.world,
        scopes=new["scopes"],
        keyring=context.keyring(),
        now=context.now(),
    )
    g.issued_key = issued
    return issued.info


@blp.route("/v1/shop/keys/<string:key_id>", methods=["DELETE"])
@needs(Scope.MANAGE)
@blp.response(204)
def revoke_key(key_id: str) -> None:
    """End a key, your own as well: every worker refuses it within five seconds."""
    caller, now = current_caller(), context.now()
    service.revoke_key(db.session(), caller.shop_id, key_id, world=caller.world, now=now)
