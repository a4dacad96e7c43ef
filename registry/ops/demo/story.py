"""The story in its two acts: orders are reported ten days ago, buyers are asked about today."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2

from bonafide import Checkpoint, ItemError, Payment, Question, Registry, Report
from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.identifiers import service as identifiers
from registry.identifiers.vault import current_vault
from registry.inquiries import service as inquiries
from registry.kernel import keys
from registry.kernel.db import BusyError, transaction
from registry.kernel.jobs import JobRunningError
from registry.kernel.web import context
from registry.ops import jobs
from registry.ops.admission import Admitted, admit
from registry.ops.demo import server
from registry.ops.demo.cast import ASKED, FILED_DAYS_AGO, OPTED_OUT, SHOPS
from registry.ops.demo.table import Asked
from registry.ops.output import fail
from registry.ops.running import opened
from registry.settings import Settings
from registry.shops import service as shops
from registry.shops.rules import Standing
from registry.staff import service as staff
from registry.staff.pages import invitation_link
from registry.staff.roles import Role

OFTEN = ("log-sequence", "notices-tell", "notices-deliver")
MAY_BRING_IN = 1_000
_AT_ONCE = 40
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: settings of today and the service's log file."""

    settings: Settings
    log: Path

    @property
    def long_ago(self) -> Settings:
        """The same service, with its clock set back."""
        return replace(self.settings, demo_days_ago=FILED_DAYS_AGO)

    @property
    def url(self) -> str:
        """Where the service answers."""
        return self.settings.public_url


def build(folder: Path, port: int) -> Stage:
    """Keys and settings for a demo in ``folder``."""
    key_dir = folder / "keys"
    keys.create_missing(key_dir, make_oprf=default_group().random_scalar)
    settings = Settings(
        database_url=f"sqlite:///{folder / 'registry.db'}",
        key_dir=key_dir,
        demo=True,
        bind=f"127.0.0.1:{port}",
        public_url=f"http://127.0.0.1:{port}",
    )
    return Stage(settings, folder / "service.log")


@contextmanager
def serving(stage: Stage, settings: Settings) -> Iterator[server.Child]:
    """The service runs inside; it is ended on the way out, whatever happened."""
    child = server.start(settings, stage.log)
    try:
        child.wait_until_ready(stage.url)
        yield child
    finally:
        child.stop()


def admit_shops(stage: Stage) -> list[Admitted]:
    """The three shops, as an operator admits them.

    The first may send digests from a terminal, and bring past orders in.
    """
    with opened(stage.long_ago), transaction() as session:
        ring, now = context.keyring(), context.now()
        admitted = [
            admit(session, name, standing=Standing.ACTIVE, keyring=ring, now=now) for name in SHOPS
        ]
        first = admitted[0].member.shop_id
        shops.set_direct_tier(session, first, allowed=True)
        account = inquiries.Account(first, World.LIVE)
        inquiries.grant_import(session, caller=account, people=MAY_BRING_IN, today=now.date())
    return admitted


def report_orders(
    stage: Stage,
    admitted: Sequence[Admitted],
    filed: Sequence[Sequence[Report]],
    advance: Callable[[int], None],
) -> str:
    """Every shop reports its orders through the client; the log's entry of the last one."""
    entry = ""
    for shop, reports in zip(admitted, filed, strict=True):
        with connect(stage, shop.live_key) as client:
            for start in range(0, len(reports), _AT_ONCE):
                some = reports[start : start + _AT_ONCE]
                entry = _entry_of_last(client, some)
                advance(len(some))
    return entry


def _entry_of_last(client: Registry, some: Sequence[Report]) -> str:
    """Report orders, all of which must be taken."""
    entry = ""
    for receipt in client.report_many(some):
        if isinstance(receipt, ItemError):
            fail(f"the registry refused an order: {receipt.error}")
        entry = receipt.commitment or ""
    return entry


def let_one_opt_out(stage: Stage, shop: Admitted) -> None:
    """One of the buyers leaves the registry before the others come."""
    with connect(stage, shop.live_key) as client:
        answer = client.look_up(OPTED_OUT.phone, order_ref="before", payment=Payment.PREPAID)
    ref, shop_id = answer.raw["refs"][0], shop.member.shop_id
    with opened(stage.long_ago), transaction() as session:
        person = identifiers.id_of_ref(current_vault(), ref, shop_id=shop_id, world=World.LIVE)
        identifiers.set_opted_out(session, [person], opted_out=True)


def pass_the_night(stage: Stage) -> None:
    """The jobs run before the service is asked again."""
    with opened(stage.settings):
        for name in ("log-sequence", "log-lookups", "trust-refit"):
            jobs.run(name)


def tend(stage: Stage) -> None:
    """What a timer calls every half minute on a server."""
    with opened(stage.settings):
        for name in OFTEN:
            with suppress(BusyError, JobRunningError):  # then the next time
                jobs.run(name)


def look_at_log(stage: Stage, shop: Admitted, entry: str) -> Checkpoint:
    """The newest checkpoint, with the proof that it covers an entry, as a shop's client checks."""
    with connect(stage, shop.live_key) as client:
        checkpoint = client.check_log()
        if checkpoint is None or not client.is_logged(entry, checkpoint):
            fail("the log does not hold what a receipt promised: run `registry log verify`")
    return checkpoint


def invite(stage: Stage, shop: Admitted) -> tuple[str, str]:
    """Links that make one account each: at the shop's desk and at the admins'."""
    with opened(stage.settings), transaction() as session:
        ring, now, shop_id = context.keyring(), context.now(), shop.member.shop_id
        owner = staff.invite(session, ring, role=Role.OWNER, shop_id=shop_id, by=None, now=now)
        admin = staff.invite(session, ring, role=Role.ADMIN, by=None, now=now)
        return invitation_link(owner), invitation_link(admin)


def ask(stage: Stage, shop: Admitted, language: str) -> list[Asked]:
    """The first shop asks about the four buyers."""
    with connect(stage, shop.live_key, language) as client:
        questions = [
            Question(phone=buyer.phone, order_ref=f"1-{2001 + number}", amount=3490)
            for number, buyer in enumerate(ASKED)
        ]
        answers = client.look_up_many(questions)
    asked: list[Asked] = []
    for buyer, answer in zip(ASKED, answers, strict=True):
        if isinstance(answer, ItemError):
            fail(f"the registry did not answer about a buyer: {answer.error}")
        asked.append(Asked(buyer, answer))
    return asked


def connect(stage: Stage, key: str, language: str = "en") -> Registry:
    """The client that a shop installs; patient with a slow laptop, and past any proxy."""
    return Registry(
        key,
        stage.url,
        on_failure="raise",
        language=language,
        transport=httpx2.HTTPTransport(trust_env=False),
        timeout=_PATIENCE_SECONDS,
        budget=_PATIENCE_SECONDS,
        batch_budget=_PATIENCE_SECONDS,
    )
