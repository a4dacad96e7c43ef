"""The overview: the level in plain words, what would change it, what is proven."""

from flask import render_template

from registry.kernel.web.pages.format import day, number, percent, plural
from registry.portal.inside import cabinet_pages, read_cabinet
from registry.portal.notice import from_shop
from registry.portal.texts import pick
from registry.portal.texts.cabinet import (
    AT_SHOPS,
    HOME,
    LEVEL,
    OTHERS,
    WOULD_BE,
)
from registry.portal.texts.marks import REVIEWS, SHARED
from registry.portal.texts.notice import FROM_SHOP
from registry.portal.texts.words import KINDS, LEVELS
from registry.whitelist.service import Cabinet

blp = cabinet_pages("cabinet", __name__)
MOST_CHANGES = 4


@blp.get("/me/home")
def home() -> str:
    """What shops hear, and why."""
    seen, text = read_cabinet(), pick(HOME)
    title, words = pick(LEVEL)[seen.why.level]
    if seen.proven and all(each.frozen or each.opted_out for each in seen.proven):
        title, words = text["paused"], text["frozen"]
    return render_template(
        "portal/home.html",
        text=text,
        shop=from_shop(),
        come=pick(FROM_SHOP),
        title=title,
        level_words=words,
        silent=title == text["paused"],
        some_paused=title != text["paused"]
        and any(each.frozen or each.opted_out for each in seen.proven),
        risk=text["risk_words"].format(
            risk=percent(seen.why.risk),
            base=percent(seen.why.base),
            good=number(seen.why.good, 1),
            bad=number(seen.why.bad, 1),
        ),
        changes=changes(seen),
        seen=seen,
        kinds=pick(KINDS),
        shared=pick(SHARED),
        reviews=pick(REVIEWS),
        others=plural(seen.others, pick(OTHERS)) if seen.others else "",
    )


def changes(seen: Cabinet) -> list[str]:
    """What would change the level, and when, as sentences."""
    text, levels = pick(HOME), pick(LEVELS)
    by_itself = [
        text["in" if each.on in seen.hidden_ends else "on"].format(
            day=day(each.on, "LLLL y" if each.on in seen.hidden_ends else "long"),
            level=levels[each.level],
        )
        for each in seen.why.waiting[:MOST_CHANGES]
    ]
    by_orders = [
        plural(
            each.paid_orders,
            pick(WOULD_BE),
            level=levels[each.level],
            shops=pick(AT_SHOPS) if each.shops > 1 else "",
        )
        for each in seen.why.would_be
    ]
    return [*by_itself, *by_orders]
