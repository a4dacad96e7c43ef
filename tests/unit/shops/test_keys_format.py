"""The text of API keys."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafide.protocol.words import World
from registry.shops.keys_format import PATTERN, format_key, generate, parse_key

KEY = format_key(generate(World.LIVE))


@pytest.mark.parametrize("world", World)
def test_a_key_is_read_back_as_it_was_made(world: World) -> None:
    made = generate(world)
    assert parse_key(format_key(made)) == made


def test_two_keys_share_neither_id_nor_secret() -> None:
    made = [generate(World.LIVE) for _ in range(200)]
    assert len({key.key_id for key in made}) == len({key.secret for key in made}) == 200


def test_a_secret_scanner_finds_a_key_in_the_middle_of_a_file() -> None:
    found = re.search(PATTERN, f"API_KEY='{KEY}' # do not commit")
    assert found is not None
    assert found[0] == KEY


@given(st.integers(0, len(KEY) - 1), st.sampled_from("aZ09_"))
def test_one_wrong_character_is_noticed_without_a_database(at: int, other: str) -> None:
    typed = KEY[:at] + other + KEY[at + 1 :]
    assert (parse_key(typed) is None) == (typed != KEY)


@given(st.text())
def test_whatever_else_is_sent_is_no_key(text: str) -> None:
    assert parse_key(text) is None


@pytest.mark.parametrize(
    "text",
    ["", KEY[:-1], KEY + "0", KEY + "\n", " " + KEY, KEY.upper()],
    ids=["empty", "cut off", "longer", "line end", "space", "upper case"],
)
def test_a_key_cut_off_or_dressed_up_is_no_key(text: str) -> None:
    assert parse_key(text) is None


def test_the_secret_is_not_in_the_text_of_the_object() -> None:
    made = generate(World.TEST)
    assert made.secret not in repr(made)
