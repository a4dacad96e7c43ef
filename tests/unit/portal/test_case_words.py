"""What the two sides of a dispute read about its end and its files."""

from dataclasses import replace
from datetime import date

import pytest

from registry.disputes import rules
from registry.disputes.papers import EVIDENCE, Paper
from registry.disputes.words import Phase, Reason, Side, Verdict
from registry.portal.cases import file_words, verdict_words

DAY = date(2026, 11, 22)


def test_while_another_admin_looks_the_first_decision_is_not_called_the_decision() -> None:
    case = rules.open_contest(Reason.PAID, DAY).case
    ruled = replace(case, phase=Phase.RULED, verdict=Verdict.UPHELD)
    assert verdict_words(ruled) == "The report stands and counts"
    appealed = replace(ruled, phase=Phase.APPEALED, appealed_by=Side.CUSTOMER)
    assert verdict_words(appealed).startswith("Not final.")
    assert "the report counts nothing" in verdict_words(appealed)
    by_shop = replace(appealed, verdict=Verdict.REMOVED, appealed_by=Side.SHOP)
    assert verdict_words(by_shop).endswith("The shop asked another one.")


@pytest.mark.parametrize(
    ("media", "size", "file"),
    [
        ("text/plain", 12, "File: TXT, 1 KB"),
        ("application/pdf", 1024, "File: PDF, 1 KB"),
        ("image/jpeg", 1025, "File: JPG, 2 KB"),
    ],
)
def test_a_file_is_called_what_it_is_and_none_is_empty(media: str, size: int, file: str) -> None:
    assert file_words(Paper(1, Side.CUSTOMER, None, EVIDENCE, None, media, size, DAY)) == file
