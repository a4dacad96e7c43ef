"""Letters to customers who left an address: that there is news, and never what.

A letter is read on a phone that others see, and passes through a gateway. So it says neither shop
nor order nor what was reported; it leads to the customer's pages.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from registry.kernel.keys import Keyring
from registry.kernel.senders import caps
from registry.kernel.senders.message import Message
from registry.kernel.web.language import Language
from registry.whitelist import address

MOST_A_DAY: Final = 3
"""Whoever is reported on often is not to be flooded; the page shows everything."""


class Letter(StrEnum):
    """What a letter is about."""

    NEW_REPORT = "new_report"
    DISPUTE = "dispute"
    RULING = "ruling"
    NEW_LINK = "new_link"


_COUNTERS: Final = {Letter.NEW_LINK: "letter-link"}
"""What others can make happen must not use up the letters that warn."""
_SUBJECT: Final = {
    Language.EN: "Bonafide: there is something new on your page",
    Language.RU: "Bonafide: на вашей странице есть новое",
}
_TEXT: Final = {
    Letter.NEW_REPORT: {
        Language.EN: "A new record in the Bonafide registry. See it, or contest it: {link}",
        Language.RU: "В реестре Bonafide новая запись. Посмотреть или оспорить: {link}",
    },
    Letter.DISPUTE: {
        Language.EN: "There is news in your case in the Bonafide registry: {link}",
        Language.RU: "Новости по вашему обращению в реестр Bonafide: {link}",
    },
    Letter.RULING: {
        Language.EN: "Your case in the Bonafide registry was decided: {link}",
        Language.RU: "По вашему обращению в реестр Bonafide принято решение: {link}",
    },
    Letter.NEW_LINK: {
        Language.EN: "One more phone or e-mail can sign in as you in the Bonafide registry. If "
        "that was not you, remove it under My data: {link}",
        Language.RU: "Ещё один телефон или почта входит в реестр Bonafide как вы. Если это сделали "
        "не вы, уберите его в разделе «Мои данные»: {link}",
    },
}


def write_letters(
    session: Session,
    ring: Keyring,
    *,
    about: Letter,
    identifier_ids: Iterable[int],
    link: str,
    today: date,
) -> list[Message]:
    """One letter for each customer concerned who wants one; hand them over after the commit."""
    found = address.addresses_of(session, ring, list(identifier_ids))
    by_customer = {each.customer_id: each for each in found.values()}
    _, key = ring.newest("shared", "code")
    letters = []
    for customer_id, to in sorted(by_customer.items()):
        counter = caps.bucket(key, _COUNTERS.get(about, "letter"), str(customer_id))
        if caps.raise_all(session, [counter], today=today)[counter] > MOST_A_DAY:
            continue
        text = _TEXT[about][to.language].format(link=link)
        letters.append(Message(to.kind, to.value, _SUBJECT[to.language], text))
    return letters
