import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafide.protocol import Kind, NotCanonical, ProtocolError, canonical, digest

canonical_module = sys.modules["bonafide.protocol.canonical"]
PHONE_TEXT = st.text("0123456789+ ()-./", max_size=20)
EMAIL_TEXT = st.builds(
    "{}@{}".format,
    st.text("aB.+-_'1", min_size=1, max_size=8),
    st.one_of(
        st.sampled_from(["gmail.com", "GoogleMail.com", "ya.ru", "yandex.kz", "почта.рф"]),
        st.text("aяß.-\u200bΣ٣", min_size=1, max_size=10),
    ),
)
REGIONS = st.sampled_from(["RU", "BY", "KZ", "DE", "IT", "BR", "AR", "MX", "US", "CN"])


MOBILE_TEXT = st.builds(
    lambda start, digits, marks: start + "".join(map("".join, zip(digits, marks, strict=True))),
    st.sampled_from(["", "+7", "7", "8", "+7 (", "8-", "(", "+8", "+", " 8 ("]),
    st.text("0123456789", min_size=10, max_size=10).map(lambda text: "9" + text[1:]),
    st.lists(st.sampled_from(["", "", "", " ", "-", ")", "/", ".", "("]), min_size=10, max_size=10),
)


def refused_or(kind: Kind, raw: str, region: str = "RU") -> str | None:
    try:
        return canonical(kind, raw, region=region)
    except NotCanonical:
        return None


@settings(max_examples=300, deadline=None)
@given(raw=PHONE_TEXT, region=REGIONS)
def test_a_canonical_phone_is_its_own_canonical_form_everywhere(raw: str, region: str) -> None:
    text = refused_or(Kind.PHONE, raw, region)
    if text is not None:
        assert canonical(Kind.PHONE, text, region="RU") == text


def by_the_parser(monkeypatch: pytest.MonkeyPatch, raw: str, region: str) -> str | None:
    """The same without the short way for Russian mobile numbers."""
    with monkeypatch.context() as patched:
        patched.setattr(canonical_module, "_russian_mobile", lambda _: None)
        return refused_or(Kind.PHONE, raw, region)


@settings(
    max_examples=1000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=MOBILE_TEXT, region=REGIONS)
def test_the_short_way_for_russian_mobiles_ends_where_the_parser_does(
    monkeypatch: pytest.MonkeyPatch, raw: str, region: str
) -> None:
    assert refused_or(Kind.PHONE, raw, region) == by_the_parser(monkeypatch, raw, region)


def test_it_does_for_every_prefix_in_every_usual_form(monkeypatch: pytest.MonkeyPatch) -> None:
    for prefix in range(900, 1000):
        for start in ("+7", "8", "7", "", "8 (", "+7-"):
            raw = f"{start}{prefix} 123-45-67"
            assert refused_or(Kind.PHONE, raw) == by_the_parser(monkeypatch, raw, "RU") is not None


def test_a_text_that_is_too_long_for_the_parser_is_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = "8" + " " * 300 + "9161234567"
    assert refused_or(Kind.PHONE, raw) is by_the_parser(monkeypatch, raw, "RU") is None


@settings(max_examples=300, deadline=None)
@given(raw=EMAIL_TEXT)
def test_a_canonical_address_is_its_own_canonical_form(raw: str) -> None:
    text = refused_or(Kind.EMAIL, raw)
    if text is not None:
        assert canonical(Kind.EMAIL, text) == text
        assert len(digest(Kind.EMAIL, text)) == 32


@settings(max_examples=200, deadline=None)
@given(raw=st.text(max_size=40), kind=st.sampled_from(Kind))
def test_any_text_gives_a_canonical_form_or_a_named_refusal(raw: str, kind: Kind) -> None:
    text = refused_or(kind, raw)

    assert text is None or (text.isascii() and text == text.lower())


@pytest.mark.parametrize("region", ["000", "\u0660", "", "US-CA"])
def test_a_region_that_is_none_is_refused(region: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(Kind.PHONE, "9161234567", region=region)

    assert refusal.value.reason == "unknown_region"


def test_a_number_that_a_second_reading_would_change_is_refused() -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(Kind.PHONE, "0577006077", region="IM")

    assert refusal.value.reason == "digits_changed"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.PHONE, "8 916 123-45-67"),
        (Kind.PHONE, "+7 9161234567"),
        (Kind.PHONE, "+79161234567\n"),
        (Kind.PHONE, "+09161234567"),
        (Kind.PHONE, "anna@example.com"),
        (Kind.EMAIL, "Anna@example.com"),
        (Kind.EMAIL, "anna@почта.рф"),
        (Kind.EMAIL, "anna@example.com."),
        (Kind.EMAIL, "+79161234567"),
        (Kind.EMAIL, ""),
    ],
)
def test_nothing_that_is_not_canonical_is_ever_hashed(kind: Kind, text: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        digest(kind, text)

    assert refusal.value.reason == "not_canonical_form"


def test_the_same_characters_as_phone_and_as_address_are_two_digests() -> None:
    phone, address = "+79161234567", "79161234567@example.com"

    assert digest(Kind.PHONE, phone) != digest(Kind.EMAIL, address)


@pytest.mark.parametrize(
    ("kind", "secret"),
    [(Kind.PHONE, "+7 8 916 555-01-99"), (Kind.EMAIL, "anna.secret@exam_ple.com")],
)
def test_a_refusal_never_repeats_what_it_refuses(kind: Kind, secret: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(kind, secret)

    told = f"{refusal.value} {refusal.value!r} {refusal.value.__cause__!r}"
    assert secret not in told
    assert "916" not in told
    assert "exam_ple" not in told


def test_refusals_are_value_errors_with_a_code() -> None:
    with pytest.raises(ProtocolError) as refusal:
        canonical(Kind.PHONE, "")

    assert isinstance(refusal.value, ValueError)
    assert (refusal.value.code, refusal.value.reason) == ("not_canonical", "empty")


@pytest.mark.parametrize("raw", ["(" * 10**6, "+7" + "- " * 10**5, "1" * 10**6])
def test_a_megabyte_is_refused_like_anything_else(raw: str) -> None:
    assert refused_or(Kind.PHONE, raw) is None
    assert refused_or(Kind.EMAIL, f"a@{raw}") is None
