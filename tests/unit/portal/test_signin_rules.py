"""How many codes, how many tries, when work is asked for."""

import itertools
from dataclasses import replace

import pytest

from bonafide.protocol.words import Kind
from registry.portal.signin.rules import (
    NETWORK_FREE,
    NETWORK_MOST,
    NETWORK_NUMBER_MOST,
    NUMBER_CEILING,
    NUMBER_MOST,
    PAIR_FREE,
    WORK,
    WORK_MOST,
    Counts,
    Decision,
    Refusal,
    decide,
    is_spraying,
    is_work,
    kind_of,
    masked,
    network_of,
    new_code,
    prefix_of,
    read_code,
)


def decided(counts: Counts, kind: Kind = Kind.PHONE) -> Decision:
    return decide(counts, kind=kind, a_day=1_000)


def test_three_codes_a_day_are_free_and_the_fourth_costs_work() -> None:
    found = [decided(Counts(pair=n, number=n, network=n, network_number=n)) for n in range(4)]
    assert [each.bits for each in found] == [0, 0, 0, WORK]
    assert PAIR_FREE == 3


def test_work_grows_with_every_code_and_ends_somewhere() -> None:
    bits = [decided(Counts(pair=n, network_number=0)).bits for n in range(3, 12)]
    assert bits[:3] == [WORK, WORK + 1, WORK + 2]
    assert bits == sorted(bits)
    assert bits[-1] == WORK_MOST


def test_a_stranger_who_used_up_a_number_does_not_lock_a_browser_that_proved_it_out() -> None:
    spent = Counts(number=NUMBER_CEILING + 5)
    assert decided(spent).refusal is Refusal.NUMBER
    mine = decided(replace(spent, proven=True))
    assert (mine.refusal, mine.bits, mine.reserved) == (None, 0, True)
    again = decided(replace(spent, proven=True, reserved_used=True))
    assert again.refusal is Refusal.NUMBER


def test_a_stranger_on_one_network_does_not_lock_another_network_out() -> None:
    from_there = Counts(number=NUMBER_MOST, network_number=NETWORK_NUMBER_MOST)
    from_here = Counts(number=NUMBER_MOST, network_number=0)
    assert decided(from_there).refusal is Refusal.NUMBER
    assert decided(from_here).refusal is None
    assert decided(from_here).bits > 0


def test_a_network_with_many_phones_works_and_one_with_too_many_waits() -> None:
    assert decided(Counts(network=NETWORK_FREE)).bits == WORK
    assert decided(Counts(network=NETWORK_MOST)).refusal is Refusal.NETWORK


def test_a_block_of_numbers_is_capped_and_a_mail_domain_less_so() -> None:
    assert decided(Counts(prefix=40)).refusal is Refusal.PREFIX
    assert decided(Counts(prefix=40), Kind.EMAIL).refusal is None


def test_the_last_fifth_of_the_days_codes_is_for_browsers_that_proved_a_number() -> None:
    assert decided(Counts(day=800)).refusal is Refusal.DAY
    assert decided(Counts(day=800, proven=True)) == Decision()


def test_everybody_works_while_somebody_sprays() -> None:
    assert decided(Counts(tripped=True)).bits == WORK + 1
    assert is_spraying(60, 10)
    assert not is_spraying(60, 30)
    assert not is_spraying(59, 0)


def test_work_is_found_and_checked() -> None:
    nonce = next(str(n) for n in itertools.count() if is_work("seed", str(n), 10))
    assert not is_work("other", nonce, 10)
    assert not is_work("seed", "", 0)
    assert not is_work("seed", "٣", 0)
    assert not is_work("seed", "1" * 21, 0)


def test_codes_are_six_digits_and_differ() -> None:
    codes = {new_code() for _ in range(200)}
    assert all(len(each) == 6 and each.isdigit() for each in codes)
    assert len(codes) > 150


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("123-456", "123456"),
        ("12345", None),
        ("1234567", None),
        ("12345a", None),
        ("", None),
        ("١٢٣٤٥٦", None),
        ("１２３４５６", None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str | None) -> None:
    assert read_code(typed) == read


def test_what_is_counted_together() -> None:
    assert prefix_of(Kind.PHONE, "+79161234567") == "+7916123"
    assert prefix_of(Kind.EMAIL, "anna@example.org") == "example.org"
    assert network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_of("2001:db8:1:2345::7") == network_of("2001:db8:1:23ff::1")
    assert network_of("2001:db8:1:2345::7") != network_of("2001:db8:2:2345::7")
    assert network_of("") == ""


def test_a_shown_number_hides_most_of_itself() -> None:
    assert masked(Kind.PHONE, "+79161234567") == "+7 ••• ••• 45 67"
    assert masked(Kind.EMAIL, "anna@example.org") == "a•••@example.org"


def test_an_at_sign_makes_an_address() -> None:
    assert [kind_of("a@b.org"), kind_of("8 916 123-45-67")] == [Kind.EMAIL, Kind.PHONE]
