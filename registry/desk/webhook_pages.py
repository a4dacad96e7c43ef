"""``/desk/webhooks``: where changes are sent, with the log of each sending and a way to repeat."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.texts import pick
from registry.desk.texts.frame import SHARED
from registry.desk.texts.webhooks import ANSWERS, WEBHOOKS
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.paging import decode_cursor
from registry.notices import webhooks
from registry.notices.errors import BadWebhookUrlError, WebhookLimitError
from registry.notices.rules import DeliveryState
from registry.notices.webhooks import Hook
from registry.staff.guards import current_account, needs
from registry.staff.roles import Role

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
    return _secret(made, renewed=True)


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


def _secret(made: Hook, *, renewed: bool = False) -> ResponseReturnValue:
    page = render_template(
        "desk/new_secret.html", text=pick(WEBHOOKS), secret=made.secret, renewed=renewed
    )
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(wrong: str = "", url: str = "") -> str:
    shop, session, text = current_shop(), db.session(), pick(WEBHOOKS)
    cursor = request.args.get("cursor", "")
    state = listing.choice("state", text["state"], listing.named(DeliveryState, text, ""))
    found = webhooks.list_sent(
        session,
        shop_id=shop.shop_id,
        world=shop.world,
        after=decode_cursor(cursor, size=2) if cursor else None,
        limit=listing.SIZE + 1,
        state=state.value,
    )
    return render_template(
        "desk/webhooks.html",
        text=text,
        shared=pick(SHARED),
        answers=pick(ANSWERS),
        hooks=webhooks.list_hooks(session, shop_id=shop.shop_id, world=shop.world),
        sent=listing.by_cursor(found, position=lambda each: each.place),
        filters=(state,),
        may_change=current_account().role is Role.OWNER,
        wrong=wrong,
        url=url,
    )
