"""``/me/rights``: what the law wants a person to be told, for everybody to read."""

from flask import render_template

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.pages.format import plural
from registry.portal.at_hand import settings
from registry.portal.texts import pick
from registry.portal.texts.rights import DAYS, RIGHTS, SECTIONS
from registry.trust.answering import current_answering

blp = PageBlueprint("rights", __name__, guard=NO_AUTH)


@blp.get("/me/rights")
def rights() -> str:
    """Events, sources, recipients, logic, retention, contact (GDPR articles 13 to 15)."""
    return render_template(
        "portal/rights.html",
        text=pick(RIGHTS),
        sections=sections(),
        contact=settings().contact,
    )


def sections() -> list[tuple[str, list[str]]]:
    """Headings and sentences, with the days of the policy in force."""
    kept = current_answering().policy.retention
    days = {
        name: plural(getattr(kept, name), pick(DAYS))
        for name in ("report_days", "pending_days", "unknown_person_days")
    }
    told = pick(SECTIONS)
    return [(title, [said.format(**days) for said in sentences]) for title, sentences in told]
