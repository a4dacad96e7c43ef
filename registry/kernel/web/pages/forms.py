"""Forms by WTForms, with sentences of ours in both languages; tokens are the blueprint's business.

In a template: ``{% import "pages/forms.html" as forms with context %}`` and
``{{ forms.field(form.phone, label, hint=…, autocomplete="tel") }}``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from wtforms import Field, Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation, ValidationError

from registry.kernel.web.language import Language, requested_language
from registry.kernel.web.pages.form_texts import MISTAKES

Sentence = Mapping[Language, str]
Validator = Callable[[Form, Field], None]


class _Translations:
    """WTForms asks for its own English sentence; ours comes back."""

    def gettext(self, string: str) -> str:
        return MISTAKES[requested_language()].get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(plural)


class _Meta(DefaultMeta):
    def get_translations(self, form: Any) -> _Translations:
        return _Translations()


class PageForm(Form):
    """A form of a page: ``form = MyForm(request.form)`` and ``form.validate()``."""

    Meta = _Meta


class Needed:
    """The field must be filled, or ticked; the sentence says with what."""

    field_flags: Final = {"required": True}

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Raises StopValidation: an empty field has one mistake, not three."""
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(self.sentence[requested_language()])


def mistake(sentence: Sentence) -> ValidationError:
    """For validators of a room: ``raise mistake(TEXTS)``."""
    return ValidationError(sentence[requested_language()])


def blame(field: Field, text: str) -> None:
    """Put a refusal of a service beside the field that it is about."""
    field.errors = [*field.errors, text]


def choices(words: Mapping[str, str]) -> Sequence[Any]:
    """Options of a select or of radio buttons, in the order of ``words``."""
    return [SelectChoice(value, label) for value, label in words.items()]


def said(field: Field) -> str:
    """What was typed into a text field; nothing typed is the empty text."""
    return str(field.data or "")
