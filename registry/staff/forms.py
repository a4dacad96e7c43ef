"""The forms of the pages for people who work here."""

from wtforms import Field, PasswordField, StringField
from wtforms.validators import Length

from registry.kernel.web.language import Language
from registry.kernel.web.pages.forms import Needed, PageForm, mistake, said
from registry.staff.errors import BadLoginError, WeakPasswordError
from registry.staff.rules import check_password, clean_login
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

    def validate_login(self, field: Field) -> None:
        """What no name may be is said together with what no password may be."""
        try:
            clean_login(said(field))
        except BadLoginError:
            raise mistake({each: TEXTS[each]["bad_login"] for each in Language}) from None

    def validate_password(self, field: Field) -> None:
        """The same the other way round."""
        try:
            check_password(said(field), said(self.login).strip().lower())
        except WeakPasswordError:
            raise mistake({each: TEXTS[each]["weak_password"] for each in Language}) from None


class FactorForm(PageForm):
    """Six digits of the app that was given ``setup``, and the password where it is asked."""

    code = StringField(validators=[FILL, Length(max=20)])
    password = PasswordField(validators=[Length(max=400)])
    setup = StringField(validators=[Length(max=400)])


class PasswordForm(PageForm):
    """A new password in place of the old one."""

    old = PasswordField(validators=[FILL, Length(max=400)])
    new = PasswordField(validators=[FILL, Length(max=400)])
