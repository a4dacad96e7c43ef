"""Looking people up: what goes out, what comes back, and what is remembered."""

import pytest

from bonafide import (
    Advice,
    BadIdentifier,
    FileCache,
    Invalid,
    ItemError,
    Level,
    Misuse,
    Question,
    Registry,
    TrustAnswer,
)
from bonafide._parse import answer_from
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, ANNA_AS_TYPED, BORIS, MAIL


def paths(fake: FakeRegistry) -> list[str]:
    return [seen.path for seen in fake.requests]


def test_every_spelling_of_a_number_is_the_same_person(
    fake: FakeRegistry, registry: Registry
) -> None:
    fake.know(phone=ANNA, level=Level.WATCH, advice=Advice.PREPAY)
    answer = registry.look_up(ANNA_AS_TYPED, order_ref="A-1")
    assert (answer.level, answer.advice.code) == (Level.WATCH, Advice.PREPAY)
    assert (answer.source, answer.degraded) == ("registry", False)


def test_a_known_customer_costs_one_request(fake: FakeRegistry, registry: Registry) -> None:
    registry.look_up(ANNA, order_ref="A-1")
    assert paths(fake) == ["/v1/params", "/v1/evaluations", "/v1/lookups"]
    registry.look_up(ANNA_AS_TYPED, order_ref="A-2")
    assert paths(fake)[3:] == ["/v1/lookups"]


def test_phone_and_email_travel_as_one_person(fake: FakeRegistry, registry: Registry) -> None:
    fake.know(email=MAIL, level=Level.GOOD)
    answer = registry.look_up(BORIS, MAIL.upper(), order_ref="A-1")
    assert answer.level is Level.GOOD
    assert len(answer.raw["refs"]) == 2


def test_a_thousand_and_one_questions_are_split_and_answered_in_order(fake: FakeRegistry) -> None:
    numbers = [f"+7916{n:07d}" for n in range(1001)]
    fake.know(phone=numbers[1000], level=Level.GOOD)
    questions = [Question(phone=each, order_ref=f"A-{n}") for n, each in enumerate(numbers)]
    with fake.client() as client:
        answers = client.look_up_many(questions)
    assert paths(fake).count("/v1/lookups") == 2
    assert [type(each) for each in answers] == [TrustAnswer] * 1001
    assert [each.level for each in answers[999:] if isinstance(each, TrustAnswer)] == [
        Level.UNKNOWN,
        Level.GOOD,
    ]


def test_one_bad_number_fails_alone(registry: Registry) -> None:
    good, bad = registry.look_up_many(
        [Question(phone=ANNA, order_ref="A-1"), Question(phone="0", order_ref="A-2")]
    )
    assert isinstance(good, TrustAnswer)
    assert isinstance(bad, ItemError)
    assert bad.code == "bad_identifier"


def test_a_number_that_is_none_is_refused_before_anything_is_sent(
    fake: FakeRegistry, registry: Registry
) -> None:
    with pytest.raises(BadIdentifier) as caught:
        registry.look_up("+7 8 916 123", order_ref="A-1")
    assert caught.value.kind == "phone"
    assert fake.requests == []


@pytest.mark.parametrize("contacts", [{}, {"phone": [f"+7916123450{n}" for n in range(5)]}])
def test_nobody_and_five_identifiers_are_misuse(
    registry: Registry, contacts: dict[str, list[str]]
) -> None:
    with pytest.raises(Misuse):
        registry.look_up(contacts.get("phone"), order_ref="A-1")


@pytest.mark.parametrize("amount", [3490.0, "a lot", "-1", "NaN"])
def test_an_amount_that_is_no_money_is_misuse(registry: Registry, amount: str) -> None:
    with pytest.raises(Misuse):
        registry.look_up(ANNA, order_ref="A-1", amount=amount)


def test_stale_refs_are_blinded_again_without_the_caller_noticing(
    fake: FakeRegistry, registry: Registry
) -> None:
    fake.know(phone=ANNA, level=Level.GOOD)
    registry.look_up(ANNA, order_ref="A-1")
    fake.forget_refs()
    assert registry.look_up(ANNA, order_ref="A-2").level is Level.GOOD


def test_refs_outlive_the_process_in_a_file_that_names_nobody(
    fake: FakeRegistry, tmp_path: pytest.TempPathFactory
) -> None:
    path = f"{tmp_path}/refs.db"
    with fake.client(ref_cache=FileCache(path)) as first:
        first.look_up(ANNA, order_ref="A-1")
    with fake.client(ref_cache=FileCache(path)) as second:
        second.look_up(ANNA, order_ref="A-2")
    assert paths(fake)[3:] == ["/v1/lookups"]
    kept = dict(FileCache(path))
    assert all(len(slot) == 64 for slot in kept)
    assert ANNA not in repr(kept)


def test_refs_may_lie_in_a_mapping_of_the_shops_own(fake: FakeRegistry) -> None:
    own: dict[str, str] = {}
    for order in ("A-1", "A-2"):
        with fake.client(ref_cache=own) as client:
            client.look_up(ANNA, order_ref=order)
    assert paths(fake)[3:] == ["/v1/lookups"]
    assert own
    assert ANNA not in repr(own)


def test_a_cache_that_fails_costs_a_request_and_nothing_else(fake: FakeRegistry) -> None:
    class Broken(dict[str, str]):
        def get(self, *_: object) -> None:  # type: ignore[override] # it only fails
            raise OSError("disk")

    with fake.client(ref_cache=Broken(), on_failure="raise") as client:
        assert client.look_up(ANNA, order_ref="A-1").level is Level.UNKNOWN
        assert client.look_up(ANNA, order_ref="A-2").level is Level.UNKNOWN


def test_a_refusal_names_its_code_and_request(fake: FakeRegistry, registry: Registry) -> None:
    fake.know(phone=ANNA, problem="invalid_request")
    with pytest.raises(Invalid) as caught:
        registry.look_up(ANNA, order_ref="A-1")
    assert caught.value.code == "invalid_request"
    assert caught.value.status == 422


def test_fields_and_words_of_a_newer_registry_are_passed_over(registry: Registry) -> None:
    from_the_future = {"id": "lkp_1", "level": "saintly", "advice": {"code": "sing"}, "aura": 7}
    answer = registry.look_up(ANNA, order_ref="A-1")
    assert answer.raw["policy"] == "fake"
    parsed = answer_from(from_the_future, request_id=None)
    assert (parsed.level, parsed.advice.code) == (Level.UNKNOWN, Advice.REVIEW)
