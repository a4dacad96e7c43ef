"""``/desk/keys`` and ``/desk/staff``: keys with lines to paste, and the shop's own people."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import World
from registry.desk.blueprint import desk_blueprint
from registry.desk.caller import acting_shop, current_shop
from registry.desk.texts import pick
from registry.desk.texts.frame import SHARED
from registry.desk.texts.members import KEYS, STAFF, WORLDS
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.shops import service as shops
from registry.shops.errors import KeyLimitError
from registry.shops.rules import Scope
from registry.staff import service as staff
from registry.staff.errors import AccountNotFoundError, ForbiddenRoleError
from registry.staff.guards import current_account, needs
from registry.staff.pages import invitation_link
from registry.staff.roles import SHOPKEEPERS, Role

blp = desk_blueprint("desk_members", __name__)


@blp.get("/desk/keys")
def keys() -> str:
    """Every key that the shop ever had, and a form for one more."""
    return _keys()


@blp.post("/desk/keys")
@needs(Role.OWNER)
def issue_key() -> ResponseReturnValue:
    """Make a key and show it this once, with lines to paste."""
    shop = acting_shop()
    world = World.LIVE if request.form.get("world") == World.LIVE else World.TEST
    try:
        issued = shops.issue_key(
            db.session(),
            shop.shop_id,
            world=world,
            scopes=list(Scope),
            keyring=context.keyring(),
            now=context.now(),
        )
    except KeyLimitError:
        return _keys(pick(KEYS)["limit"]), 409
    url: str = current_app.extensions["bonafide-settings"].public_url
    page = render_template(
        "desk/new_key.html", text=pick(KEYS), key=issued.text, url=url, is_test=world is World.TEST
    )
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@blp.post("/desk/keys/<key_id>/end")
@needs(Role.OWNER)
def end_key(key_id: str) -> ResponseReturnValue:
    """End a key for good."""
    shop, session = acting_shop(), db.session()
    world = next(
        (each.world for each in shops.list_keys(session, shop.shop_id) if each.key_id == key_id),
        World.LIVE,
    )
    shops.revoke_key(session, shop.shop_id, key_id, world=world, now=context.now())
    flash(pick(KEYS)["ended_now"])
    return redirect(url_for("desk_members.keys"), 303)


def _keys(wrong: str = "") -> str:
    worlds = {str(each): said for each, said in pick(WORLDS).items()}
    world = listing.choice("of", pick(KEYS)["world"], worlds)
    found = shops.list_keys(db.session(), current_shop().shop_id)
    return render_template(
        "desk/keys.html",
        text=pick(KEYS),
        shared=pick(SHARED),
        worlds=pick(WORLDS),
        part=listing.by_number([each for each in found if world.value in ("", each.world)]),
        filters=(world,),
        may_change=current_account().role is Role.OWNER,
        wrong=wrong,
    )


@blp.get("/desk/staff")
def people() -> str:
    """The shop's accounts."""
    account, text = current_account(), pick(STAFF)
    role = listing.choice("of", text["role"], listing.named(sorted(SHOPKEEPERS), text, "role_"))
    found = staff.list_accounts(db.session(), shop_id=current_shop().shop_id)
    return render_template(
        "desk/staff.html",
        text=text,
        shared=pick(SHARED),
        part=listing.by_number([each for each in found if role.value in ("", each.role)]),
        filters=(role,),
        own=account,
        invitations=staff.list_open(
            db.session(), shop_id=current_shop().shop_id, now=context.now()
        ),
        may_change=account.role is Role.OWNER,
    )


@blp.post("/desk/staff")
@needs(Role.OWNER)
def invite() -> ResponseReturnValue:
    """Make a link for one more account and show it this once."""
    role = Role.OWNER if request.form.get("role") == Role.OWNER else Role.STAFF
    token = staff.invite(
        db.session(),
        context.keyring(),
        role=role,
        shop_id=acting_shop().shop_id,
        by=current_account(),
        now=context.now(),
    )
    page = render_template("desk/new_link.html", text=pick(STAFF), link=invitation_link(token))
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@blp.post("/desk/staff/withdraw")
@needs(Role.OWNER)
def withdraw() -> ResponseReturnValue:
    """Void every link that nobody has used yet."""
    staff.withdraw_open(db.session(), shop_id=acting_shop().shop_id)
    flash(pick(STAFF)["withdrawn"])
    return redirect(url_for("desk_members.people"), 303)


@blp.post("/desk/staff/<name>/close")
@needs(Role.OWNER)
def close(name: str) -> ResponseReturnValue:
    """Close an account of the shop; nobody closes his own, so that an owner is always left."""
    shop_id = acting_shop().shop_id
    if name == current_account().login:
        raise ForbiddenRoleError
    mine = {
        each.login: each.account_id for each in staff.list_accounts(db.session(), shop_id=shop_id)
    }
    if name not in mine:
        raise AccountNotFoundError
    staff.close(db.session(), mine[name], shop_id=shop_id, now=context.now())
    flash(pick(STAFF)["closed_now"])
    return redirect(url_for("desk_members.people"), 303)
