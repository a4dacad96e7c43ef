"""What is read without a schema is what the schema would read, and it refuses nothing itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from registry.trust.quick import quick_question
from registry.trust.schemas import LookupsSchema, QuestionSchema

SCHEMA = QuestionSchema()
USUAL: dict[str, Any] = {
    "identifiers": [{"ref": "A" * 44}],
    "order_ref": "A-1001",
    "purpose": "dispatch",
    "payment": "cod",
    "amount": "3490.00",
    "currency": "RUB",
    "segment": "msk",
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 70_000),
    st.floats(allow_nan=False),
    st.text(max_size=120),
    st.sampled_from(
        ["dispatch", "cod", "barter", "RUB", "rub", "XXX", "0", "10000000", "10000000.01", "1e3"]
    ),
    st.sampled_from(["٣", "msk\n", "a b", "x" * 41, "", "\x00", "ы" * 100, "ы" * 101, "phone"]),
)
NAME = st.one_of(
    ODD,
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("ref", "kind", "element", "epoch", "digest", "more"), ODD)
    ),
    st.sampled_from(
        [
            {"ref": "A" * 44},
            {"kind": "phone", "element": "B" * 43, "epoch": 1},
            {"kind": "email", "digest": "C" * 43},
        ]
    ),
)
ITEMS = st.one_of(
    ODD,
    st.fixed_dictionaries({}, optional=dict.fromkeys(USUAL, ODD)),
    st.builds(lambda name, odd: {**USUAL, name: odd}, st.sampled_from([*USUAL, "more"]), ODD),
    st.builds(
        lambda name: {k: v for k, v in USUAL.items() if k != name}, st.sampled_from([*USUAL])
    ),
    st.builds(lambda names: {**USUAL, "identifiers": names}, st.lists(NAME, max_size=6)),
)


@given(ITEMS)
def test_it_reads_what_the_schema_reads_or_leaves_it_to_the_schema(item: Any) -> None:
    quick = quick_question(item)
    if quick is None:
        return
    try:
        assert quick == SCHEMA.load(item)
    except ValidationError:
        pytest.fail("the schema refuses what was read")


@pytest.mark.parametrize(
    "item",
    [
        USUAL,
        {name: USUAL[name] for name in ("identifiers", "order_ref", "purpose", "payment")},
        {**USUAL, "amount": None, "segment": None},
        {**USUAL, "identifiers": [{"kind": "phone", "element": "B" * 43, "epoch": 1}] * 4},
        {**USUAL, "identifiers": [{"kind": "email", "digest": "C" * 43}]},
    ],
)
def test_the_usual_shapes_are_read_at_once(item: dict[str, Any]) -> None:
    assert quick_question(item) == SCHEMA.load(item)


@pytest.mark.parametrize(
    "body",
    [
        {"items": [USUAL]},
        {"items": [USUAL] * 1_000},
        {"items": [USUAL] * 1_001},
        {"items": [USUAL, {"order_ref": "A-1"}]},
        {"items": []},
        {"items": {"order_ref": "A-1"}},
        {"items": [USUAL], "more": 1},
        {"more": [USUAL]},
        {},
    ],
)
def test_a_body_is_read_quickly_as_the_schema_reads_it_or_left_to_it(body: dict[str, Any]) -> None:
    schema = LookupsSchema()
    quick = schema.read_quickly(body)
    usual = body in ({"items": [USUAL]}, {"items": [USUAL] * 1_000})
    assert (quick is not None) is usual
    if quick is not None:
        assert quick == schema.load(body)
