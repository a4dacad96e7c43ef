"""The policy file is whole or it is refused."""

import re

import pytest

from registry.trust.policy import POLICY_FILE, BadPolicy, load_policy, parse_policy

TEXT = POLICY_FILE.read_text(encoding="utf-8")


def test_the_published_policy_is_whole() -> None:
    policy = load_policy()
    assert policy.model == "beta-1"
    assert policy.shown.risk_percent == (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
    assert policy.redemption.outcomes == ("not_collected",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("attest_photo = {", "attest_picture = {", "attest_photo, attest_picture"),
        ("value = 0.7, reason", 'value = "0.7", reason', "wrong type"),
        ('negatives = "aggregate"', 'negatives = "some"', "negatives must be"),
        ("[caps]", "[hats]", "caps, hats"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(BadPolicy, match=said):
        parse_policy(TEXT.replace(old, new))


@pytest.mark.parametrize(
    "change", ["watch_shops = { value = 2 }", 'watch_shops = { value = 2, reason = "because" }']
)
def test_a_constant_without_its_reason_in_both_languages_is_refused(change: str) -> None:
    bare = re.sub(r"watch_shops = \{ value = 2, .* \}", change, TEXT)
    assert bare != TEXT
    with pytest.raises(BadPolicy, match=r"levels\.watch_shops"):
        parse_policy(bare)
