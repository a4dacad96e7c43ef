"""The cookie between the forms opens only here, only in its browser, only for ten minutes."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bonafide.protocol.base64url import pack
from bonafide.protocol.words import Kind
from registry.kernel.keys import Keyring, load
from registry.portal.signin.rules import LIFE
from registry.portal.signin.sealed import Pending, close, find_open, new_browser

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def ring(key_dir: Path) -> Keyring:
    return load(key_dir)


def unpacked(cookie: str) -> bytes:
    return base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))


def pending(value: str = "+79161234567") -> Pending:
    return Pending(Kind.PHONE, value, NOW + LIFE)


def test_it_holds_the_number_and_shows_nothing_of_it(ring: Keyring) -> None:
    cookie = close(ring, pending(), browser="b")
    assert find_open(ring, cookie, browser="b", now=NOW) == pending()
    assert b"9161234567" not in unpacked(cookie)
    assert "9161234567" not in repr(pending())


def test_it_ends_after_ten_minutes_and_is_another_browsers_rubbish(ring: Keyring) -> None:
    cookie = close(ring, pending(), browser="b")
    assert find_open(ring, cookie, browser="c", now=NOW) is None
    assert find_open(ring, cookie, browser="b", now=NOW + LIFE) is None
    assert find_open(ring, cookie, browser="b", now=NOW + LIFE - timedelta(seconds=1))


@pytest.mark.parametrize("rubbish", ["", "A", "AAAA", "!!", "я", "A" * 200])
def test_rubbish_is_no_cookie(ring: Keyring, rubbish: str) -> None:
    assert find_open(ring, rubbish, browser="b", now=NOW) is None


def test_a_flipped_bit_is_noticed(ring: Keyring) -> None:
    packed = bytearray(unpacked(close(ring, pending(), browser="b")))
    packed[-1] ^= 1
    assert find_open(ring, pack(bytes(packed)), browser="b", now=NOW) is None


def test_its_length_tells_no_number_from_another(ring: Keyring) -> None:
    lengths = {len(close(ring, pending(each), browser="b")) for each in ("+7916123456", "+4479")}
    assert len(lengths) == 1


def test_browsers_get_names_of_their_own() -> None:
    assert len({new_browser() for _ in range(100)}) == 100
