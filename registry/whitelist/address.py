"""Where a customer wants to be told of news: sealed under K_notify, confirmed by a code.

The registry can read it to send a notice; nobody who has only the database can.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bonafide.protocol.words import Kind
from registry.kernel.keys import Keyring
from registry.kernel.sealing import find_sealed, mac, same, seal
from registry.kernel.web.language import Language
from registry.whitelist.errors import CodeWrongError, NothingProvenError
from registry.whitelist.holders import Holder, ensure_customer, links_of
from registry.whitelist.models import NoticeAddress

LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Address:
    """Where to write, in which language. ``value`` is canonical; never log or show it."""

    customer_id: int
    kind: Kind
    value: str = field(repr=False)
    language: Language


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """What has to be sent to the new address, and who is signed in from here on."""

    holder: Holder
    code: str = field(repr=False)


def begin_address(
    session: Session,
    ring: Keyring,
    holder: Holder,
    *,
    kind: Kind,
    value: str,
    language: Language,
    now: datetime,
) -> CodeToSend:
    """Keep an address that is not confirmed yet; the one confirmed before stays until then.

    ``value`` is canonical. Asking again makes a new code and gives its five tries anew, so whoever
    sends it limits how often.
    """
    known = ensure_customer(session, holder, today=now.date())
    customer_id = _customer(known)
    row = _locked(session, customer_id) or NoticeAddress(customer_id=customer_id)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    key_id, key = ring.newest("shared", "notify")
    row.language = language
    row.waiting = seal(key, f"{kind}:{value}".encode(), context=_context(customer_id))
    row.waiting_key_id = key_id
    row.code_mac = _code_mac(ring, customer_id, code)
    row.code_until, row.tries = now + LASTS, 0
    session.add(row)
    session.flush()
    return CodeToSend(known, code)


def confirm_address(
    session: Session, ring: Keyring, holder: Holder, code: str, *, now: datetime
) -> bool:
    """Take the waiting address when the code is right; False when it is not, which is counted.

    Raises CodeWrongError when no code can be right any more: none waits, it is too old, or five
    were wrong. Commit after False too, or a wrong try costs nothing.
    """
    row = None if holder.customer_id is None else _locked(session, holder.customer_id)
    if row is None or row.code_mac is None or row.code_until is None:
        raise CodeWrongError
    if now >= row.code_until or row.tries >= TRIES:
        raise CodeWrongError
    row.tries += 1
    right = same(_code_mac(ring, row.customer_id, code), row.code_mac)
    if right:
        row.sealed, row.key_id, row.confirmed_on = row.waiting, row.waiting_key_id, now.date()
        row.waiting = row.waiting_key_id = row.code_mac = row.code_until = None
    session.flush()
    return right


def drop_address(session: Session, holder: Holder) -> None:
    """Write no more; nothing happens when there is none."""
    mine = NoticeAddress.customer_id == holder.customer_id
    session.execute(delete(NoticeAddress).where(mine))


def addresses_of(
    session: Session, ring: Keyring, identifier_ids: Iterable[int]
) -> dict[int, Address]:
    """Identifier → where its customer wants to be told, for those who said so and confirmed it."""
    links = links_of(session, identifier_ids)
    customers = {each.customer_id for each in links.values()}
    wanted = select(NoticeAddress).where(
        NoticeAddress.customer_id.in_(customers), NoticeAddress.confirmed_on.is_not(None)
    )
    found = {row.customer_id: _opened(ring, row) for row in session.scalars(wanted)}
    known = {key: address for key, address in found.items() if address is not None}
    return {
        identifier_id: known[link.customer_id]
        for identifier_id, link in links.items()
        if link.customer_id in known
    }


def _opened(ring: Keyring, row: NoticeAddress) -> Address | None:
    key = None if row.key_id is None else ring.find("shared", "notify", row.key_id)
    if key is None or row.sealed is None:
        return None
    plain = find_sealed(key, row.sealed, context=_context(row.customer_id))
    if plain is None:
        return None
    kind, _, value = plain.decode().partition(":")
    return Address(row.customer_id, Kind(kind), value, Language(row.language))


def _locked(session: Session, customer_id: int) -> NoticeAddress | None:
    wanted = select(NoticeAddress).where(NoticeAddress.customer_id == customer_id)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked)


def _customer(holder: Holder) -> int:
    if holder.customer_id is None:
        raise NothingProvenError
    return holder.customer_id


def _context(customer_id: int) -> bytes:
    return b"notice-address" + customer_id.to_bytes(8, "big")


def _code_mac(ring: Keyring, customer_id: int, code: str) -> bytes:
    _, key = ring.newest("shared", "code")
    return mac(key, b"notice-address", customer_id.to_bytes(8, "big"), code.encode())
