"""The text that a customer agrees to, in both languages. A changed text is a new version.

What was agreed to is kept as version, language and the SHA-256 of the text, so that nobody can
change the text afterwards and say that it was agreed to.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from registry.kernel.web.language import Language


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of the text; paragraphs by language."""

    version: str
    paragraphs: dict[Language, tuple[str, ...]]

    def digest(self, language: Language) -> bytes:
        """SHA-256 of the paragraphs, joined by empty lines, in UTF-8."""
        return hashlib.sha256("\n\n".join(self.paragraphs[language]).encode()).digest()


CURRENT: Final = ConsentText(
    version="2026-11",
    paragraphs={
        Language.EN: (
            "I want to take part in the white list. The shops of this registry that ask about "
            "me for an order then see whether I am on the white list and since which month, and, "
            "in bands such as 3-9, how many orders I paid for and at how many shops.",
            "For this the registry joins the phones and e-mail addresses that I prove to be mine "
            "with a code. It keeps none of them: only their sealed tags, the days on which I "
            "proved them, and this consent.",
            "I agree of my own free will. I can end this at any time at this page; it ends at "
            "once. Whether I take part or not, I can see what is kept about me, contest it and "
            "have it erased.",
        ),
        Language.RU: (
            "Я хочу войти в белый список. Магазины реестра, которые спрашивают обо мне по заказу, "
            "будут видеть, нахожусь ли я в белом списке и с какого месяца, а также — диапазонами "
            "вроде 3–9 — сколько заказов я оплатил и в скольких магазинах.",
            "Для этого реестр связывает между собой телефоны и адреса почты, которые я подтвержу "
            "кодом. Сами они не хранятся: хранятся только их запечатанные метки, дни, когда я их "
            "подтвердил, и это согласие.",
            "Я соглашаюсь добровольно. Прекратить участие можно в любой момент на этой странице, "
            "сразу же. Участвую я или нет, я могу узнать, что обо мне хранится, оспорить это и "
            "стереть.",
        ),
    },
)

TEXTS: Final = {CURRENT.version: CURRENT}
"""Every version that anybody ever agreed to, so that it can be shown again."""


def find_text(version: str) -> ConsentText | None:
    """The text of a version."""
    return TEXTS.get(version)
