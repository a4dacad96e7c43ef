"""``registry shop``."""

from typing import Any

import click

from bonafide.protocol.words import World
from registry.inquiries import service as inquiries
from registry.inquiries.service import Account
from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.ops.admission import admit
from registry.ops.members import named
from registry.ops.output import columns, json_option, show, world_option
from registry.ops.running import service
from registry.shops import service as members
from registry.shops.rules import Standing
from registry.shops.service import Member
from registry.staff import service as staff
from registry.staff.pages import invitation_link
from registry.staff.roles import Role


@click.group("shop")
def shops() -> None:
    """Admit shops and change their standing."""


@shops.command()
@click.argument("name")
@click.option(
    "--standing",
    type=click.Choice([Standing.PROBATION.value, Standing.ACTIVE.value]),
    default=Standing.PROBATION.value,
    show_default=True,
)
@json_option
def add(*, name: str, standing: str, as_json: bool) -> None:
    """Admit the shop NAME and print its id and its first two keys, once.

    Only a fingerprint of a key is stored: a lost key is replaced, never shown again.
    """
    with service(), transaction() as session:
        admitted = admit(
            session, name, standing=Standing(standing), keyring=context.keyring(), now=context.now()
        )
    document = {
        **_document(admitted.member),
        "live_key": admitted.live_key,
        "test_key": admitted.test_key,
    }
    lines = [
        f"{admitted.member.name} is admitted.",
        f"  id        {admitted.member.public_id}",
        f"  live key  {admitted.live_key}",
        f"  test key  {admitted.test_key}",
        "The keys are not shown again.",
    ]
    show(document, lines, as_json=as_json)


@shops.command()
@click.argument("shop")
@json_option
def invite(*, shop: str, as_json: bool) -> None:
    """Print a link that makes the account of an owner of SHOP, within three days."""
    with service(), transaction() as session:
        member = named(session, shop)
        token = staff.invite(
            session,
            context.keyring(),
            role=Role.OWNER,
            shop_id=member.shop_id,
            by=None,
            now=context.now(),
        )
        link = invitation_link(token)
    lines = [f"An owner's account at {member.name}, one use, good for three days:", f"  {link}"]
    show({"shop": member.public_id, "link": link}, lines, as_json=as_json)


@shops.command("list")
@json_option
def list_shops(*, as_json: bool) -> None:
    """Show every shop that ever was a member."""
    with service(), reading(), transaction() as session:
        found = members.list_shops(session)
    rows = [("ID", "STANDING", "DIRECT TIER", "NAME")]
    rows += [
        (each.public_id, each.standing, "yes" if each.direct_tier else "no", each.name)
        for each in found
    ]
    show({"shops": [_document(each) for each in found]}, columns(rows), as_json=as_json)


@shops.command()
@click.argument("shop")
@click.argument("standing", type=click.Choice([each.value for each in Standing]))
@json_option
def standing(*, shop: str, standing: str, as_json: bool) -> None:
    """Move SHOP to another standing; leaving ends all its keys."""
    with service(), transaction() as session:
        member = named(session, shop)
        moved = members.set_standing(session, member.shop_id, Standing(standing), now=context.now())
    show(_document(moved), [f"{moved.name} is now {moved.standing}."], as_json=as_json)


@shops.command("direct-tier")
@click.argument("shop")
@click.argument("allowed", type=click.Choice(["on", "off"]))
@json_option
def direct_tier(*, shop: str, allowed: str, as_json: bool) -> None:
    """Let SHOP send digests instead of blinding: whoever reads them can guess the number."""
    with service(), transaction() as session:
        member = named(session, shop)
        moved = members.set_direct_tier(session, member.shop_id, allowed=allowed == "on")
    lines = [f"{moved.name} {'may' if moved.direct_tier else 'may not'} send digests."]
    show(_document(moved), lines, as_json=as_json)


@shops.command("allow-import")
@click.argument("shop")
@click.argument("people", type=click.IntRange(1, 1_000_000))
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True)
@world_option
@json_option
def allow_import(*, shop: str, people: int, days: int, world: str, as_json: bool) -> None:
    """Let SHOP bring in the past orders of PEOPLE more customers."""
    with service(), transaction() as session:
        member = named(session, shop)
        account, today = Account(member.shop_id, World(world)), context.now().date()
        inquiries.grant_import(session, caller=account, people=people, today=today, days=days)
        state = inquiries.read_budgets(session, caller=account, today=today)
    left = {"id": member.public_id, "world": world, "import_people": state.import_people}
    lines = [f"{member.name} may bring in {state.import_people} people within {days} days."]
    show(left, lines, as_json=as_json)


def _document(member: Member) -> dict[str, Any]:
    return {
        "id": member.public_id,
        "name": member.name,
        "standing": member.standing,
        "direct_tier": member.direct_tier,
        "created_at": member.created_at.isoformat(),
    }
