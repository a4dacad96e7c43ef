"""The asyncio client: the same operations, awaited."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

import httpx2

from bonafide import _lookups, _reports, _shop
from bonafide._afterwards import AsyncAfterwards
from bonafide._assembly import Options, assemble
from bonafide._async import AsyncDriver
from bonafide._fallback import OnFailure
from bonafide._reports import Prepared
from bonafide._times import Times
from bonafide.answers import ItemError, Params, ReportReceipt, TrustAnswer
from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment, Purpose
from bonafide.questions import Amount, Contacts, Question, Report


class AsyncRegistry(AsyncAfterwards):
    """The same for asyncio: every method of ``Registry`` under its name, awaited.

    Use it with ``async with``, within one event loop.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        timeout: float = 2.0,
        budget: float = 3.0,
        batch_budget: float = 60.0,
        on_failure: OnFailure = "open",
        region: str = "RU",
        language: str = "en",
        ref_cache: MutableMapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        times = Times(timeout, budget, batch_budget)
        self._options = Options(
            api_key, base_url.rstrip("/"), times, on_failure, region, language, ref_cache
        )
        self._desk = assemble(self._options)
        self._driver = AsyncDriver(
            lambda: httpx2.AsyncClient(
                base_url=self._options.base_url,
                headers=self._options.headers,
                transport=transport,
            )
        )

    async def look_up(
        self,
        phone: Contacts = None,
        email: Contacts = None,
        *,
        order_ref: str,
        purpose: Purpose | str = Purpose.DISPATCH,
        payment: Payment | str = Payment.COD,
        amount: Amount = None,
        currency: str = "RUB",
        segment: str | None = None,
    ) -> TrustAnswer:
        """What is known about the person who placed this order.

        Raises BadIdentifier for a phone or e-mail that is none, and Invalid or Misuse for other
        arguments that cannot be meant; whatever befalls the registry becomes a fallback answer,
        unless ``on_failure`` is ``raise``.
        """
        question = Question(
            phone=phone,
            email=email,
            order_ref=order_ref,
            purpose=purpose,
            payment=payment,
            amount=amount,
            currency=currency,
            segment=segment,
        )
        return await self._driver.run(_lookups.look_up(self._desk, question))

    async def look_up_many(self, questions: Iterable[Question]) -> list[TrustAnswer | ItemError]:
        """An answer or an error for each question, in their order."""
        return await self._driver.run(_lookups.look_up_many(self._desk, questions))

    async def report(
        self,
        phone: Contacts = None,
        email: Contacts = None,
        *,
        order_ref: str,
        outcome: Outcome | str,
        fault: Fault | str | None = None,
        evidence: Evidence | str = Evidence.STATEMENT,
        payment: Payment | str = Payment.COD,
        occurred_on: date | None = None,
        amount: Amount = None,
        amount_band: AmountBand | str | None = None,
        courier: str | None = None,
        segment: str | None = None,
        lookup: str | None = None,
        told_on: date | None = None,
        revision: int = 1,
    ) -> ReportReceipt:
        """Say how an order ended. Saying the same again changes nothing.

        The arguments are those of ``Report``. Raises where the report was not taken; put it into an
        ``Outbox`` instead to have it delivered whatever happens.
        """
        given = Report(
            phone=phone,
            email=email,
            order_ref=order_ref,
            outcome=outcome,
            fault=fault,
            evidence=evidence,
            payment=payment,
            occurred_on=occurred_on,
            amount=amount,
            amount_band=amount_band,
            courier=courier,
            segment=segment,
            lookup=lookup,
            told_on=told_on,
            revision=revision,
        )
        return await self._driver.run(_reports.report(self._desk, given))

    async def report_many(self, reports: Iterable[Report]) -> list[ReportReceipt | ItemError]:
        """A receipt or an error for each report, in their order."""
        return await self._driver.run(_reports.report_many(self._desk, reports))

    def prepare(self, report: Report) -> Prepared:
        """A report made ready to be kept until it can be sent; asks nobody."""
        return _reports.prepared(self._desk, report)

    async def report_prepared(
        self, reports: Sequence[Prepared], *, key: str
    ) -> list[ReportReceipt | ItemError]:
        """Send up to 1,000 prepared reports. The same ``key`` makes a second try the same try."""
        return await self._driver.run(_reports.send(self._desk, reports, key=key))

    async def find_report(self, order_ref: str) -> ReportReceipt | None:
        """What you reported about that order, or None."""
        return await self._driver.run(_reports.find_report(self._desk, order_ref))

    async def retract(self, order_ref: str, *, revision: int | None = None) -> ReportReceipt:
        """Take the report of that order back. Raises NotFound where there is none."""
        return await self._driver.run(_reports.retract(self._desk, order_ref, revision))

    async def terms(self) -> Mapping[str, Any]:
        """Your terms, from which the advice is made."""
        return await self._driver.run(_shop.get(self._desk, "/v1/shop/terms"))

    async def put_terms(self, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """Replace your terms; returns them as they now stand."""
        return await self._driver.run(_shop.put_terms(self._desk, terms))

    async def shop(self) -> Mapping[str, Any]:
        """Your shop as the registry knows it."""
        return await self._driver.run(_shop.get(self._desk, "/v1/shop"))

    async def budgets(self) -> Mapping[str, Any]:
        """What is left of today's budgets and of an import allowance."""
        return await self._driver.run(_shop.get(self._desk, "/v1/shop/budgets"))

    async def economics(self, quarter: str | None = None) -> Mapping[str, Any]:
        """What failed orders cost you in a quarter such as ``2026-Q3``, beside the network."""
        return await self._driver.run(_shop.economics(self._desk, quarter))

    async def backtest(self, limit: int = 2_000) -> Mapping[str, Any]:
        """What each step of your ladder would have done to your newest ``limit`` orders."""
        return await self._driver.run(_shop.backtest(self._desk, limit))

    async def explain(self, lookup: str) -> Mapping[str, Any]:
        """How the answer to one of your lookups (``lkp_…``) came about. Raises NotFound."""
        return await self._driver.run(_shop.explain(self._desk, lookup))

    async def params(self) -> Params:
        """The registry's public parameters. Raises KeyChanged if they are not the pinned ones."""
        return await self._driver.run(_shop.params(self._desk))

    async def try_key(self) -> Params:
        """Have the registry evaluate its canary; KeyChanged if it uses an unpublished key."""
        return await self._driver.run(_shop.try_key(self._desk))

    async def clock_offset(self) -> float:
        """Seconds by which this machine's clock is ahead of the registry's."""
        return await self._driver.run(_shop.clock_offset(self._desk))

    @property
    def fallbacks(self) -> int:
        """How many look-ups were answered without the registry since the start."""
        return self._desk.fallback.given

    async def close(self) -> None:
        """Close the connections."""
        await self._driver.close()
        self._desk.shelf.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncRegistry({self._options.base_url!r}, world={self._options.world!r})"
