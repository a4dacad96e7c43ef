"""Every code that an answer may carry has its sentence, in English and in Russian."""

import re
from pathlib import Path

import pytest

from registry.trust import advice, reasons
from registry.trust.texts import BECAUSE, REASONS, text_of

CYRILLIC = re.compile("[а-яё]")


def codes_in(module_file: str | None, pattern: str) -> set[str]:
    return set(re.findall(pattern, Path(str(module_file)).read_text(encoding="utf-8")))


def test_every_reason_has_its_sentence() -> None:
    given = set(re.findall(r'"(\w+)": ', Path(reasons.__file__).read_text(encoding="utf-8")))
    assert given <= set(REASONS)


def test_every_because_has_its_sentence() -> None:
    given = codes_in(advice.__file__, r'Because\("(\w+)"')
    assert given | {"good_record", "regular_here"} == set(BECAUSE)


@pytest.mark.parametrize("code", sorted(REASONS | BECAUSE))
def test_a_sentence_is_in_its_language_and_ends(code: str) -> None:
    facts = {"times": "3", "loss": "1.00", "currency": "RUB", "amount": "5", "attempts": "2"}
    english, russian = (text_of(code, language, facts) for language in ("en", "ru"))
    assert not CYRILLIC.search(english)
    assert CYRILLIC.search(russian)
    assert english.endswith(".")
    assert russian.endswith(".")
