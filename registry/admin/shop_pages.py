"""``/admin/shops``: who is a member, and everything that one admin may do to one."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bonafide.protocol.words import World
from registry.admin import acts, deeds, watch
from registry.admin.desk import admin_blueprint, by_admin, member_named, show
from registry.admin.forms import ImportForm, NameForm, ReasonForm
from registry.admin.texts.desk import texts
from registry.admin.texts.flags import said as flag_said
from registry.inquiries import service as inquiries
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages import listing
from registry.kernel.web.pages.forms import PageForm, blame, said
from registry.shops import service as shops
from registry.shops.errors import BadShopNameError, KeyNotFoundError
from registry.shops.rules import Standing
from registry.shops.service import Member
from registry.staff.guards import current_account
from registry.staff.pages import invitation_link
from registry.staff.service import ActKind

blp = admin_blueprint("admin_shops", __name__)
MOVES = {
    Standing.PROBATION: (Standing.ACTIVE, Standing.SUSPENDED, Standing.LEFT),
    Standing.ACTIVE: (Standing.PROBATION, Standing.SUSPENDED, Standing.LEFT),
    Standing.SUSPENDED: (Standing.LEFT,),
    Standing.LEFT: (),
}
"""Where one admin may move a shop; out of a suspension only two can."""


@blp.get("/shops")
def shops_page() -> str:
    """All members, by standing and name."""
    text = texts()
    standing = listing.choice(
        "standing", text["standing"], listing.named(Standing, text, "standing_")
    )
    words = listing.search("q", text["search"])
    found = [
        each
        for each in shops.list_shops(db.session())
        if standing.value in ("", each.standing)
        and listing.fits(words.value, each.name, each.public_id)
    ]
    return show("shops", shops=listing.by_number(found), filters=(standing, words))


@blp.get("/shops/new")
@by_admin
def new_shop() -> str:
    """The form for another member."""
    return show("new_shop", form=NameForm())


@blp.post("/shops/new")
@by_admin
def admit() -> ResponseReturnValue:
    """Admit it and show its owner's link, once."""
    form = NameForm(request.form)
    if not form.validate():
        return show("new_shop", form=form), 422
    try:
        invited = deeds.admit(
            db.session(),
            context.keyring(),
            name=said(form.name),
            by=current_account(),
            now=context.now(),
        )
    except BadShopNameError:
        blame(form.name, texts()["bad_name"])
        return show("new_shop", form=form), 422
    return _link(invited)


@blp.get("/shops/<public_id>")
def shop(public_id: str) -> str:
    """One member: figures, flags, keys, and what can be done."""
    return _shop(member_named(db.session(), public_id), ImportForm(), ReasonForm())


def _shop(member: Member, allowance: PageForm, reason: PageForm) -> str:
    session, today = db.session(), context.now().date()
    account = inquiries.Account(member.shop_id, World.LIVE)
    watched = watch.watch_one(session, member, today=today)
    return show(
        "shop",
        shop=member,
        facts=watched.facts,
        flags=[flag_said(flag) for flag in watched.flags],
        keys=listing.by_number(shops.list_keys(session, member.shop_id), name="keys"),
        moves=MOVES[member.standing],
        allowance=allowance,
        reason=reason,
        import_people=inquiries.read_budgets(session, caller=account, today=today).import_people,
    )


@blp.post("/shops/<public_id>/standing/<to>")
@by_admin
def move(public_id: str, to: str) -> ResponseReturnValue:
    """Move it, with a reason."""
    wanted = Standing(to) if to in set(Standing) else None
    member = member_named(db.session(), public_id)
    if wanted not in MOVES[member.standing]:
        return redirect(_there(member), 303)
    return _with_reason(
        member,
        lambda note: deeds.move(
            db.session(), member, wanted, by=current_account(), note=note, now=context.now()
        ),
    )


@blp.post("/shops/<public_id>/muted/<word>")
@by_admin
def mute(public_id: str, word: str) -> ResponseReturnValue:
    """Mute it or let it count again, with a reason."""
    member = member_named(db.session(), public_id)
    return _with_reason(
        member,
        lambda note: deeds.mute(
            db.session(),
            member,
            muted=word == "on",
            by=current_account(),
            note=note,
            now=context.now(),
        ),
    )


@blp.post("/shops/<public_id>/propose/<kind>")
@by_admin
def propose(public_id: str, kind: str) -> ResponseReturnValue:
    """Put the end of its suspension, or an export, up for a second admin."""
    member = member_named(db.session(), public_id)
    wanted = ActKind.EXPORT if kind == ActKind.EXPORT else ActKind.UNSUSPEND
    if wanted is ActKind.UNSUSPEND and member.standing is not Standing.SUSPENDED:
        return redirect(_there(member), 303)
    return _with_reason(
        member,
        lambda note: acts.propose(
            db.session(), wanted, member, by=current_account(), note=note, now=context.now()
        ),
        done="proposed",
    )


def _with_reason(
    member: Member, act: Callable[[str], Any], *, done: str = "done"
) -> ResponseReturnValue:
    form = ReasonForm(request.form)
    if not form.validate():
        return _shop(member, ImportForm(), form), 422
    act(said(form.reason))
    flash(texts()[done])
    return redirect(_there(member), 303)


@blp.post("/shops/<public_id>/direct/<word>")
@by_admin
def direct(public_id: str, word: str) -> ResponseReturnValue:
    """Give or take the direct tier."""
    member = member_named(db.session(), public_id)
    deeds.allow_direct(
        db.session(), member, allowed=word == "on", by=current_account(), now=context.now()
    )
    flash(texts()["done"])
    return redirect(_there(member), 303)


@blp.post("/shops/<public_id>/import")
@by_admin
def allow_import(public_id: str) -> ResponseReturnValue:
    """Grant an import allowance."""
    member, form = member_named(db.session(), public_id), ImportForm(request.form)
    if not form.validate():
        return _shop(member, form, ReasonForm()), 422
    people, days = form.people.data or 0, form.days.data or 0
    deeds.allow_import(
        db.session(), member, people=people, days=days, by=current_account(), now=context.now()
    )
    flash(texts()["granted"])
    return redirect(_there(member), 303)


@blp.post("/shops/<public_id>/keys/<key_id>/revoke")
@by_admin
def revoke_key(public_id: str, key_id: str) -> ResponseReturnValue:
    """End one of its keys."""
    member = member_named(db.session(), public_id)
    try:
        deeds.revoke_key(db.session(), member, key_id, by=current_account(), now=context.now())
        flash(texts()["revoked_now"])
    except KeyNotFoundError:
        db.session().rollback()
    return redirect(_there(member), 303)


@blp.post("/shops/<public_id>/invite")
@by_admin
def invite_owner(public_id: str) -> ResponseReturnValue:
    """Another link for an owner, shown once."""
    member = member_named(db.session(), public_id)
    return _link(
        deeds.invite_owner(
            db.session(), context.keyring(), member, by=current_account(), now=context.now()
        )
    )


def _link(invited: deeds.Invited) -> str:
    title = texts()["admitted"].format(name=invited.member.name)
    return show("link", title=title, link=invitation_link(invited.token), shop=invited.member)


def _there(member: Member) -> str:
    return url_for("admin_shops.shop", public_id=member.public_id)
