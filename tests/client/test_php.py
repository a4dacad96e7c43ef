"""The PHP client: the same people under the same elements, and a checkout that is never held."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bonafide.testing import API_KEY, FakeRegistry
from tests.client import servers
from tests.client.cast import ANNA
from tests.client.golden import blinding, identifiers, is_within_reach

HERE = Path(__file__).parent
CLIENT = HERE.parents[1] / "client" / "php" / "bonafide.php"
PHP = shutil.which("php")

pytestmark = pytest.mark.skipif(PHP is None, reason="php-cli is not installed")


def php(script: str, given: str = "", **environment: str) -> Any:
    """What a script prints, as JSON."""
    done = subprocess.run(
        [str(PHP), "-d", "display_errors=stderr", str(HERE / script), str(CLIENT)],
        input=given,
        capture_output=True,
        text=True,
        timeout=30,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_php_passes_the_golden_vectors() -> None:
    made = php("vectors.php", json.dumps({"canonical": identifiers(), "blinding": blinding()}))
    for case, result in zip(identifiers(), made["canonical"], strict=True):
        if not is_within_reach(case):
            assert isinstance(result, str) or result[0] == case.get("canonical"), case
        elif "canonical" in case:
            assert result == [case["canonical"], case["digest"]], case
        else:
            assert isinstance(result, str), case
    expected = [[case["blinded"], case["element"], case["wire"]["element"]] for case in blinding()]
    assert made["blinding"] == expected


def test_a_php_shop_asks_and_reports(fake: FakeRegistry) -> None:
    fake.know(phone=ANNA, level="good")
    with fake.serving() as url:
        first, receipt, second = php("shop.php", BONAFIDE_URL=url, BONAFIDE_API_KEY=API_KEY)
    assert (first["level"], first["source"]) == ("good", "registry")
    assert receipt["state"] == "counting"
    assert second["own_history"] == {"paid": 1}
    assert fake.reports["A-1"]["amount_band"] == "3000-4999"
    asked = [seen.path for seen in fake.requests]
    assert asked.count("/v1/evaluations") == 1
    assert not any(b"9161234567" in seen.content for seen in fake.requests)


@pytest.mark.parametrize("name", ["hang", "trickle_headers", "trickle_body", "reset", "portal"])
def test_a_php_checkout_goes_on_without_the_registry(name: str) -> None:
    with servers.serving(getattr(servers, name)) as url:
        first, receipt, _ = php("shop.php", BONAFIDE_URL=url, BONAFIDE_API_KEY=API_KEY)
    assert (first["source"], first["advice"]["code"]) == ("fallback", "ship")
    assert "error" in receipt


def test_a_php_shop_refuses_a_registry_that_uses_another_key(fake: FakeRegistry) -> None:
    published = fake._routes.params()
    fake._people.rotate()
    fake._routes.params = lambda: published | {"epoch": 2}  # type: ignore[method-assign] # it lies
    with fake.serving() as url:
        first, *_ = php("shop.php", BONAFIDE_URL=url, BONAFIDE_API_KEY=API_KEY)
    assert first["source"] == "fallback"


def test_a_php_shop_with_a_wrong_key_is_told_so(fake: FakeRegistry) -> None:
    with fake.serving() as url:
        key = "bf_test_revoked0000000000000000000"
        first, *_ = php("shop.php", BONAFIDE_URL=url, BONAFIDE_API_KEY=key)
    assert (first["source"], first["advice"]["code"]) == ("fallback", "ship")
    assert first["reasons"][0]["text"] == "the registry refused your key"
