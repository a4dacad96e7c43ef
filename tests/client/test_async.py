"""The asyncio client: the same core, so little is left to show."""

import asyncio

from bonafide import Level, Question, Report, TrustAnswer
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, BORIS


def test_the_same_answers_are_awaited(fake: FakeRegistry) -> None:
    fake.know(phone=ANNA, level=Level.GOOD)

    async def shop() -> list[object]:
        async with fake.async_client(on_failure="raise") as registry:
            alone = await registry.look_up(ANNA, order_ref="A-1")
            many = await registry.look_up_many([Question(phone=BORIS, order_ref="A-2")])
            await registry.report(ANNA, order_ref="A-1", outcome="paid", amount=1)
            await registry.report_many(
                [Report(phone=BORIS, order_ref="A-2", outcome="refused", amount=1)]
            )
            await registry.retract("A-2")
            assert (await registry.try_key()).epoch == (await registry.params()).epoch
            return [alone, *many]

    answers = asyncio.run(shop())
    assert [each.level for each in answers if isinstance(each, TrustAnswer)] == [
        Level.GOOD,
        Level.UNKNOWN,
    ]
    assert set(fake.reports) == {"A-1", "A-2"}


def test_many_checkouts_at_once_do_not_wait_for_each_other(fake: FakeRegistry) -> None:
    async def shop() -> list[TrustAnswer]:
        async with fake.async_client(on_failure="raise") as registry:
            calls = [registry.look_up(f"+7916000{n:04d}", order_ref=f"A-{n}") for n in range(50)]
            return await asyncio.gather(*calls)

    assert len(asyncio.run(shop())) == 50


def test_an_outage_is_answered_too(fake: FakeRegistry) -> None:
    fake.go_down()

    async def shop() -> TrustAnswer:
        async with fake.async_client(budget=0.2) as registry:
            return await registry.look_up(ANNA, order_ref="A-1")

    assert asyncio.run(shop()).source == "fallback"
