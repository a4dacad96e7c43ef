import hashlib
import re
from typing import Any

import pytest

from bonafide.protocol import Kind, NotCanonical, canonical, digest
from bonafide.protocol.errors import Refusal
from bonafide.protocol.vectors import load

FILES = [load(f"canonical_{name}") for name in ("e164", "national", "email")]
CASES = [(Kind(file["kind"]), case) for file in FILES for case in file["cases"]]
GOOD = [(kind, case) for kind, case in CASES if "canonical" in case]
REFUSED = [(kind, case) for kind, case in CASES if "error" in case]


def read(kind: Kind, case: dict[str, Any]) -> str:
    return canonical(kind, case["raw"], region=case.get("region", "RU"))


@pytest.mark.parametrize(("kind", "case"), GOOD)
def test_what_has_a_canonical_form_gets_it(kind: Kind, case: dict[str, Any]) -> None:
    text = read(kind, case)

    assert text == case["canonical"]
    assert digest(kind, text).hex() == case["digest"]


@pytest.mark.parametrize(("kind", "case"), REFUSED)
def test_what_has_none_is_refused_by_name(kind: Kind, case: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical) as refusal:
        read(kind, case)

    assert refusal.value.reason == case["error"]


@pytest.mark.parametrize(("kind", "case"), GOOD)
def test_a_canonical_text_stays_what_it_is(kind: Kind, case: dict[str, Any]) -> None:
    assert canonical(kind, case["canonical"], region="DE") == case["canonical"]


def test_a_digest_is_the_plain_hash_of_a_labelled_text() -> None:
    text = b"bonafide:v1:phone:+79161234567"

    assert digest(Kind.PHONE, "+79161234567") == hashlib.sha256(text).digest()


def test_the_vectors_show_every_reason_that_can_be_given() -> None:
    shown = {case["error"] for _, case in REFUSED}

    assert shown == set(Refusal) - {Refusal.NOT_CANONICAL_FORM}


def test_the_vector_files_show_invisible_characters_as_escapes() -> None:
    zero_width = [case for _, case in REFUSED if "\u200b" in case["raw"]]

    assert len(zero_width) >= 3


def tableless(raw: str) -> str | None:
    """What a client in a language without libphonenumber does with a number."""
    text = raw.strip(" ")
    bare = re.sub(r"[ ()\-./]", "", text)
    good = text.startswith("+") and re.fullmatch(r"\+[1-9][0-9]{6,14}", bare)
    return bare if good else None


@pytest.mark.parametrize("case", load("canonical_e164")["cases"])
def test_a_client_without_tables_decides_the_first_group_alone(case: dict[str, Any]) -> None:
    assert tableless(case["raw"]) == case.get("canonical")
