"""The forms of the portal and their limits."""

from typing import Final

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length

from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm
from registry.portal.texts.cabinet import ORDERS
from registry.portal.texts.front import DOOR
from registry.portal.texts.white import WHITE

LONGEST_CONTACT: Final = 254
"""RFC 5321 lets no address be longer."""


def _both(texts: dict[Language, dict[str, str]], name: str) -> dict[Language, str]:
    return {language: words[name] for language, words in texts.items()}


class ContactForm(PageForm):
    """The phone or e-mail that somebody wants to prove; ``work`` when a sum was asked for."""

    contact = StringField(validators=[Needed(_both(DOOR, "needed")), Length(max=LONGEST_CONTACT)])
    work = HiddenField(validators=[Length(max=20)])


class CodeForm(PageForm):
    """The code from the message."""

    code = StringField(validators=[Needed(_both(DOOR, "code_malformed")), Length(max=20)])


class ConsentForm(PageForm):
    """Un-ticked, and bound to the version of the text that was shown."""

    version = HiddenField()
    agreed = BooleanField(validators=[Needed(_both(WHITE, "agree_needed"))])


class OrderForm(PageForm):
    """The number that a shop gave an order."""

    reference = StringField(validators=[Needed(_both(ORDERS, "reference_needed")), Length(max=128)])
