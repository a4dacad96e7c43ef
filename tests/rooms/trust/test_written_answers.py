"""How answers are written: what many share once, everybody's own, and as the schema describes."""

from datetime import timedelta

from registry.kernel.clock import FixedClock
from registry.trust.schemas import TrustAnswersSchema
from tests.rooms.keeper import ANNA, BORIS, Keeper

CLARA, DORA = "+79160000003", "+79160000004"


def test_in_a_batch_everybody_is_answered_as_alone(
    shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    """What many answers share is written once, and nobody gets another one's."""
    shop.put("A-1", CLARA)
    rival.failed("B-1", BORIS)
    clock.advance(timedelta(days=8))
    questions = [
        shop.question([shop.ref(who)], purpose=purpose, payment=payment, amount=amount)
        for who in (ANNA, BORIS, CLARA, DORA)
        for purpose, payment, amount in (
            ("dispatch", "cod", "900.00"),
            ("dispatch", "prepaid", "900.00"),
            ("compensation", "cod", "900.00"),
        )
    ]
    together = shop.send("POST", "/v1/lookups", {"items": questions * 2}).get_json()["data"]
    assert len({each["id"] for each in together}) == len(together)
    for answer, question in zip(together, questions * 2, strict=True):
        [alone] = shop.send("POST", "/v1/lookups", {"items": [question]}).get_json()["data"]
        assert answer | {"id": None} == alone | {"id": None}
        assert answer["refs"] == [question["identifiers"][0]["ref"]]


def test_an_answer_is_what_its_schema_describes(shop: Keeper, rival: Keeper) -> None:
    """The view writes it itself; the schema would have written the same."""
    shop.put("A-1", ANNA)
    rival.failed("A-2", BORIS)
    people = [shop.element(ANNA), shop.element(BORIS), {"ref": "A" * 44}]
    items = [shop.question([each]) for each in people]
    sent = shop.send("POST", "/v1/lookups", {"items": items}).get_json()
    schema = TrustAnswersSchema()
    assert schema.dump(schema.load(sent)) == sent
    assert {"error", "level"} <= {name for each in sent["data"] for name in each}
