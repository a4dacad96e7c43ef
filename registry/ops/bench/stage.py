"""One engine, filled and served: what every measurement starts from, and the method in words."""

import contextlib
import http.client
import os
import platform
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bonafide.protocol.group import default_group
from registry.kernel import keys
from registry.kernel.keys import Keyring
from registry.ops.bench.databases import Cluster, cluster
from registry.ops.bench.fill import Filled, fill
from registry.ops.bench.measure import Plan, Target
from registry.ops.bench.requests import Requests
from registry.ops.bench.servers import Running, serving
from registry.ops.output import fail
from registry.ops.serving import prepare
from registry.settings import Settings
from registry.trust.policy import POLICY_FILE

_NO_LIMIT: Final = "1000000000/minute"
_MANY: Final = 1_000_000
_REPORTS_OF_PERSON: Final = re.compile(r"(reports_of_person_a_day = \{ value = )[0-9]+")
_PROBE: Final = 30


@dataclass(frozen=True)
class Stage:
    """A folder with keys, a PostgreSQL server when one is wanted, and both ceilings."""

    plan: Plan
    folder: Path
    ring: Keyring
    cluster: Cluster | None
    ceiling: Running
    own_ceiling: Running
    load_before: float

    def ceiling_target(self) -> Target:
        """The route that answers a constant, under gunicorn as one starts it for Flask."""
        return self._constant("ceiling", self.ceiling)

    def own_ceiling_target(self) -> Target:
        """The same under the settings of ``registry serve``."""
        return self._constant("own ceiling", self.own_ceiling)

    def _constant(self, name: str, running: Running) -> Target:
        request = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n"
        connections = [[request]] * self.plan.connections
        return Target(name, running.port, connections, {"server": running.pid})

    @contextmanager
    def registry(self, engine: str, reports: int) -> Iterator["Registry"]:
        """A filled registry on one engine, served."""
        with contextlib.ExitStack() as stack:
            record = self.folder / f"{engine}-{reports}.json"
            pids = {}
            if engine == "postgresql":
                url = self._postgresql(stack, reports, anew=not record.exists())
                pids = self.cluster.pids if self.cluster else {}
            else:
                url = self._sqlite(reports, anew=not record.exists())
            settings = _settings(url, self.folder)
            filled = self._filled(settings, record, engine, reports)
            log = self.folder / f"{engine}-{reports}.log"
            running = stack.enter_context(serving("service", settings, log))
            yield Registry(engine, url, filled, running, {"server": running.pid} | pids)

    def _sqlite(self, reports: int, *, anew: bool) -> str:
        file = self.folder / f"registry-{reports}.db"
        if anew:
            file.unlink(missing_ok=True)
        return f"sqlite:///{file}"

    def _postgresql(self, stack: contextlib.ExitStack, reports: int, *, anew: bool) -> str:
        if self.cluster is None:
            fail("this measurement was set up without PostgreSQL")
        if self.plan.keep is None:
            return stack.enter_context(self.cluster.database())
        return self.cluster.kept_database(f"bonafide_bench_kept_{reports}", anew=anew)

    def _filled(self, settings: Settings, record: Path, engine: str, reports: int) -> Filled:
        """What stands in a database: made up now, or kept from an earlier time."""
        plan = self.plan
        if record.exists():
            plan.say(f"{engine}: {reports:,} reports are there")
            prepare(settings)  # an older version may have made them
            return Filled.kept(record)
        plan.say(f"{engine}: making up {reports:,} reports")
        filled = fill(settings, reports=reports, seed=plan.seed, say=plan.say)
        if plan.keep is not None:
            filled.keep(record)
        return filled


@dataclass(frozen=True)
class Registry:
    """One filled registry that answers."""

    engine: str
    url: str
    filled: Filled
    running: Running
    pids: dict[str, int]

    def requests(self, stage: Stage) -> Requests:
        """What to ask it."""
        plan = stage.plan
        return Requests(self.filled, stage.ring, connections=plan.connections, people=plan.people)

    def target(self, name: str, requests: Sequence[Sequence[str]], *, units: int = 1) -> Target:
        """One load on it."""
        return Target(f"{self.engine} {name}", self.running.port, requests, self.pids, units)

    def prime(self, requests: Sequence[Sequence[str]]) -> None:
        """Send each request once, outside any measurement: people have been asked about before."""
        for some in requests:
            for request in some:
                self._send(request)

    def _send(self, request: str) -> None:
        head, _, body = request.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ")
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=_PROBE)
        headers = dict(line.split(": ", 1) for line in lines)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            fail(f"{method} {path} was answered {answer.status}: {text[:500]!r}")


@contextmanager
def stage(plan: Plan) -> Iterator[Stage]:
    """Everything but the registries; a folder that goes away afterwards if it is not to be kept."""
    load_before = round(os.getloadavg()[0], 2)
    with contextlib.ExitStack() as stack:
        folder = plan.keep or Path(
            stack.enter_context(TemporaryDirectory(prefix="bonafide-bench-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # PostgreSQL's own user must get through to its part
        keys.create_missing(folder / "keys", make_oprf=default_group().random_scalar)
        given = os.environ.get("BONAFIDE_DATABASE_URL", "")
        server = None
        if "postgresql" in plan.engines:
            server = stack.enter_context(
                cluster(folder / "postgresql", given, keep=plan.keep is not None)
            )
        settings = _settings(f"sqlite:///{folder}/unused.db", folder)
        ceiling, own = [
            stack.enter_context(serving(kind, settings, folder / "ceiling.log"))
            for kind in ("ceiling", "own_ceiling")
        ]
        yield Stage(plan, folder, keys.load(folder / "keys"), server, ceiling, own, load_before)


def described(at: Stage) -> dict[str, Any]:
    """How it was measured, for whoever reads the figures."""
    plan, settings = at.plan, _settings("sqlite:///x", at.folder)
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "processors": os.cpu_count(),
            "load_average_before": at.load_before,
            "python": platform.python_version(),
            "system": platform.platform(),
            "postgresql": at.cluster.version if at.cluster else None,
            "shared_buffers": at.cluster.buffers if at.cluster else None,
        },
        "gunicorn": {
            "workers": settings.workers,
            "threads": settings.threads,
            "class": "gthread",
            "pinned": settings.pin_workers,
        },
        "load": {
            "connections": plan.connections,
            "runs": plan.runs,
            "seconds": plan.seconds,
            "warm_up_seconds": plan.warm_up,
        },
        "method": (
            "Servers, database and load share this machine's processors. Runs alternate between "
            "the sides; every figure is the median of the runs, every ratio one of medians. The "
            "ceiling is a Flask route that answers a constant under gunicorn as one starts it "
            "(gthread, 2 workers of 4 threads, a socket for each), the own ceiling the same route "
            "under the settings of the service. "
            "Limits per address and per person are raised out of the way and still counted."
        ),
    }


def _settings(url: str, folder: Path) -> Settings:
    return Settings(
        database_url=url,
        key_dir=folder / "keys",
        rate_limit=_NO_LIMIT,
        policy_file=_patient_policy(folder),
    )


def _patient_policy(folder: Path) -> Path:
    """The policy with room for as many reports of one person as a load makes; they are counted."""
    path = folder / "policy.toml"
    if not path.exists():
        text = POLICY_FILE.read_text(encoding="utf-8")
        patient, found = _REPORTS_OF_PERSON.subn(rf"\g<1>{_MANY}", text)
        if found != 1:
            raise ValueError("the policy does not say how often one person may be reported")
        path.write_text(patient, encoding="utf-8")
    return path
