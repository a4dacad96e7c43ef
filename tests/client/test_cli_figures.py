"""Figures on the command line: written and rounded as on the registry's pages."""

import pytest

from bonafide.cli.figures import _steps
from bonafide.cli.numbers import money, percent, share
from bonafide.cli.output import Output

SPACE = "\N{NO-BREAK SPACE}"


def test_shares_round_as_the_pages_do_and_not_as_binary_fractions() -> None:
    assert [share(each, "en") for each in (0.0455, 0.0115, 0.02, 0)] == ["4.6%", "1.2%", "2%", "0%"]
    assert share(0.0525, "ru") == f"5,2{SPACE}%"
    assert percent("10.690", "ru") == f"10,69{SPACE}%"


def test_money_is_written_as_the_reader_writes_it() -> None:
    assert money("1152.70", "RUB", "ru") == f"1{SPACE}152,70{SPACE}₽"
    assert money("1152.00", "RUB", "en") == f"RUB{SPACE}1,152"


@pytest.mark.parametrize(("language", "said"), [("en", "caught: —"), ("ru", "поймано срывов: —")])
def test_a_step_that_moves_too_few_orders_shows_a_dash(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", language)
    hidden = {"failed_caught": None, "losses_avoided": None, "good_bothered": None}
    told = {
        "failed_caught": 3,
        "losses_avoided": "900.50",
        "good_bothered": 2,
        "good_bothered_percent": "0.80",
    }
    steps = [
        {"code": "prepay", "from_times": "6"} | hidden,
        {"code": "part_prepay", "from_times": "3"} | told,
    ]
    (_, first), (_, second) = _steps(
        {"thresholds": steps, "currency": "RUB"}, Output(as_json=False)
    )
    assert said in first
    assert ("0.8%" if language == "en" else f"900,50{SPACE}₽") in second
