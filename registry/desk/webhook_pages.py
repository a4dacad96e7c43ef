"""``/desk/webhooks``: where changes are sent, with the log of each sending and a way to repeat."""

from datetime import UTC, datetime

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.texts import pick
from registry.desk.texts.frame import SHARED
from registry.desk.texts.webhooks import WEBHOOKS
from registry.kernel.db import db
from registry.kernel.web import context
from registry.notices import webhooks
from registry.notices.errors import BadWebhookUrlError, WebhookLimitError
from registry.notices.webhooks import Hook, Sent
from registry.staff.guards import current_account, needs
from registry.staff.roles import Role

PAGE = 50

blp = desk_blueprint("desk_webhooks", __name__)


@blp.get("/desk/webhooks")
def first_page() -> str:
    """Addresses and the newest sendings."""
    return _page()


@blp.post("/desk/webhooks")
@needs(Role.OWNER)
def add() -> ResponseReturnValue:
    """Send changes to one more address; its secret is shown this once."""
    shop, url, text = acting_shop(), request.form.get("url", "").strip(), pick(WEBHOOKS)
    try:
        made = webhooks.add(
            db.session(),
            context.keyring(),
            shop_id=shop.shop_id,
            world=shop.world,
            url=url,
            loopback=current_app.extensions["bonafide-settings"].webhook_loopback,
            now=context.now(),
        )
    except BadWebhookUrlError:
        return _page(text["bad"], url), 422
    except WebhookLimitError:
        return _page(text["limit"], url), 409
    return _secret(made)


@blp.post("/desk/webhooks/<hook_id>/rotate")
@needs(Role.OWNER)
def rotate(hook_id: str) -> ResponseReturnValue:
    """A new secret beside the old one, which lives on for a day."""
    shop = acting_shop()
    made = webhooks.rotate(
        db.session(),
        context.keyring(),
        shop_id=shop.shop_id,
        world=shop.world,
        hook_id=hook_id,
        now=context.now(),
    )
    return _secret(made)


@blp.post("/desk/webhooks/<hook_id>/remove")
@needs(Role.OWNER)
def remove(hook_id: str) -> ResponseReturnValue:
    """Send nothing there any more."""
    shop = acting_shop()
    webhooks.remove(db.session(), shop_id=shop.shop_id, world=shop.world, hook_id=hook_id)
    flash(pick(WEBHOOKS)["removed"])
    return redirect(url_for("desk_webhooks.first_page"), 303)


@blp.post("/desk/webhooks/sent/<delivery_id>/resend")
def resend(delivery_id: str) -> ResponseReturnValue:
    """Send one message again, at once."""
    shop = acting_shop()
    webhooks.resend(
        db.session(),
        shop_id=shop.shop_id,
        world=shop.world,
        delivery_id=delivery_id,
        now=context.now(),
    )
    flash(pick(WEBHOOKS)["again"])
    return redirect(url_for("desk_webhooks.first_page"), 303)


def _secret(made: Hook) -> ResponseReturnValue:
    page = render_template("desk/new_secret.html", text=pick(WEBHOOKS), secret=made.secret)
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(wrong: str = "", url: str = "") -> str:
    shop, session = current_shop(), db.session()
    hooks = webhooks.list_hooks(session, shop_id=shop.shop_id, world=shop.world)
    found = webhooks.list_sent(
        session, shop_id=shop.shop_id, world=shop.world, after=_after(), limit=PAGE + 1
    )
    return render_template(
        "desk/webhooks.html",
        text=pick(WEBHOOKS),
        shared=pick(SHARED),
        hooks=hooks,
        rows=found[:PAGE],
        further=_further(found[PAGE - 1]) if found[PAGE:] else None,
        may_change=current_account().role is Role.OWNER,
        wrong=wrong,
        url=url,
    )


def _further(last: Sent) -> str:
    return f"?made={last.made_at.timestamp():.6f}&row={last.row_id}"


def _after() -> tuple[datetime, int] | None:
    """The place in the log that a link of ours leads to; nonsense leads to its beginning."""
    try:
        made = datetime.fromtimestamp(float(request.args["made"]), UTC)
        return made, int(request.args["row"])
    except (KeyError, ValueError, OverflowError, OSError):
        return None
