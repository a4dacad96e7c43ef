"""The messages that carry a code. A text message fits into one part: 70 characters (GSM 03.38)."""

from typing import Final

from bonafide.protocol.words import Kind
from registry.kernel.senders.message import Message
from registry.kernel.web.language import Language

_SHORT: Final = {
    Language.EN: "Bonafide code: {code}. Valid 10 minutes. Tell it to nobody.",
    Language.RU: "Код Bonafide: {code}. Действует 10 минут. Никому не говорите.",
}
_SUBJECT: Final = {
    Language.EN: "Your code for Bonafide",
    Language.RU: "Ваш код для Bonafide",
}
_LONG: Final = {
    Language.EN: (
        "{code} is your code. It is valid for ten minutes and opens what shops said about the "
        "orders placed with this address.\n\nNobody of ours will ever ask you for it. If you did "
        "not ask for a code, do nothing: without it nobody gets in.\n\n{url}/me\n"
    ),
    Language.RU: (
        "{code} — ваш код. Он действует десять минут и открывает то, что магазины сообщили о "
        "заказах с этим адресом.\n\nНаши сотрудники никогда его не спросят. Если вы не "
        "запрашивали код, ничего не делайте: без него никто не войдёт.\n\n{url}/me\n"
    ),
}


def code_message(kind: Kind, to: str, code: str, *, language: Language, url: str) -> Message:
    """The message with a code for a canonical phone or e-mail address."""
    text = _SHORT if kind is Kind.PHONE else _LONG
    said = text[language].format(code=code, url=url)
    return Message(kind, to, _SUBJECT[language], said)
