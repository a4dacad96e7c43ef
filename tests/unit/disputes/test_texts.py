"""Every word of a case can be said to people, in both languages."""

from enum import StrEnum

import pytest
from flask import Flask

from bonafide.protocol.words import Evidence, Fault, Outcome, Payment, ReportState
from registry.disputes.texts import word
from registry.disputes.words import Ending, Ground, Kind, Phase, Reason, Side, Verdict

SPOKEN = (
    Ending,
    Evidence,
    Fault,
    Ground,
    Kind,
    Outcome,
    Payment,
    Phase,
    Reason,
    ReportState,
    Side,
    Verdict,
)


@pytest.mark.parametrize("words", SPOKEN, ids=lambda each: each.__name__)
def test_every_word_is_said_in_both_languages(words: type[StrEnum]) -> None:
    app = Flask("texts")
    for language, letters in (("ru", "абвгдежзийклмнопрстуфхцчшщъыьэюя"), ("en", "etaoinshrdlu")):
        with app.test_request_context(headers={"Accept-Language": language}):
            for each in words:
                assert set(word(each).lower()) & set(letters), each


def test_a_shared_contact_as_a_reason_is_not_the_one_as_a_ground() -> None:
    with Flask("texts").test_request_context(headers={"Accept-Language": "en"}):
        assert word(Reason.SHARED_CONTACT) != word(Ground.SHARED_CONTACT)
