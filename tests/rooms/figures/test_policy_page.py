"""The reliability diagram: counted at night, published as numbers, a table and a picture."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

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
        assert "<td>5.0</td>" in text
        picture = text[text.index("<svg") : text.index("</svg>") + 6]
        drawn = ET.fromstring(picture)
        assert len(drawn.findall(".//circle")) == 1
        assert "style=" not in picture
