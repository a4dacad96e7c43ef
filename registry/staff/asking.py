"""The password asked once more inside a session: a stolen cookie is not enough for what lasts."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from registry.kernel.db import aside, db
from registry.kernel.web import context
from registry.kernel.web.pages.forms import PageForm
from registry.staff import rules, service
from registry.staff.errors import TooManyAttemptsError
from registry.staff.guards import current_signed_in
from registry.staff.texts import texts


def has_just_come() -> bool:
    """Whether this session made the account itself, minutes ago: the password was just typed."""
    signed_in = current_signed_in()
    return rules.has_just_come(signed_in.account.created_at, signed_in.began_at, context.now())


def prove(password: str) -> None:
    """Ask for the password again; raises SignInRefusedError, TooManyAttemptsError."""
    ring, signed_in = context.keyring(), current_signed_in()
    with aside() as session:
        service.count_guess(session, ring, signed_in, now=context.now())
    service.check_password(db.session(), ring, signed_in, password)


def wait(
    form: PageForm, error: TooManyAttemptsError, page: Callable[[], str]
) -> ResponseReturnValue:
    """The page once more, saying how long to wait."""
    seconds = str(error.facts["retry_after"])
    form.form_errors.append(texts()["wait"].format(seconds=seconds))
    return page(), 429, {"Retry-After": seconds}
