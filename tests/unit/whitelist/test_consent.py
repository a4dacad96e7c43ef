"""A text that somebody agreed to never changes: another text is another version."""

from registry.kernel.web.language import Language
from registry.whitelist import consent

PUBLISHED = {
    ("2026-11", Language.EN): "aa561a14984d4b15921cfb90ca7615a989f47768ca7969fa917ac3cce14b3ac7",
    ("2026-11", Language.RU): "63e18f69bc63eed79dfd86d2d3e06f816600f51d83b4a2554191f6c95a3597cb",
}


def test_published_texts_are_what_they_were() -> None:
    digests = {
        (version, language): text.digest(language).hex()
        for version, text in consent.TEXTS.items()
        for language in Language
    }
    assert digests == PUBLISHED


def test_the_text_in_force_is_one_of_them_and_an_unknown_version_is_none() -> None:
    assert consent.find_text(consent.CURRENT.version) is consent.CURRENT
    assert consent.find_text("1999-01") is None
