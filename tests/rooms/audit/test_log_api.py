"""The log as anybody sees it: what was acknowledged is in it, and it only grows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bonafide.protocol.base64url import pack, unpack
from bonafide.protocol.log import BadProof
from registry.audit import service as audit
from registry.kernel.clock import FixedClock
from registry.kernel.db import transaction
from registry.ops import jobs
from tests.rooms.audit.conftest import Auditor
from tests.rooms.conftest import Call
from tests.rooms.keeper import ANNA, Keeper

Sequencing = Callable[[], int]


def test_every_acknowledged_change_is_proven_to_be_in_the_log(
    auditor: Auditor, receipts: list[dict[str, Any]]
) -> None:
    auditor.look()
    places = {auditor.prove(each["commitment"]) for each in receipts}
    assert len(places) == len(receipts)


def test_a_repeat_names_the_entry_of_the_first_time(shop: Keeper) -> None:
    first = shop.put("A-1", ANNA).get_json()
    again = shop.put("A-1", ANNA).get_json()
    assert again["commitment"] == first["commitment"]
    found = shop.send("POST", "/v1/reports/find", {"order_ref": "A-1"}).get_json()
    assert found["commitment"] == first["commitment"]
    corrected = shop.put("A-1", ANNA, revision=2, outcome="returned").get_json()
    assert corrected["commitment"] != first["commitment"]


def test_what_is_not_stored_has_no_entry(shop: Keeper) -> None:
    old = shop.put("A-1", ANNA, occurred_on="2020-01-01").get_json()
    assert (old["ignored"], old["commitment"]) == ("expired", None)


def test_a_log_that_grows_continues_every_checkpoint_before(
    auditor: Auditor, shop: Keeper, sequence: Sequencing
) -> None:
    sizes = []
    sequence()
    for number in range(6):
        shop.put(f"A-{number}", ANNA)
        sequence()
        sizes.append(auditor.look().size)
    assert sizes == sorted(set(sizes))


def test_an_entry_is_unknown_until_it_is_placed_and_in_trees_before_it(
    auditor: Auditor, call: Call, shop: Keeper, sequence: Sequencing
) -> None:
    sequence()
    before = auditor.look().size
    leaf = shop.put("A-1", ANNA).get_json()["commitment"]
    waiting = call("GET", f"/v1/log/inclusion?leaf={leaf}")
    assert (waiting.status_code, waiting.get_json()["code"]) == (404, "leaf_unknown")
    sequence()
    earlier = call("GET", f"/v1/log/inclusion?leaf={leaf}&size={before}")
    assert earlier.status_code == 404
    auditor.look()
    assert auditor.prove(leaf) >= before
    nobody = call("GET", f"/v1/log/inclusion?leaf={pack(bytes(32))}")
    assert nobody.get_json()["code"] == "leaf_unknown"


def test_a_proof_between_named_sizes_may_be_kept_and_the_newest_only_for_a_moment(
    call: Call, auditor: Auditor, receipts: list[dict[str, Any]]
) -> None:
    size = auditor.look().size
    leaf = receipts[0]["commitment"]
    kept = {
        path: call("GET", f"/v1/log/{path}").headers["Cache-Control"]
        for path in (
            "checkpoint",
            f"inclusion?leaf={leaf}",
            f"inclusion?leaf={leaf}&size={size}",
            "consistency?from=1",
            f"consistency?from=1&to={size}",
        )
    }
    long = [path for path, how in kept.items() if "immutable" in how]
    assert long == [f"inclusion?leaf={leaf}&size={size}", f"consistency?from=1&to={size}"]
    assert all(how.startswith("public") for how in kept.values())
    refused = call("GET", f"/v1/log/consistency?from={size + 1}")
    assert refused.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("consistency?from=999", "bad_tree_size"),
        ("consistency?from=2&to=1", "bad_tree_size"),
        ("consistency?from=0&to=999", "bad_tree_size"),
        (f"inclusion?leaf={pack(bytes(32))}&size=999", "bad_tree_size"),
        ("consistency", "invalid_request"),
        ("consistency?from=-1", "invalid_request"),
        ("consistency?from=1&to=9007199254740992", "invalid_request"),
        ("inclusion", "invalid_request"),
        ("inclusion?leaf=short", "invalid_request"),
        (f"inclusion?leaf={pack(bytes(32))}&size=-1", "invalid_request"),
    ],
)
def test_a_tree_that_was_never_signed_is_refused(
    call: Call, receipts: list[dict[str, Any]], path: str, code: str
) -> None:
    answer = call("GET", f"/v1/log/{path}")
    assert answer.get_json()["code"] == code


def test_before_the_first_checkpoint_the_log_says_so(call: Call, sequence: Sequencing) -> None:
    assert call("GET", "/v1/log/checkpoint").get_json()["code"] == "log_not_begun"
    sequence()
    assert call("GET", "/v1/log/checkpoint").status_code == 200


def test_an_answer_of_the_log_names_no_shop_no_kind_and_no_moment(
    auditor: Auditor, receipts: list[dict[str, Any]]
) -> None:
    size = auditor.look().size
    proof = auditor.get(f"inclusion?leaf={receipts[0]['commitment']}&size={size}")
    assert proof.keys() == {"index", "size", "hashes"}
    assert auditor.get("checkpoint")["note"].count("\n") == 5


def test_entries_of_one_step_do_not_tell_who_came_first(
    auditor: Auditor, shop: Keeper, sequence: Sequencing
) -> None:
    leaves = [shop.put(f"A-{number}", ANNA).get_json()["commitment"] for number in range(20)]
    sequence()
    auditor.look()
    by_place = sorted(leaves, key=auditor.prove)
    assert by_place == sorted(leaves, key=lambda each: unpack(each, size=32))


def test_keys_begin_and_end_in_the_log(shop: Keeper, sequence: Sequencing) -> None:
    assert sequence() >= 1
    asked = {"headers": {"Idempotency-Key": "k-1"}}
    made = shop.send("POST", "/v1/shop/keys", {"scopes": ["lookup"]}, **asked).get_json()
    assert sequence() == 1
    ended = shop.send("DELETE", f"/v1/shop/keys/{made['id']}")
    assert ended.status_code in {200, 204}
    assert sequence() == 1


def test_the_questions_of_a_day_are_one_entry_for_each_shop(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    shop.ask(ANNA)
    shop.ask(ANNA, ANNA)
    rival.ask(ANNA)
    assert jobs.run("log-lookups") == {"digests": 0}
    clock.advance(timedelta(days=1))
    assert jobs.run("log-lookups") == {"digests": 2}
    assert jobs.run("log-lookups") == {"digests": 0}


def test_an_erased_act_is_still_proven_and_can_never_be_opened_again(
    app: Flask, auditor: Auditor, receipts: list[dict[str, Any]], clock: FixedClock
) -> None:
    leaf = unpack(receipts[0]["commitment"], size=32)
    with transaction() as session:
        assert leaf in audit.openings(session, [leaf])
        told = audit.forget(session, audit.chain(session, [leaf]), on=clock.now().date())
        assert audit.openings(session, [leaf]) == {}
    jobs.run("log-sequence")
    auditor.look()
    auditor.prove(pack(leaf))
    place = auditor.prove(pack(told))
    with transaction() as session:
        found = audit.find_entry(session, told)
        assert found is not None
        assert (found.position, found.committed_on) == (place, clock.now().date())
        assert audit.find_entry(session, bytes(32)) is None


def test_an_auditor_notices_a_log_that_was_written_anew(
    auditor: Auditor, receipts: list[dict[str, Any]]
) -> None:
    kept = auditor.look()
    auditor.kept = type(kept)(kept.origin, kept.size - 1, kept.root)
    with pytest.raises(BadProof):
        auditor.look()
