"""``/figures`` and ``/shops/shp_…``: what everybody may read. No person, no single order in it."""

from datetime import date, timedelta

from flask import abort, render_template

from bonafide.protocol.words import World
from registry.admin.desk import member_named
from registry.admin.texts import desk
from registry.admin.texts.public import texts
from registry.disputes import figures
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages import charts
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.shops.rules import Standing

blp = PageBlueprint("public", __name__, guard=NO_AUTH)
"""Published for everybody."""

QUARTERS = 6
YEAR = timedelta(days=365)


@blp.get("/figures")
def figures_page() -> str:
    """The last quarters, the present one among them."""
    session, text = db.session(), texts()
    counted = [
        figures.quarter(session, world=World.LIVE, first_on=first, last_on=last)
        for first, last in quarters(context.now().date(), QUARTERS)
    ]
    shown = [each for each in counted if each.filed]
    picture = charts.bars(
        text["quarter"],
        [name_of(each.first_on) for each in reversed(shown)],
        {
            text["disputed"]: [float(each.disputed) for each in reversed(shown)],
            text["upheld"]: [(each.upheld_share or 0.0) * each.decided for each in reversed(shown)],
        },
    )
    names = {each.first_on: name_of(each.first_on) for each in shown}
    return render_template(
        "admin/figures.html", text=text, rows=shown, names=names, picture=picture
    )


@blp.get("/shops/<public_id>")
def card(public_id: str) -> str:
    """A member's card; who left has none any more."""
    session, today = db.session(), context.now().date()
    member = member_named(session, public_id)
    if member.standing is Standing.LEFT:
        abort(404)
    found = figures.card(
        session,
        shop_id=member.shop_id,
        world=World.LIVE,
        first_on=today - YEAR,
        last_on=today,
    )
    standing = desk.texts()[f"standing_{member.standing}"]
    return render_template(
        "admin/card.html", text=texts(), shop=member, card=found, standing=standing
    )


def quarters(today: date, number: int) -> list[tuple[date, date]]:
    """First and last days of the present quarter and those before it, the newest first."""
    found, last = [], today
    for _ in range(number):
        first = date(last.year, 3 * ((last.month - 1) // 3) + 1, 1)
        found.append((first, last))
        last = first - timedelta(days=1)
    return found


def name_of(first: date) -> str:
    """``2026-Q4``."""
    return f"{first.year}-Q{(first.month + 2) // 3}"
