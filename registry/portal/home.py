"""The overview: the level in plain words, what would change it, what is proven."""

from collections.abc import Iterator

from flask import render_template

from bonafide.protocol.words import Kind, ReportState
from registry.disputes.service import contesting
from registry.disputes.words import Phase
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.pages.format import day, number, percent, plural
from registry.portal.contesting import contestant_of
from registry.portal.inside import cabinet_pages, read_cabinet
from registry.portal.notice import from_shop
from registry.portal.orders import is_to_come, title
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
from registry.whitelist.service import Cabinet, Proven

blp = cabinet_pages("cabinet", __name__)
MOST_CHANGES = 4


@blp.get("/me/home")
def home() -> str:
    """What shops hear, and why."""
    seen, text = read_cabinet(), pick(HOME)
    heading, words = level_words(seen)
    cases = contesting.list_mine(db.session(), contestant=contestant_of(), now=context.now())
    return render_template(
        "portal/home.html",
        text=text,
        shop=from_shop(),
        come=pick(FROM_SHOP),
        title=heading,
        level_words=words,
        some_paused="" if seen.silent else _paused(seen, "some_"),
        risk=text["risk_words"].format(
            risk=percent(seen.kept.risk),
            base=percent(seen.kept.base),
            good=number(seen.kept.good, 1),
            bad=number(seen.kept.bad, 1),
        ),
        changes=changes(seen),
        seen=seen,
        kinds=pick(KINDS),
        shared=pick(SHARED),
        reviews=pick(REVIEWS),
        cases=cases,
        open_cases=sum(each.case.phase is not Phase.CLOSED for each in cases),
        by_mail=seen.enrolled_on is not None and any(e.kind == Kind.EMAIL for e in seen.proven),
        under_review=dict.fromkeys(seen.under_review),
        others=plural(seen.others, pick(OTHERS)) if seen.others else "",
    )


def level_words(seen: Cabinet) -> tuple[str, str]:
    """A heading and a sentence: the level, or that shops hear nothing."""
    if seen.silent:
        return pick(HOME)["paused"], _paused(seen)
    return pick(LEVEL)[seen.why.level]


def _paused(seen: Cabinet, which: str = "") -> str:
    """What the person chose for what is silent; empty if nothing is."""
    text = pick(HOME)
    said = {"no_part" if each.opted_out else "frozen" for each in seen.proven if _is_silent(each)}
    return " ".join(text[which + name] for name in sorted(said))


def _is_silent(each: Proven) -> bool:
    return each.frozen or each.opted_out


def changes(seen: Cabinet) -> list[str]:
    """What would change the level, and when, as sentences."""
    if seen.silent:
        return list(_while_silent(seen))
    return [*_to_come(seen), *_by_itself(seen), *_by_orders(seen)]


def _while_silent(seen: Cabinet) -> Iterator[str]:
    text = pick(HOME)
    no_part = all(each.opted_out for each in seen.proven)
    yield text["while_no_part" if no_part else "while_frozen"]
    yield text["lifted"].format(level=pick(LEVELS)[seen.kept.level])


def _to_come(seen: Cabinet) -> Iterator[str]:
    """What is filed and counts later, and the end of the place on the white list."""
    text = pick(HOME)
    for each in seen.statements:
        if each.bad and each.counts_on is not None and is_to_come(each):
            upheld = each.state is ReportState.UPHELD
            sentence = text["counts_on_upheld" if upheld else "counts_on"]
            yield sentence.format(day=day(each.counts_on), what=title(each))
    if seen.place:
        yield text["place_ends"].format(day=day(seen.place.until))


def _by_itself(seen: Cabinet) -> Iterator[str]:
    text, levels = pick(HOME), pick(LEVELS)
    for each in seen.why.waiting[:MOST_CHANGES]:
        hidden = each.on in seen.hidden_ends
        yield text["in" if hidden else "on"].format(
            day=day(each.on, "LLLL y" if hidden else "long"), level=levels[each.level]
        )


def _by_orders(seen: Cabinet) -> Iterator[str]:
    levels = pick(LEVELS)
    for each in seen.why.would_be:
        shops = pick(AT_SHOPS) if each.shops > 1 else ""
        yield plural(each.paid_orders, pick(WOULD_BE), level=levels[each.level], shops=shops)
