"""The reliability diagram: counted at night, published as numbers, a table and a picture."""

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable

from markupsafe import escape

from registry.trust.policy import POLICY_FILE
from registry.trust.policy_texts import GROUPS
from tests.rooms.conftest import Call
from tests.rooms.figures.conftest import Admit, filing

Night = Callable[..., None]


def test_before_the_first_night_the_page_says_that_nothing_was_counted(call: Call) -> None:
    assert call("GET", "/v1/policy").get_json()["reliability"] == {"counted_on": None, "bins": []}
    assert "at least 50" in call("GET", "/policy").get_data(as_text=True)


def test_what_was_predicted_stands_beside_what_happened(
    teller: Admit, call: Call, night: Night
) -> None:
    north = teller("Северная лавка")
    bodies = [filing(f"p{n}", "paid", north.today) for n in range(190)]
    bodies += [filing(f"f{n}", "refused", north.today) for n in range(10)]
    north.told_many(bodies)
    night(10)
    found = call("GET", "/v1/policy").get_json()["reliability"]
    assert found["counted_on"] == "2026-12-01"
    [one] = found["bins"]
    assert (one["orders"], one["observed"]) == (200, 5.0)
    assert one["low"] < one["predicted"] < one["high"]
    assert one["inside"] == (one["low"] <= 5.0 <= one["high"])
    for language, words in (("en", "Does it come true?"), ("ru", "Сбывается ли это?")):
        page = call("GET", "/policy", headers={"Accept-Language": language})
        text = page.get_data(as_text=True)
        assert words in text
        assert "<div>5.0</div>" in text
        picture = text[text.index("<svg") : text.index("</svg>") + 6]
        drawn = ET.fromstring(picture)
        assert len(drawn.findall(".//circle")) == 1
        assert "style=" not in picture


CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def test_the_page_is_whole_in_both_languages(call: Call) -> None:
    """Every group, level and reason is there in the reader's language, and not in the other one."""
    document = tomllib.loads(POLICY_FILE.read_text(encoding="utf-8"))
    constants = [
        each for part in document.values() if isinstance(part, dict) for each in part.values()
    ]
    pages = {
        language: call("GET", "/policy", headers={"Accept-Language": language}).get_data(
            as_text=True
        )
        for language in ("ru", "en")
    }
    for constant in constants:
        russian, english = escape(constant["reason_ru"]), escape(constant["reason"])
        assert CYRILLIC.search(russian) or not CYRILLIC.search(english)
        assert russian in pages["ru"]
        assert english in pages["en"]
        assert english == russian or f"<div>{english}</div>" not in pages["ru"]
    assert {name for name in document if isinstance(document[name], dict)} == set(GROUPS)
    for language, words in (("ru", "независимых магазинов"), ("en", "independent shops")):
        assert f"2 {words}" in pages[language]
        assert "15%" in pages[language]
    content = pages["en"][pages["en"].index("<h1>") : pages["en"].index("</main>")]
    assert not CYRILLIC.search(content)
