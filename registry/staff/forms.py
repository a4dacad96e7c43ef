"""The forms of the pages for people who work here."""

from wtforms import PasswordField, StringField
from wtforms.validators import Length

from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm
from registry.staff.texts import TEXTS

FILL = Needed({language: TEXTS[language]["fill"] for language in Language})


class SignInForm(PageForm):
    """Name, password and, where there is one, the second factor."""

    login = StringField(validators=[FILL, Length(max=80)])
    password = PasswordField(validators=[FILL, Length(max=400)])
    code = StringField(validators=[Length(max=20)])


class AccountForm(PageForm):
    """A new account out of an invitation."""

    login = StringField(validators=[FILL, Length(max=80)])
    password = PasswordField(validators=[FILL, Length(max=400)])
    word = StringField(validators=[Length(max=40)])


class FactorForm(PageForm):
    """Six digits of the app that was given ``setup``, and the password where it is asked."""

    code = StringField(validators=[FILL, Length(max=20)])
    password = PasswordField(validators=[Length(max=400)])
    setup = StringField(validators=[Length(max=400)])


class PasswordForm(PageForm):
    """A new password in place of the old one."""

    old = PasswordField(validators=[FILL, Length(max=400)])
    new = PasswordField(validators=[FILL, Length(max=400)])
