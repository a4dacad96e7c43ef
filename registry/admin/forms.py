"""The forms of the admin's desk."""

from typing import Final

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from registry.admin.acts import KEYS, Edit
from registry.admin.texts.desk import TEXTS, texts
from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, choices

MOST_PEOPLE: Final = 1_000_000


def _needed(name: str) -> Needed:
    return Needed({language: TEXTS[language][name] for language in Language})


class NameForm(PageForm):
    """A shop's name."""

    name = StringField(validators=[_needed("bad_name"), Length(max=80)])


class ReasonForm(PageForm):
    """Why: for the journal."""

    reason = StringField(validators=[_needed("reason_needed"), Length(max=200)])


class ImportForm(PageForm):
    """An import allowance."""

    people = IntegerField(validators=[InputRequired(), NumberRange(1, MOST_PEOPLE)])
    days = IntegerField(default=30, validators=[InputRequired(), NumberRange(1, 365)])


class ContactForm(PageForm):
    """A phone or an address of e-mail: one that belongs to nobody, or to several people."""

    phone = StringField(validators=[_needed("bad_phone"), Length(max=320)])


class EditForm(PageForm):
    """Something about a report, for two."""

    what = SelectField(
        choices=lambda: choices({each.value: texts()[f"do_{each.value}"] for each in Edit}),
        validate_choice=True,
    )
    report = StringField(validators=[_needed("report_unfit"), Length(max=40)])
    reason = StringField(validators=[_needed("reason_needed"), Length(max=200)])


class KeyForm(PageForm):
    """Something about a key, for two."""

    key = SelectField(choices=choices({each: each for each in KEYS}), validate_choice=True)
    why = StringField(validators=[_needed("reason_needed"), Length(max=200)])
