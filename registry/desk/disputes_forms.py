"""The forms of the shop's side of a dispute."""

from typing import Any

from wtforms import MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from bonafide.protocol.words import Evidence
from registry.desk.naming import MOST_LETTERS as MOST_REPORT
from registry.desk.texts.disputes import LACKING
from registry.disputes.papers import MOST_LETTERS
from registry.disputes.texts import word
from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, choices


class AnswerForm(PageForm):
    """Stand by the report: of which kind the evidence is, the files, and what to say."""

    evidence = SelectField(default=Evidence.COURIER_EVENT.value)
    files = MultipleFileField()
    contact = MultipleFileField()
    comment = TextAreaField(validators=[Length(max=MOST_LETTERS)])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.evidence.choices = choices({each.value: word(each) for each in Evidence})


class RequestForm(AnswerForm):
    """The same for an abusive claim or a removed report, named by its order or its id."""

    report = StringField(
        validators=[
            Needed({language: LACKING[language]["report"] for language in Language}),
            Length(max=MOST_REPORT),
        ]
    )


class CommentForm(PageForm):
    """Why another admin should look at it."""

    comment = TextAreaField(validators=[Length(max=MOST_LETTERS)])
