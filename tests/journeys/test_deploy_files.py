"""The files of deploy/ that this machine cannot start: held against their schemas and the code."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no hints
import pytest
import yaml  # type: ignore[import-untyped]  # it ships no hints

from registry.ops.jobs import JOBS
from tests.journeys.deployed import DEPLOY, ROOT

SCHEMA = Path(__file__).parent / "compose_spec.json"
"""The Compose Specification's (Apache-2.0), as docker-compose 1.29.2 ships it."""
UNITS = sorted((DEPLOY / "systemd").iterdir())
MADE_BY_OPERATORS = re.compile(r"\./(secrets|tls)\b")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return document


def test_the_compose_file_fits_the_specification(compose: dict[str, Any]) -> None:
    newer = {"name"}  # in the specification since 2022
    known = {name: part for name, part in compose.items() if name not in newer}
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert [e.message for e in jsonschema.Draft7Validator(schema).iter_errors(known)] == []


def test_the_schema_notices_a_mistake(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    wrong = {"services": compose["services"] | {"proxy": {"imag": "nginx"}}}
    assert not jsonschema.Draft7Validator(schema).is_valid(wrong)


def test_docker_itself_reads_the_compose_file(tmp_path: Path) -> None:
    if not _compose_works():
        pytest.skip("docker compose is not installed; the schema has been checked")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    for name in ("owner.env", "service.env"):
        shutil.copy(DEPLOY / "env.example", tmp_path / "deploy" / name)
    command = ["docker", "compose", "--file", str(tmp_path / "deploy/compose.yaml"), "config"]
    subprocess.run([*command, "--quiet"], check=True)


def _compose_works() -> bool:
    if shutil.which("docker") is None:
        return False
    command = ["docker", "compose", "version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_only_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True
    assert all(
        service["networks"] == ["inside"] for name, service in services.items() if name != "proxy"
    )


def test_what_the_compose_file_names_exists(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    sources = [text.split(":")[0] for service in services for text in service.get("volumes", ())]
    named = {text for text in sources if not text.startswith(".")}
    files = [text for text in sources if text.startswith(".") and not MADE_BY_OPERATORS.match(text)]
    assert named == compose["volumes"].keys()
    assert [text for text in files if not (DEPLOY / text).exists()] == []
    secrets = {name for service in services for name in service.get("secrets", ())}
    assert secrets == compose["secrets"].keys()


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    _, build, final = text.split("\nFROM ")
    copied = re.findall(r"^COPY (?!--from)(.+)", text, re.MULTILINE)
    sources = [source for line in copied for source in line.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {f"!{source}" for source in sources} == {each for each in ignored if each[:1] == "!"}
    assert "libsodium23" in final
    assert "USER bonafide" in final
    assert "uv sync --frozen --no-dev" in build


def test_every_job_has_a_timer_as_often_as_it_wants() -> None:
    timers = {
        path.name.removeprefix("bonafide-job@").removesuffix(".timer"): path.read_text("utf-8")
        for path in UNITS
        if path.suffix == ".timer"
    }
    hourly = {name for name, text in timers.items() if re.search(r"OnCalendar=\*-\*-\* \*:", text)}
    assert timers.keys() == JOBS.keys()
    assert hourly == {name for name, job in JOBS.items() if job.every == "hourly"}


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    copies = [tmp_path / path.name for path in UNITS]
    for path, copy in zip(UNITS, copies, strict=True):
        text = path.read_text("utf-8")
        copy.write_text(text.replace("/opt/bonafide/bin/registry", "/bin/true"), "utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", *map(str, copies)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "bonafide" in line]
    assert (done.returncode, ours) == (0, [])
