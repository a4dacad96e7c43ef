"""What a commitment is made of never changes by a byte: entries of years ago must still open."""

import hashlib
import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.audit.rules import Act, ActKind, digest_facts, seal

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.binary(max_size=40)
    | st.sampled_from(ActKind)
)
FACTS = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), PLAIN | st.lists(PLAIN))
SALT = bytes(range(32))


def spelt(value: object) -> str:
    """What the first version of the log made of a day and of bytes."""
    return value.isoformat() if isinstance(value, date) else bytes(value).hex()  # type: ignore[call-overload]  # bytes only


@given(FACTS)
def test_facts_are_digested_as_the_first_version_spelt_them(facts: dict[str, object]) -> None:
    text = json.dumps(
        facts, default=spelt, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    first = hashlib.sha256(b"bonafide facts 1\n" + SALT + text.encode()).digest()
    assert digest_facts(SALT, facts) == first


def test_a_leaf_is_what_it_was_on_the_first_day() -> None:
    act = Act(ActKind.REPORT, 7, 9, {"state": "paid", "on": date(2026, 1, 2)}, b"\x05" * 32)
    leaf = seal(act, salt=SALT, on=date(2026, 11, 21)).leaf
    assert leaf.hex() == "62eb880162e37ef8b4439470e24baea371a89729e3e15c73947839c05e885829"
