"""The demo as a person runs it: a process, a port, a story, and nothing left behind."""

import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import httpx2
import pytest

COMMAND = [sys.executable, "-m", "registry.ops.cli", "demo"]
FIRST_PORT = 18_080
PATIENCE_SECONDS = 300


def play(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The demo until it ends by itself."""
    words = [*COMMAND, "--once", "--folder", str(folder), "--port", str(FIRST_PORT), *options]
    return subprocess.run(
        words, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


def test_the_story_is_told_twice_in_a_row(tmp_path: Path) -> None:
    told = [play(tmp_path / "demo", *options) for options in ((), ("--json",))]
    assert [each.returncode for each in told] == [0, 0], told[0].stderr + told[1].stderr
    assert "Four buyers order" in told[0].stdout
    assert re.findall("http|bf_live|bf_test", told[0].stdout) == [], "nothing serves any more"
    for each in told[1:]:
        document = json.loads(each.stdout)
        answers = {a["buyer"]: a["answer"] for a in document["answers"]}
        assert (document["log"]["size"] > 300, len(document["log"]["proven"])) == (True, 43)
        seen = {buyer: (a["level"], a["opted_out"]) for buyer, a in answers.items()}
        assert seen == {
            "good": ("good", False),
            "bad": ("watch", False),
            "unknown": ("unknown", False),
            "opted_out": ("unknown", True),
        }
        risks = {buyer: a["risk"]["estimate"] for buyer, a in answers.items()}
        assert risks["good"] < risks["unknown"] < risks["bad"]
        assert answers["good"]["advice"]["code"] == "ship"
        assert answers["bad"]["advice"]["code"] in {"confirm_call", "part_prepay", "prepay"}


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo while it serves, with what it printed; ended if the test did not."""
    printed = folder / "printed.txt"
    folder.mkdir()
    words = [*COMMAND, "--folder", str(folder), "--port", str(FIRST_PORT + 200), "--lang", "ru"]
    with printed.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = list(takewhile(lambda line: "Ctrl-C" not in line, process.stderr))
        assert process.poll() is None, "".join(said)
        yield process, printed.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def paste(web: httpx2.Client, line: str) -> httpx2.Response:
    """What a printed curl line does."""
    _, _, url, *options = shlex.split(line)
    given = list(batched(options))
    headers = dict(value.split(": ", 1) for name, value in given if name == "-H")
    said = dict(given)
    method, body = said.get("-X", "GET"), said.get("-d")
    return web.request(method, url, headers=headers, content=body)


def batched(words: list[str]) -> Iterator[tuple[str, str]]:
    """Options with their values."""
    return zip(words[::2], words[1::2], strict=True)


def test_it_serves_what_it_prints_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with serving(tmp_path / "demo") as (process, printed), httpx2.Client(trust_env=False) as web:
        assert "Четыре покупателя заказывают" in printed
        assert "+7 000 200 00 05, он отказался от заказа 1-1" in printed
        pages = re.findall(r": (http://\S+)$", printed, re.MULTILINE)
        assert len(pages) == 7
        assert [web.get(page).status_code for page in pages] == [200] * 7
        answers = [paste(web, each) for each in printed.splitlines() if each.startswith("curl ")]
        assert [each.status_code for each in answers] == [200, 200, 200, 201, 200]
        [proven] = re.findall(r"запись последнего заказа (\S+) стоит", printed)
        assert proven in printed.splitlines()[-1]
        assert answers[4].json()["hashes"]
        levels = [each.json()["data"][0]["level"] for each in answers[1:3]]
        assert levels == ["good", "watch"]
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
        with pytest.raises(httpx2.ConnectError):
            web.get(pages[0])
    assert process.returncode == 0
