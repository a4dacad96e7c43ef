"""What can be refused to a shop."""

from registry.kernel.errors import DomainError, FieldError


class NotAuthenticatedError(DomainError):
    """No key, or none that opens anything. It never says which part of it was wrong."""

    code = "unauthenticated"


class ForbiddenScopeError(DomainError):
    """The key is good, but not for this; the fact ``scope`` names what it lacks."""

    code = "forbidden_scope"


class ShopSuspendedError(DomainError):
    """The shop is suspended: its keys open nothing until an admin has decided."""

    code = "shop_suspended"


class KeyLimitError(DomainError):
    """The shop has as many live keys in this world as it may; revoke one first."""

    code = "key_limit"


class BadShopNameError(DomainError):
    """Not a name of one line and at most 80 characters."""

    code = "bad_shop_name"


class ShopNotFoundError(DomainError):
    """No such shop."""

    code = "not_found"


class KeyNotFoundError(DomainError):
    """No such key of this shop in this world."""

    code = "not_found"


class BadTermsError(DomainError):
    """The terms make no sense; ``fields`` says where."""

    code = "invalid_request"

    def __init__(self, mistakes: dict[str, str]) -> None:
        super().__init__()
        self.mistakes = mistakes

    @property
    def fields(self) -> tuple[FieldError, ...]:
        """Every mistake."""
        return tuple(
            FieldError(f"/{name}", "invalid", text) for name, text in self.mistakes.items()
        )
