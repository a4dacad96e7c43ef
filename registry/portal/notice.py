"""The text that a shop shows at its checkout, and the way back from ``/me`` to the shop.

Anybody can make such a link, so it proves nothing: the name is shown as a word in a sentence, and
the way back as the host it leads to, by https only.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import render_template, request
from flask import session as kept
from wtforms import RadioField, StringField
from wtforms.validators import Length, Optional

from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.pages.forms import Needed, PageForm, mistake
from registry.portal.at_hand import settings
from registry.portal.texts import pick
from registry.portal.texts.notice import NOTICE, TELL, WAYS

LONGEST_NAME: Final = 80
LONGEST_ADDRESS: Final = 500
_KEPT: Final = "from-shop"

blp = PageBlueprint("notice", __name__, guard=NO_AUTH)


@dataclass(frozen=True, slots=True)
class FromShop:
    """Where a visitor comes from, and may go back to."""

    shop: str
    back: str
    host: str


def read_back(text: str) -> tuple[str, str] | None:
    """An address to go back to and its host; None unless it is plain https."""
    if len(text) > LONGEST_ADDRESS or not text.isascii() or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    plain = parts.scheme == "https" and "." in host and "@" not in parts.netloc
    if not plain or "\\" in text or " " in text:
        return None
    return text, host if port is None else f"{host}:{port}"


def remember_shop() -> None:
    """Keep for this browser's session what a shop's link says; nothing of it is trusted."""
    shop = request.args.get("shop", "")[:LONGEST_NAME].strip()
    found = read_back(request.args.get("back", ""))
    if shop and shop.isprintable() and found is not None:
        kept[_KEPT] = [shop, *found]


def from_shop() -> FromShop | None:
    """The shop whose link led here."""
    said = kept.get(_KEPT)
    return FromShop(*said) if isinstance(said, list) and len(said) == 3 else None


def link_for(public_url: str, shop: str, back: str) -> str:
    """The link of a shop's notice."""
    return f"{public_url}/me?{urlencode({'shop': shop, 'back': back})}"


class NoticeForm(PageForm):
    """Name and address of a shop."""

    shop = StringField(
        validators=[
            Needed({language: words["shop_needed"] for language, words in TELL.items()}),
            Length(max=LONGEST_NAME),
        ]
    )
    back = StringField(
        validators=[
            Needed({language: words["back_wrong"] for language, words in TELL.items()}),
            Length(max=LONGEST_ADDRESS),
        ]
    )

    way = RadioField(default="blinded", validators=[Optional()])

    def offer_ways(self) -> "NoticeForm":
        """With the ways in the reader's language."""
        text = pick(TELL)
        self.way.choices = [(name, text[name]) for name in WAYS[Language.EN]]
        if not self.way.data:
            self.way.data = "blinded"
        return self

    def validate_back(self, field: StringField) -> None:
        """WTForms calls it by its name."""
        if read_back(field.data or "") is None:
            raise mistake({language: words["back_wrong"] for language, words in TELL.items()})


@blp.get("/tell-your-customers")
def tell() -> str:
    """The form and, once it is filled in, the text in both languages. It changes nothing: GET."""
    form = NoticeForm(request.args).offer_ways()
    made = {}
    if request.args.get("shop") is not None and form.validate():
        shop, back = (form.shop.data or "").strip(), form.back.data or ""
        here = requested_language()
        languages = sorted(Language, key=lambda each: each is not here)
        link = link_for(settings().public_url, shop, back)
        way = form.way.data or "blinded"
        made = {
            language: (NOTICE[language].format(shop=shop, way=WAYS[language][way]), link)
            for language in languages
        }
    return render_template("portal/notice.html", text=pick(TELL), form=form, made=made)
