"""Slips of typing that the protocol lets through, refused where a person typed them."""

import pytest

from bonafide import BadIdentifier, Registry
from bonafide.protocol import NotCanonical
from bonafide.protocol.words import Kind
from bonafide.typed import canonical_typed
from tests.client.cast import ANNA, MAIL


@pytest.mark.parametrize(
    "phone", ["89161234567890", "8 916 123-45-67-890", "+7 916 123 45 67 890", "891612345678"]
)
def test_a_russian_number_has_ten_digits_behind_the_seven(phone: str, registry: Registry) -> None:
    with pytest.raises(BadIdentifier):
        registry.look_up(phone, order_ref="A-1")


@pytest.mark.parametrize("mail", ["anna@example", "anna@localhost"])
def test_an_address_has_a_dot_behind_its_at(mail: str) -> None:
    with pytest.raises(NotCanonical, match="bad_domain"):
        canonical_typed(Kind.EMAIL, mail)


def test_what_is_no_slip_is_taken_as_the_protocol_takes_it() -> None:
    assert canonical_typed(Kind.PHONE, ANNA) == ANNA
    assert canonical_typed(Kind.PHONE, "+49 30 1234567") == "+49301234567"
    assert canonical_typed(Kind.EMAIL, MAIL.upper()) == canonical_typed(Kind.EMAIL, MAIL)
