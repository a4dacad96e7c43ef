"""A report read without a schema is what the schema reads; what it would refuse is left to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from registry.reports.couriers import COURIERS
from registry.reports.quick import quick_report
from registry.reports.schemas import ReportSchema

SCHEMA = ReportSchema()
NEEDED: dict[str, Any] = {
    "identifiers": [{"ref": "A" * 44}],
    "order_ref": "A-1001",
    "outcome": "paid",
    "payment": "cod",
    "occurred_on": "2026-11-25",
    "amount_band": "500-1499",
}
WHOLE: dict[str, Any] = NEEDED | {
    "outcome": "refused",
    "fault": "customer",
    "evidence": "courier_event",
    "courier": min(COURIERS),
    "segment": "msk",
    "lookup": "lkp_" + "a" * 26,
    "customer_told_on": "2026-11-25",
    "imported": True,
    "revision": 7,
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 1_000_002),
    st.floats(allow_nan=False),
    st.text(max_size=120),
    st.lists(st.sampled_from([{"ref": "A" * 44}, {"ref": 1}, None]), max_size=5),
    st.sampled_from(["paid", "refused", "unknown", "photo", "prepaid", min(COURIERS), "msk\n"]),
    st.sampled_from(["20261125", "2026-W48-1", "2026-02-30", "2026-11-25T00:00", "٢٠٢٦-11-25"]),
    st.sampled_from(["lkp_" + "1" * 26, "lkp_" + "a" * 26 + "\n", "", "\x00", "x" * 41]),
)
ITEMS = st.one_of(
    ODD,
    st.builds(
        lambda odd: WHOLE | odd, st.fixed_dictionaries({}, optional=dict.fromkeys(WHOLE, ODD))
    ),
    st.builds(lambda n, odd: {**NEEDED, n: odd}, st.sampled_from([*WHOLE, "more"]), ODD),
    st.builds(
        lambda gone: {k: v for k, v in WHOLE.items() if k not in gone},
        st.sets(st.sampled_from([*WHOLE]), max_size=3),
    ),
)


@given(ITEMS)
def test_it_reads_what_the_schema_reads_or_leaves_it_to_the_schema(item: Any) -> None:
    quick = quick_report(item)
    if quick is None:
        return
    try:
        assert quick == SCHEMA.load(item)
    except ValidationError:
        pytest.fail("the schema refuses what was read")


@pytest.mark.parametrize("item", [NEEDED, WHOLE, WHOLE | {"courier": None, "lookup": None}])
def test_the_usual_shapes_are_read_at_once(item: dict[str, Any]) -> None:
    assert quick_report(item) == SCHEMA.load(item)
