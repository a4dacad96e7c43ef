"""What is worth an admin's look about a shop."""

import pytest

from registry.admin.flags import Facts, Flag, Kind, flags_of
from registry.admin.texts.flags import _WORDS
from registry.kernel.web.language import Language

ODD = {
    Kind.CANARY: Facts(planted=2),
    Kind.NEGATIVES_ONLY: Facts(failed=40, paid=2),
    Kind.CLUSTER: Facts(alike=(7,)),
    Kind.DOUBTED: Facts(believed=0.3),
    Kind.HIT_RATE: Facts(counted=1_000, met=49),
    Kind.SCANNING: Facts(asked=1_000, reported=19),
}
USUAL = {
    Kind.CANARY: Facts(),
    Kind.NEGATIVES_ONLY: Facts(failed=40, paid=3),
    Kind.CLUSTER: Facts(),
    Kind.DOUBTED: Facts(believed=0.5),
    Kind.HIT_RATE: Facts(counted=1_000, met=50),
    Kind.SCANNING: Facts(asked=1_000, reported=20),
}


@pytest.mark.parametrize("kind", Kind)
def test_what_is_odd_is_flagged_and_what_is_just_usual_is_not(kind: Kind) -> None:
    assert [flag.kind for flag in flags_of(ODD[kind])] == [kind]
    assert flags_of(USUAL[kind]) == []


def test_a_shop_that_has_done_little_is_not_flagged() -> None:
    assert flags_of(Facts(failed=9, asked=199, counted=199)) == []


def test_the_gravest_stands_first() -> None:
    facts = Facts(asked=1_000, planted=1, failed=10)
    assert [flag.kind for flag in flags_of(facts)] == [
        Kind.CANARY,
        Kind.NEGATIVES_ONLY,
        Kind.SCANNING,
    ]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_flag_says_what_was_seen_why_it_may_be_harmless_and_what_to_do(
    kind: Kind, language: Language
) -> None:
    said = _WORDS[kind][language]
    assert all((said.title, said.harmless, said.todo))
    shown = said.seen.format(one=1234, two=56)
    [flag] = flags_of(ODD[kind])
    assert "{" not in shown
    assert ("1234" in shown) is bool(flag.one or kind is Kind.CLUSTER)


def test_a_flag_carries_the_numbers_of_its_sentence() -> None:
    assert flags_of(ODD[Kind.HIT_RATE]) == [Flag(Kind.HIT_RATE, 1_000, 49)]
