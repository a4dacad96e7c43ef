"""The cookie of who is signed in, and the address that a shop's link leads back to."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.kernel.keys import Keyring
from registry.portal.holding import IDLE, LONGEST, Held, read, write
from registry.portal.notice import link_for, read_back
from registry.portal.passing import grouped, picture
from registry.whitelist.service import Holder

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OLD = Keyring({("shared", "session"): {1: b"a" * 32}})
BOTH = Keyring({("shared", "session"): {1: b"a" * 32, 2: b"b" * 32}})
ONLY_NEW = Keyring({("shared", "session"): {2: b"b" * 32}})
HOLDER = Holder(7, (11, 12), opened=frozenset({5, 6}), sign_outs={11: 0, 12: 3})
HELD = Held(HOLDER, NOW, NOW)


def test_a_cookie_says_what_it_was_told() -> None:
    assert read(OLD, write(OLD, HELD), now=NOW) == HELD


def test_a_cookie_outlives_a_rotation_until_its_key_is_retired() -> None:
    assert read(BOTH, write(OLD, HELD), now=NOW) == HELD
    assert read(ONLY_NEW, write(OLD, HELD), now=NOW) is None
    assert read(OLD, write(BOTH, HELD), now=NOW) is None


@pytest.mark.parametrize(
    ("since", "seen", "alive"),
    [
        (timedelta(), timedelta(), True),
        (timedelta(hours=1), IDLE - timedelta(minutes=1), True),
        (IDLE, IDLE, False),
        (LONGEST - timedelta(minutes=1), timedelta(), True),
        (LONGEST, timedelta(), False),
        (timedelta(), -timedelta(seconds=30), True),
        (timedelta(), -timedelta(minutes=5), False),
    ],
)
def test_a_visit_ends_by_itself(since: timedelta, seen: timedelta, alive: bool) -> None:
    held = Held(HOLDER, NOW - since, NOW - seen)
    assert (read(OLD, write(OLD, held), now=NOW) is not None) is alive


@pytest.mark.parametrize("text", ["", "!", "я", "AA", "A" * 5_000, write(OLD, HELD)[:-4] + "AAAA"])
def test_what_we_did_not_write_signs_nobody_in(text: str) -> None:
    assert read(OLD, text, now=NOW) is None


def test_every_bit_of_a_cookie_is_guarded() -> None:
    text = write(OLD, HELD)
    for place in range(0, len(text), 7):
        other = "A" if text[place] != "A" else "B"
        assert read(OLD, text[:place] + other + text[place + 1 :], now=NOW) in (None, HELD)


def test_a_cookie_is_small_however_many_orders_were_named() -> None:
    many = Holder(7, (11, 12, 13, 14), opened=frozenset(range(2**62, 2**62 + 500)))
    assert len(write(OLD, Held(many, NOW, NOW))) < 2_500


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://shop.example/checkout?step=2", "shop.example"),
        ("https://shop.example:8443/", "shop.example:8443"),
        ("https://xn--e1afmkfd.example/", "xn--e1afmkfd.example"),
    ],
)
def test_a_plain_https_address_is_a_way_back(text: str, host: str) -> None:
    assert read_back(text) == (text, host)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://shop.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https:evil.example",
        "https://localhost/",
        "https://user@evil.example/",
        "https://shop.example@evil.example/",
        "https://shop.example\\@evil.example/",
        "https://shop.example/ x",
        "https://shop.example/\n",
        "https://магазин.example/",
        "https://shop.example:port/",
        "https://shop.example/" + "x" * 500,
    ],
)
def test_anything_else_is_no_way_back(text: str) -> None:
    assert read_back(text) is None


def test_the_link_of_a_notice_carries_names_safely() -> None:
    link = link_for("https://registry.example", 'A&B "x"', "https://shop.example/?a=1&b=2")
    assert link == (
        "https://registry.example/me?shop=A%26B+%22x%22"
        "&back=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b%3D2"
    )


def test_a_pass_is_read_out_in_two_groups_and_drawn_to_fit_the_screen() -> None:
    assert grouped("ABCDEFGH") == "ABCD EFGH"
    drawn = picture("x" * 300)
    assert "viewBox" in drawn
    assert "style" not in drawn
