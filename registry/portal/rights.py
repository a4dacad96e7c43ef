"""``/me/rights``: what the law wants a person to be told (GDPR art. 13 to 15), for everybody."""

from collections.abc import Sequence

from flask import render_template

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.portal.at_hand import settings
from registry.portal.texts import pick
from registry.portal.texts.rights import RIGHTS
from registry.trust.answering import current_answering
from registry.whitelist import service as whitelist
from registry.whitelist.service import Section

blp = PageBlueprint("rights", __name__, guard=NO_AUTH)


@blp.get("/me/rights")
def rights() -> str:
    """Events, sources, recipients, logic, retention, contact."""
    return render_template("portal/rights.html", text=pick(RIGHTS), sections=sections())


def sections() -> Sequence[Section]:
    """Headings and sentences, with the numbers of the policy in force."""
    return whitelist.rights(
        requested_language(), policy=current_answering().policy, contact=settings().contact
    )
