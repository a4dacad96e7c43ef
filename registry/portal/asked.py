"""Who asked about the person, when, and for what."""

from flask import render_template, request

from registry.portal.inside import cabinet_pages, read_cabinet
from registry.portal.texts import pick
from registry.portal.texts.cabinet import ASKED
from registry.portal.texts.words import PURPOSES

blp = cabinet_pages("asked", __name__)
A_PAGE = 50


def page_number() -> int:
    """The page asked for, from 1."""
    return max(1, request.args.get("page", 1, type=int))


@blp.get("/me/asked")
def asked() -> str:
    """Every question of a shop, the newest first."""
    rows, page = read_cabinet().lookups, page_number()
    start = (page - 1) * A_PAGE
    return render_template(
        "portal/asked.html",
        text=pick(ASKED),
        rows=rows[start : start + A_PAGE],
        purposes=pick(PURPOSES),
        further=f"/me/asked?page={page + 1}" if len(rows) > start + A_PAGE else None,
        start="/me/asked" if page > 1 else None,
    )
