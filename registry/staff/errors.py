"""What can be refused to people who work here. None says whether a name is known."""

from registry.kernel.errors import DomainError


class SignInRefusedError(DomainError):
    """Name, password or code is wrong, or the account is closed: which one is not said."""

    code = "sign_in_refused"


class TooManyAttemptsError(DomainError):
    """Too many failures from this address; fact ``retry_after`` (s)."""

    code = "too_many_attempts"


class NotSignedInError(DomainError):
    """No living session."""

    code = "not_signed_in"


class ForbiddenRoleError(DomainError):
    """The account is signed in and may not do this."""

    code = "forbidden_role"


class InvitationGoneError(DomainError):
    """The link was used, has ended, or never was one."""

    code = "invitation_gone"


class WrongWordError(DomainError):
    """Not the word that goes with this link."""

    code = "wrong_word"


class LoginTakenError(DomainError):
    """Somebody has this name."""

    code = "login_taken"


class BadLoginError(DomainError):
    """Not 3 to 40 of a-z, 0-9, dot, dash and underscore."""

    code = "bad_login"


class WeakPasswordError(DomainError):
    """Shorter than twelve characters, longer than 200, or the name itself."""

    code = "weak_password"


class WrongCodeError(DomainError):
    """The code from the app is wrong, was used, or is too old."""

    code = "wrong_totp"


class SecondPersonNeededError(DomainError):
    """Whoever proposed an act cannot confirm it, nor whom he brought in alone."""

    code = "second_person_needed"


class ActNotFoundError(DomainError):
    """No such act is waiting: it was decided, or it has ended."""

    code = "not_found"


class AccountNotFoundError(DomainError):
    """No such account, or another shop's."""

    code = "not_found"
