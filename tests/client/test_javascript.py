"""The protocol in JavaScript: the same people under the same elements."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.client.golden import blinding, identifiers, is_within_reach, points

HERE = Path(__file__).parent
FILE = HERE.parents[1] / "client" / "js" / "bonafide.mjs"
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


@pytest.fixture(scope="module")
def made() -> Any:
    """What the file makes of all vectors."""
    given = {
        "canonical": identifiers(),
        "blinding": blinding(),
        "accepted": points()["accepted"],
        "refused": points()["refused_texts"] + points()["refused_points"],
    }
    done = subprocess.run(
        [str(NODE), str(HERE / "vectors.mjs"), str(FILE)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_canonical_forms_and_digests_are_the_golden_ones(made: Any) -> None:
    for case, result in zip(identifiers(), made["canonical"], strict=True):
        if not is_within_reach(case):
            assert isinstance(result, str) or result[0] == case.get("canonical"), case
        elif "canonical" in case:
            assert result == [case["canonical"], case["digest"]], case
        else:
            assert isinstance(result, str), case


def test_points_and_elements_are_the_golden_ones(made: Any) -> None:
    expected = [[case["blinded"], case["element"], case["wire"]["element"]] for case in blinding()]
    assert made["blinding"] == expected
    assert set(made["random"]) == {32}


def test_only_good_points_are_taken(made: Any) -> None:
    assert made["accepted"] == [[case["wire"]] for case in points()["accepted"]]
    assert [result for result in made["refused"] if not isinstance(result, str)] == []
