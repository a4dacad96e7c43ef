"""The one written form of a phone number or e-mail address, version 1.

Every shop must reach the same bytes for the same person, today and in ten years. So nothing is
guessed: what has no canonical form is refused with a reason. It is asked whether a number is
*possible*, not whether it is *valid*: the tables of valid ranges change every month and would move
identifiers.
"""

import hashlib
import re
import string

import idna
import phonenumbers

from bonafide.protocol.errors import NotCanonical, Refusal
from bonafide.protocol.words import Kind

DEFAULT_REGION = "RU"

_PHONE_CHARACTERS = re.compile(r"[0-9+ ()\-./]*")
_NO_PUNCTUATION = str.maketrans("", "", " ()-./")
_RUSSIAN_MOBILE = re.compile(r"(?:\+7|[78]?)9[0-9]{9}")
_LONGEST_RUSSIAN_MOBILE = 40
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}")
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[a-z0-9.-]{1,253}(?<!\.)")

_GOOGLE = frozenset({"gmail.com", "googlemail.com"})
_YANDEX = frozenset({"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz"})

_PARSE_FAULTS = {
    phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: Refusal.UNKNOWN_COUNTRY,
    phonenumbers.NumberParseException.NOT_A_NUMBER: Refusal.NOT_A_NUMBER,
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: Refusal.TOO_SHORT,
    phonenumbers.NumberParseException.TOO_SHORT_NSN: Refusal.TOO_SHORT,
    phonenumbers.NumberParseException.TOO_LONG: Refusal.TOO_LONG,
}
_LENGTH_FAULTS = {
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Refusal.LOCAL_ONLY,
    phonenumbers.ValidationResult.INVALID_COUNTRY_CODE: Refusal.UNKNOWN_COUNTRY,
    phonenumbers.ValidationResult.TOO_SHORT: Refusal.TOO_SHORT,
    phonenumbers.ValidationResult.INVALID_LENGTH: Refusal.WRONG_LENGTH,
    phonenumbers.ValidationResult.TOO_LONG: Refusal.TOO_LONG,
}


def canonical(kind: Kind, raw: str, *, region: str = DEFAULT_REGION) -> str:
    """The canonical text, or ``NotCanonical`` with a word of ``Refusal``.

    ``region`` (ISO 3166, two capitals) is where a phone number without ``+`` was written down.
    A message to the person goes to this text and to no other.
    """
    if Kind(kind) is Kind.PHONE:
        return _phone(raw, region)
    return _email(raw)


def digest(kind: Kind, canonical_text: str) -> bytes:
    """The 32 bytes that are blinded. They protect nothing: whoever has them can guess the rest."""
    form = _E164 if Kind(kind) is Kind.PHONE else _ADDRESS
    if not form.fullmatch(canonical_text):
        raise NotCanonical(Refusal.NOT_CANONICAL_FORM)
    return hashlib.sha256(f"bonafide:v1:{Kind(kind)}:{canonical_text}".encode("ascii")).digest()


def _phone(raw: str, region: str) -> str:
    if not _PHONE_CHARACTERS.fullmatch(raw):
        raise NotCanonical(Refusal.BAD_CHARACTER)
    text = raw.strip(" ")
    if not text:
        raise NotCanonical(Refusal.EMPTY)
    if "+" in text[1:]:
        raise NotCanonical(Refusal.MISPLACED_PLUS)
    if (text[0] == "+" or region == DEFAULT_REGION) and (mobile := _russian_mobile(text)):
        return mobile
    if text.startswith("+"):
        return _international(text)
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise NotCanonical(Refusal.UNKNOWN_REGION)
    return _international(_possible(_parsed(text, region)))


def _russian_mobile(text: str) -> str | None:
    """What the parser below makes of a Russian mobile number, which most are, in a tenth of its
    time. That both agree on every one of them is tested.
    """
    if len(text) > _LONGEST_RUSSIAN_MOBILE:
        return None
    digits = text.translate(_NO_PUNCTUATION)
    return f"+7{digits[-10:]}" if _RUSSIAN_MOBILE.fullmatch(digits) else None


def _international(text: str) -> str:
    """The digits as they stand: a number whose digits a parser would mend is not one number.

    What was read from a national form has to pass too, or its result would itself be refused.
    """
    result = _possible(_parsed(text, None))
    if result != "+" + re.sub("[^0-9]", "", text):
        raise NotCanonical(Refusal.DIGITS_CHANGED)
    return result


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotCanonical(_PARSE_FAULTS[error.error_type]) from None


def _possible(number: phonenumbers.PhoneNumber) -> str:
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise NotCanonical(_LENGTH_FAULTS[verdict])
    text = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not _E164.fullmatch(text):
        raise NotCanonical(Refusal.WRONG_LENGTH)
    return text


def _email(raw: str) -> str:
    text = raw.strip(string.whitespace)
    if not text:
        raise NotCanonical(Refusal.EMPTY)
    if text.count("@") != 1:
        raise NotCanonical(Refusal.AT_SIGN)
    local, _, host = text.partition("@")
    if not _LOCAL_PART.fullmatch(local):
        raise NotCanonical(Refusal.BAD_LOCAL_PART)
    local, domain = _folded(local.lower(), _domain(host))
    if not local:
        raise NotCanonical(Refusal.EMPTY_AFTER_FOLDING)
    return f"{local}@{domain}"


def _domain(host: str) -> str:
    if "[" in host:
        raise NotCanonical(Refusal.ADDRESS_LITERAL)
    try:
        domain = idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except UnicodeError:
        raise NotCanonical(Refusal.BAD_DOMAIN) from None
    if domain.endswith("."):
        raise NotCanonical(Refusal.TRAILING_DOT)
    return domain


def _folded(local: str, domain: str) -> tuple[str, str]:
    """Spellings that two large providers deliver to one mailbox. Nobody else's are touched."""
    if domain in _GOOGLE:
        return local.partition("+")[0].replace(".", ""), "gmail.com"
    if domain in _YANDEX:
        return local.partition("+")[0].replace(".", "-"), "yandex.ru"
    return local, domain
