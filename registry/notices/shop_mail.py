"""Where a shop's people want a letter about disputes: one address, proven by a code sent to it.

The code is made of the address and the time, so nothing is kept until it comes back right; tries
and messages are counted a day. The address is sealed under K_notify, like those of customers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bonafide.protocol.words import ChangeKind, Kind
from registry.kernel.keys import Keyring
from registry.kernel.sealing import derive, find_sealed, mac, same, seal
from registry.kernel.senders import caps
from registry.kernel.senders.message import Message
from registry.kernel.web.language import Language
from registry.notices.errors import MailLimitError
from registry.notices.models import ShopAddress

CODE_LASTS: Final = 600
"""Seconds; a code is taken in the span in which it was made and in the one after."""
MOST_CODES: Final = 5
"""A day, to one address and from one shop."""
MOST_TRIES: Final = 5
MOST_LETTERS: Final = 20
"""A day. A flood of disputes is seen at the desk; nobody reads a hundred letters."""


@dataclass(frozen=True, slots=True)
class ShopMail:
    """Where to write, in which language."""

    value: str = field(repr=False)
    language: Language


_SUBJECT: Final = {
    Language.EN: "Bonafide: a dispute about one of your reports",
    Language.RU: "Bonafide: спор об одном из ваших отчётов",
}
_TEXT: Final = {
    ChangeKind.DISPUTE_OPENED: {
        Language.EN: "A customer contests a report of yours. Answer with evidence within 10 days, "
        "or it is removed: {link}",
        Language.RU: "Покупатель оспорил ваш отчёт. Ответьте с доказательствами за 10 дней, иначе "
        "он будет удалён: {link}",
    },
    ChangeKind.REPORT_DISPUTED: {
        Language.EN: "A ruling about a report of yours was appealed against: {link}",
        Language.RU: "На решение по вашему отчёту подана жалоба: {link}",
    },
    ChangeKind.DISPUTE_RULED: {
        Language.EN: "A dispute about a report of yours is over. See how: {link}",
        Language.RU: "Спор о вашем отчёте закончен. Посмотреть, чем: {link}",
    },
}
_CODE_TEXT: Final = {
    Language.EN: "Code {code}. It lets a shop's letters about disputes in the Bonafide registry "
    "come to this address. You asked for nothing? Then do nothing.",
    Language.RU: "Код {code}. С ним на этот адрес будут приходить письма магазину о спорах в "
    "реестре Bonafide. Вы ничего не просили? Тогда ничего не делайте.",
}


def begin(session: Session, ring: Keyring, *, shop_id: int, to: ShopMail, now: datetime) -> Message:
    """The message with a code for an address, to be sent after the commit.

    Raises MailLimitError.
    """
    _, key = ring.newest("shared", "code")
    counted = [
        caps.bucket(key, "shop-mail", str(shop_id)),
        caps.bucket(key, "shop-mail-to", to.value),
    ]
    used = caps.raise_all(session, counted, today=now.date())
    if max(used.values()) > MOST_CODES:
        raise MailLimitError(limit=MOST_CODES)
    text = _CODE_TEXT[to.language].format(code=_code(ring, shop_id, to.value, _span(now)))
    return Message(Kind.EMAIL, to.value, _SUBJECT[to.language], text)


def confirm(
    session: Session, ring: Keyring, *, shop_id: int, to: ShopMail, code: str, now: datetime
) -> bool:
    """Write here from now on if the code is right. Commit after False too: the try is counted.

    Raises MailLimitError.
    """
    _, key = ring.newest("shared", "code")
    tries = caps.bucket(key, "shop-mail-tries", str(shop_id))
    if caps.raise_all(session, [tries], today=now.date())[tries] > MOST_TRIES:
        raise MailLimitError(limit=MOST_TRIES)
    spans = (_span(now), _span(now) - 1)
    right = [same(_code(ring, shop_id, to.value, each), code.strip().encode()) for each in spans]
    if not any(right):
        return False
    drop(session, shop_id)
    key_id, notify = ring.newest("shared", "notify")
    sealed = seal(_sealing(notify), to.value.encode(), context=_context(shop_id))
    row = ShopAddress(shop_id=shop_id, sealed=sealed, key_id=key_id, language=to.language)
    row.confirmed_on = now.date()
    session.add(row)
    session.flush()
    return True


def find(session: Session, ring: Keyring, shop_id: int) -> ShopMail | None:
    """Where a shop is written to, if it wants to be."""
    row = session.get(ShopAddress, shop_id)
    key = None if row is None else ring.find("shared", "notify", row.key_id)
    if row is None or key is None:
        return None
    plain = find_sealed(_sealing(key), bytes(row.sealed), context=_context(shop_id))
    return None if plain is None else ShopMail(plain.decode(), Language(row.language))


def drop(session: Session, shop_id: int) -> None:
    """Write no more; nothing happens where there is no address."""
    session.execute(delete(ShopAddress).where(ShopAddress.shop_id == shop_id))


def write(
    session: Session, ring: Keyring, *, shop_id: int, kind: ChangeKind, link: str, today: date
) -> list[Message]:
    """The letter about something that happened to a case; none where none is wanted."""
    to = find(session, ring, shop_id) if kind in _TEXT else None
    if to is None:
        return []
    _, key = ring.newest("shared", "code")
    counter = caps.bucket(key, "shop-letter", str(shop_id))
    if caps.raise_all(session, [counter], today=today)[counter] > MOST_LETTERS:
        return []
    text = _TEXT[kind][to.language].format(link=link)
    return [Message(Kind.EMAIL, to.value, _SUBJECT[to.language], text)]


def _span(now: datetime) -> int:
    return int(now.timestamp()) // CODE_LASTS


def _code(ring: Keyring, shop_id: int, value: str, span: int) -> bytes:
    """Six digits that only this address is sent."""
    _, key = ring.newest("shared", "code")
    parts = (b"shop-mail", shop_id.to_bytes(8, "big"), value.encode(), span.to_bytes(8, "big"))
    number = int.from_bytes(mac(key, *parts)[:8], "big") % 1_000_000
    return f"{number:06}".encode()


def _sealing(key: bytes) -> bytes:
    return derive(key, b"shop-mail", length=64)


def _context(shop_id: int) -> bytes:
    return b"shop-mail" + shop_id.to_bytes(8, "big")
