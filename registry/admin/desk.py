"""What every page of the admin's desk shares: its guard, its menu, its sentences."""

from collections.abc import Sequence
from typing import Any, Final

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from registry.admin.texts.desk import texts
from registry.kernel.web.pages.blueprint import Link, PageBlueprint
from registry.shops import service as shops
from registry.shops.rules import find_shop_id
from registry.shops.service import Member
from registry.staff import guards
from registry.staff.guards import current_account
from registry.staff.roles import ADMINS, Role

PAGES: Final = ("disputes", "shops", "flags", "reviews", "acts", "journal", "people")
by_admin = guards.needs(Role.ADMIN)
"""Stands below the route of everything that changes something: auditors read."""


def admin_blueprint(name: str, import_name: str) -> PageBlueprint:
    """A part of the desk below ``/admin``."""
    return PageBlueprint(
        name, import_name, guard=guards.guard_of(*ADMINS), menu=menu, url_prefix="/admin"
    )


def menu() -> Sequence[Link]:
    """The parts of the desk."""
    text, path = texts(), request.path
    parts = [Link("/admin", text["home"], here=path == "/admin")]
    for name in PAGES:
        there = f"/admin/{name}"
        parts.append(
            Link(
                there,
                text.get(f"{name}_short", text[name]),
                here=path == there or path.startswith(f"{there}/"),
            )
        )
    return [*parts, Link("/staff/account", text["account"])]


def show(template: str, **said: Any) -> str:
    """A page of the desk; ``may_act`` tells whether buttons are of any use."""
    may_act = current_account().role is Role.ADMIN
    return render_template(f"admin/{template}.html", text=texts(), may_act=may_act, **said)


def member_named(session: Session, public_id: str) -> Member:
    """The shop of an address; 404 for what is none."""
    shop_id = find_shop_id(public_id)
    member = None if shop_id is None else shops.find_shop(session, shop_id)
    if member is None:
        abort(404)
    return member


def row_named(text: str) -> int:
    """The row id of an address; 404 for what is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 1 << 63:
        abort(404)
    return int(text)
