"""Who may do what: the one table of roles. Pure."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an account is for."""

    ADMIN = "admin"
    AUDITOR = "auditor"
    OWNER = "owner"
    STAFF = "staff"


ADMINS: Final = frozenset({Role.ADMIN, Role.AUDITOR})
"""Who may open the admin desk; an auditor only reads there."""
SHOPKEEPERS: Final = frozenset({Role.OWNER, Role.STAFF})
"""Who may open a shop's desk; staff see it all, and only an owner changes keys, terms and staff."""
MAY_INVITE: Final = {
    Role.ADMIN: frozenset({Role.ADMIN, Role.AUDITOR, Role.OWNER}),
    Role.OWNER: frozenset({Role.OWNER, Role.STAFF}),
}
NEEDS_TOTP: Final = ADMINS
"""Whose account is worth nothing without a second factor."""


def home_of(role: Role) -> str:
    """Where an account begins after signing in."""
    return "/admin" if role in ADMINS else "/desk"


def may_invite(role: Role, other: Role) -> bool:
    """Whether an account of ``role`` may invite one of ``other``."""
    return other in MAY_INVITE.get(role, frozenset())
