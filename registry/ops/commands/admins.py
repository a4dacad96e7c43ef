"""``registry admin``."""

import click
from sqlalchemy.orm import Session

from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.ops.output import columns, fail, json_option, show
from registry.ops.running import service
from registry.staff import service as staff
from registry.staff.pages import invitation_link
from registry.staff.roles import Role
from registry.staff.service import Account


@click.group("admin")
def admins() -> None:
    """Invite the registry's own people, and help one who lost a phone."""


@admins.command()
@click.option(
    "--role",
    type=click.Choice([Role.ADMIN.value, Role.AUDITOR.value]),
    default=Role.ADMIN.value,
    show_default=True,
)
@json_option
def add(*, role: str, as_json: bool) -> None:
    """Print a link that makes one account, within three days.

    Whoever opens it chooses a name and a password and sets up a second factor.
    """
    with service(), transaction() as session:
        token = staff.invite(
            session, context.keyring(), role=Role(role), by=None, now=context.now()
        )
        link = invitation_link(token)
    lines = [f"One account ({role}), one use, good for three days:", f"  {link}"]
    show({"role": role, "link": link}, lines, as_json=as_json)


@admins.command("list")
@json_option
def list_admins(*, as_json: bool) -> None:
    """Show the registry's own accounts."""
    with service(), reading(), transaction() as session:
        found = staff.list_accounts(session, shop_id=None)
    rows = [("NAME", "ROLE", "SECOND FACTOR", "CLOSED")]
    rows += [
        (
            each.login,
            each.role.value,
            "on" if each.has_totp else "off",
            "" if each.closed_at is None else f"{each.closed_at:%Y-%m-%d}",
        )
        for each in found
    ]
    show({"accounts": [_document(each) for each in found]}, columns(rows), as_json=as_json)


@admins.command()
@click.argument("name")
@json_option
def close(*, name: str, as_json: bool) -> None:
    """Close the account NAME for good and sign it out everywhere."""
    with service(), transaction() as session:
        account = _named(session, name)
        staff.close(session, account.account_id, shop_id=None, now=context.now())
    show({"closed": account.login}, [f"{account.login} is closed."], as_json=as_json)


@admins.command("reset-second-factor")
@click.argument("name")
@json_option
def reset_second_factor(*, name: str, as_json: bool) -> None:
    """Let the account NAME set its second factor up anew, after a lost phone."""
    with service(), transaction() as session:
        account = _named(session, name)
        staff.renew_totp(session, account.account_id)
    lines = [f"{account.login} sets up a second factor at the next sign-in."]
    show({"reset": account.login}, lines, as_json=as_json)


def _named(session: Session, name: str) -> Account:
    found = {each.login: each for each in staff.list_accounts(session, shop_id=None)}
    if name not in found:
        fail(f"there is no account {name}: `registry admin list` shows them")
    return found[name]


def _document(account: Account) -> dict[str, object]:
    return {
        "name": account.login,
        "role": account.role,
        "second_factor": account.has_totp,
        "closed": account.closed_at is not None,
    }
