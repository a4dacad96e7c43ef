"""The forms of the portal and their limits."""

from typing import Final

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, Optional

from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm
from registry.portal.texts import pick
from registry.portal.texts.cases import CONTEST, REASONS, TICKET
from registry.portal.texts.front import DOOR
from registry.portal.texts.orders import ORDERS
from registry.portal.texts.white import WHITE

NEWS: Final = "news"
"""The code proves an address to send news to, and signs nobody in."""
LONGEST_CONTACT: Final = 254
"""RFC 5321 lets no address be longer."""


def _both(texts: dict[Language, dict[str, str]], name: str) -> dict[Language, str]:
    return {language: words[name] for language, words in texts.items()}


class ContactForm(PageForm):
    """The phone or e-mail that somebody wants to prove; ``work`` when a sum was asked for."""

    contact = StringField(validators=[Needed(_both(DOOR, "needed")), Length(max=LONGEST_CONTACT)])
    work = HiddenField(validators=[Length(max=20)])
    purpose = HiddenField(validators=[Optional(), AnyOf([NEWS])])


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


class PapersForm(PageForm):
    """What a customer brings into a case; its limits are the disputes' own."""

    text = TextAreaField()
    files = MultipleFileField()


class ContestForm(PapersForm):
    """Why a report is wrong. ``ticket`` is a shop's code, for those who came by one."""

    reason = RadioField(validators=[Needed(_both(CONTEST, "reason_needed"))])
    ticket = HiddenField(validators=[Length(max=40)])

    def offer_reasons(self) -> "ContestForm":
        """With the reasons in the reader's language."""
        self.reason.choices = [(str(reason), words) for reason, words in pick(REASONS).items()]
        return self


class TicketForm(PageForm):
    """The code that a shop gave."""

    ticket = StringField(validators=[Needed(_both(TICKET, "needed")), Length(max=40)])
