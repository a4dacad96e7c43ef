"""What a shop is told afterwards: disputes to answer, changes to read once."""

import asyncio
import json
from base64 import b64decode
from pathlib import Path

import pytest

from bonafide import Change, ChangeKind, FileCache, Misuse, NotFound, Registry
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA


def contested(fake: FakeRegistry, registry: Registry, order: str = "A-1") -> str:
    registry.report(ANNA, order_ref=order, outcome="refused", amount=1)
    return fake.contest(order)


def test_disputes_are_listed_over_all_pages(fake: FakeRegistry, registry: Registry) -> None:
    made = [contested(fake, registry, f"A-{number}") for number in range(5)]
    listed = registry.disputes()
    assert [each.id for each in listed] == made
    first = registry.dispute(made[0])
    assert (first.reason, first.state, first.stance) == ("not_my_order", "open", None)
    assert first.answer_by is not None
    with pytest.raises(NotFound):
        registry.dispute("dsp_none")


def test_a_shop_stands_by_its_report(fake: FakeRegistry, registry: Registry) -> None:
    dispute = contested(fake, registry)
    answered = registry.answer_dispute(
        dispute,
        stance="uphold",
        evidence="call_record",
        files=[b"refused at the door"],
        contact_files=[b"a call of two minutes"],
        comment="звонили дважды",
    )
    assert (answered.stance, answered.state) == ("uphold", "answered")
    (sent,) = [seen for seen in fake.requests if seen.path.endswith("/answer")]
    assert "idempotency-key" in sent.headers
    body = json.loads(sent.content)
    assert body["proof_of_contact"] is True
    assert [(each["purpose"], b64decode(each["content"])) for each in body["files"]] == [
        ("evidence", b"refused at the door"),
        ("contact", b"a call of two minutes"),
    ]


def test_a_shop_gives_its_report_up(fake: FakeRegistry, registry: Registry) -> None:
    dispute = contested(fake, registry)
    registry.answer_dispute(dispute, stance="concede")
    found = registry.find_report("A-1")
    assert found is not None
    assert found.state == "removed"
    kinds = [change.kind for change in registry.changes()]
    assert kinds == [
        ChangeKind.REPORT_DISPUTED,
        ChangeKind.DISPUTE_OPENED,
        ChangeKind.REPORT_REMOVED,
    ]


def test_an_answer_that_is_tried_again_keeps_its_key(
    fake: FakeRegistry, registry: Registry
) -> None:
    dispute = contested(fake, registry)
    fake.fail_next(503, times=2)
    registry.answer_dispute(dispute, stance="uphold")
    keys = [s.headers["idempotency-key"] for s in fake.requests if s.path.endswith("/answer")]
    assert (len(keys), len(set(keys))) == (3, 1)


def test_a_word_that_is_none_is_misuse(registry: Registry) -> None:
    with pytest.raises(Misuse):
        registry.answer_dispute("dsp_1", stance="perhaps")
    with pytest.raises(Misuse):
        registry.answer_dispute("dsp_1", stance="uphold", evidence="gossip")


def test_an_id_cannot_wander_into_another_path(fake: FakeRegistry, registry: Registry) -> None:
    with pytest.raises(NotFound):
        registry.dispute("../reports?cursor=1")
    assert fake.requests[-1].path.startswith("/v1/disputes/")


@pytest.mark.parametrize("count", range(6))
def test_every_change_is_read_once(fake: FakeRegistry, registry: Registry, count: int) -> None:
    for number in range(count):
        fake.change("answer.changed", ref=f"ref-{number}")
    first = [change.names["ref"] for change in registry.changes()]
    assert first == [f"ref-{number}" for number in range(count)]
    assert list(registry.changes()) == []
    fake.change("report.removed", report="rep_1")
    (change,) = registry.changes()
    assert (change.kind, dict(change.names)) == (ChangeKind.REPORT_REMOVED, {"report": "rep_1"})


def test_the_place_outlives_the_process(fake: FakeRegistry, tmp_path: Path) -> None:
    for number in range(3):
        fake.change("answer.changed", ref=f"ref-{number}")
    for expected in (3, 0):
        with fake.client(ref_cache=FileCache(tmp_path / "refs.db")) as client:
            assert len(list(client.changes())) == expected


def test_a_change_that_was_not_finished_comes_again(fake: FakeRegistry, registry: Registry) -> None:
    """Whoever dies over a change has not handled it."""
    for number in range(5):
        fake.change("answer.changed", ref=f"ref-{number}")
    handle_until(registry, "ref-3")
    assert [change.names["ref"] for change in registry.changes()] == ["ref-3", "ref-4"]


def handle_until(registry: Registry, ref: str) -> None:
    for change in registry.changes():
        if change.names["ref"] == ref:
            break


def test_a_cursor_of_ones_own_is_taken(fake: FakeRegistry, registry: Registry) -> None:
    for number in range(3):
        fake.change("answer.changed", ref=f"ref-{number}")
    changes = registry.changes()
    before = changes.cursor
    list(changes)
    assert (before, changes.cursor) == (None, "2")
    assert [change.names["ref"] for change in registry.changes("2")] == ["ref-2"]


def test_a_kind_that_is_new_stays_a_text(fake: FakeRegistry, registry: Registry) -> None:
    fake.change("moon.rose", ref="r")
    (change,) = registry.changes()
    assert (str(change.kind), type(change.kind)) == ("moon.rose", str)


def test_asyncio_reads_the_same(fake: FakeRegistry, registry: Registry) -> None:
    dispute = contested(fake, registry)

    async def ask() -> tuple[list[Change], list[str], str | None]:
        async with fake.async_client() as client:
            changes = [change async for change in client.changes()]
            listed = [each.id for each in await client.disputes()]
            answered = await client.answer_dispute(dispute, stance="uphold")
            return changes, listed, answered.stance

    changes, listed, stance = asyncio.run(ask())
    assert [change.names for change in changes][1] == {"dispute": dispute}
    assert (listed, stance) == ([dispute], "uphold")
