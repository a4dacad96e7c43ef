"""Webhooks and the feed of changes over HTTP."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, g

from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.idempotency import idempotent
from registry.kernel.web.paging import PageArguments, cut_page, decode_cursor
from registry.notices.schemas import (
    ChangesSchema,
    DeliveriesSchema,
    DeliverySchema,
    NewWebhookSchema,
    WebhooksSchema,
    WebhookWithSecretSchema,
)
from registry.notices.service import feed, webhooks
from registry.notices.webhooks import Hook, Sent
from registry.settings import Settings
from registry.shops.auth import current_caller, guard, needs
from registry.shops.rules import Scope

blp = Blueprint("notices", __name__, guard=guard, description="What changed after you asked.")

Arguments = ParamSpec("Arguments")


def _with_secret(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Put a new secret into the answer that leaves, and never into the one that is stored."""

    @wraps(view)
    def shown(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        response = view(*args, **kwargs)
        secret = g.pop("webhook_secret", None)
        if secret is not None:
            body = json.loads(response.get_data())
            response.set_data(json.dumps(body | {"secret": secret}))
            response.headers["Cache-Control"] = "no-store"
        return response

    return shown


@blp.route("/v1/changes", methods=["GET"])
@needs(Scope.LOOKUP, Scope.REPORT, Scope.MANAGE)
@blp.arguments(PageArguments, location="query")
@blp.response(200, ChangesSchema)
@blp.problems("bad_cursor")
def list_changes(query: dict[str, Any]) -> dict[str, Any]:
    """What changed, oldest first. Keep the cursor and go on from it; nothing is lost in between."""
    caller, cursor = current_caller(), query["cursor"]
    after = decode_cursor(cursor, size=1)[0] if cursor else 0
    found = feed.read(
        db.session(),
        shop_id=caller.shop_id,
        world=caller.world,
        after=after,
        limit=query["limit"] + 1,
    )
    rows, following = cut_page(found, limit=query["limit"], position=lambda each: (each.number,))
    return {"data": [each.as_json() for each in rows], "next_cursor": following}


@blp.route("/v1/webhooks", methods=["GET"])
@needs(Scope.MANAGE)
@blp.response(200, WebhooksSchema)
def list_webhooks() -> dict[str, Any]:
    """Your webhooks; a disabled one answered 410 Gone."""
    caller = current_caller()
    found = webhooks.list_hooks(db.session(), shop_id=caller.shop_id, world=caller.world)
    return {"data": found}


@blp.route("/v1/webhooks", methods=["POST"])
@needs(Scope.MANAGE)
@blp.arguments(NewWebhookSchema)
@_with_secret
@idempotent
@blp.response(201, WebhookWithSecretSchema)
@blp.problems("bad_webhook_url", "webhook_limit")
def add_webhook(body: dict[str, Any]) -> Hook:
    """Be told of changes, signed as Standard Webhooks has it."""
    caller, settings = current_caller(), current_app.extensions["bonafide-settings"]
    made = webhooks.add(
        db.session(),
        context.keyring(),
        shop_id=caller.shop_id,
        world=caller.world,
        url=body["url"],
        loopback=_loopback(settings),
        now=context.now(),
    )
    return _shown_once(made)


@blp.route("/v1/webhooks/<hook_id>", methods=["DELETE"])
@needs(Scope.MANAGE)
@blp.response(204)
def remove_webhook(hook_id: str) -> None:
    """Be told no more; what was on its way is dropped."""
    caller = current_caller()
    webhooks.remove(db.session(), shop_id=caller.shop_id, world=caller.world, hook_id=hook_id)


@blp.route("/v1/webhooks/<hook_id>/rotate", methods=["POST"])
@needs(Scope.MANAGE)
@_with_secret
@idempotent
@blp.response(200, WebhookWithSecretSchema)
def rotate_webhook(hook_id: str) -> Hook:
    """A new secret. For 24 hours both sign; a disabled webhook is awake again."""
    caller = current_caller()
    made = webhooks.rotate(
        db.session(),
        context.keyring(),
        shop_id=caller.shop_id,
        world=caller.world,
        hook_id=hook_id,
        now=context.now(),
    )
    return _shown_once(made)


@blp.route("/v1/webhooks/deliveries", methods=["GET"])
@needs(Scope.MANAGE)
@blp.arguments(PageArguments, location="query")
@blp.response(200, DeliveriesSchema)
@blp.problems("bad_cursor")
def list_deliveries(query: dict[str, Any]) -> dict[str, Any]:
    """What was sent, newest first."""
    caller = current_caller()
    found = webhooks.list_sent(
        db.session(),
        shop_id=caller.shop_id,
        world=caller.world,
        after=decode_cursor(query["cursor"], size=2) if query["cursor"] else None,
        limit=query["limit"] + 1,
    )
    rows, following = cut_page(found, limit=query["limit"], position=lambda each: each.place)
    return {"data": rows, "next_cursor": following}


@blp.route("/v1/webhooks/deliveries/<delivery_id>/resend", methods=["POST"])
@needs(Scope.MANAGE)
@idempotent
@blp.response(200, DeliverySchema)
def resend(delivery_id: str) -> Sent:
    """Send it again, at once."""
    caller = current_caller()
    return webhooks.resend(
        db.session(),
        shop_id=caller.shop_id,
        world=caller.world,
        delivery_id=delivery_id,
        now=context.now(),
    )


def _shown_once(made: Hook) -> Hook:
    """Keep the secret out of the answer that is stored for repeats."""
    g.webhook_secret = made.secret
    return replace(made, secret=None)


def _loopback(settings: Settings) -> bool:
    return settings.webhook_loopback
