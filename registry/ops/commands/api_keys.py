"""``registry key``: the API keys of shops (the registry's own keys: ``registry keys``)."""

from typing import Any

import click

from bonafide.protocol.words import World
from registry.kernel.db import reading, transaction
from registry.kernel.web import context
from registry.ops.members import named
from registry.ops.output import columns, fail, json_option, show, world_option
from registry.ops.running import service
from registry.shops import service as shops
from registry.shops.errors import KeyLimitError, KeyNotFoundError
from registry.shops.rules import Scope
from registry.shops.service import KeyInfo


@click.group()
def key() -> None:
    """Issue and revoke shops' API keys."""


@key.command()
@click.argument("shop")
@world_option
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([each.value for each in Scope]),
    multiple=True,
    help="What the key is good for; repeat it. Without it: everything.",
)
@json_option
def issue(*, shop: str, world: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Issue a key to SHOP and print it, once. Two may live at a time in each world."""
    with service(), transaction() as session:
        member = named(session, shop)
        try:
            issued = shops.issue_key(
                session,
                member.shop_id,
                world=World(world),
                scopes=[Scope(each) for each in scopes] or list(Scope),
                keyring=context.keyring(),
                now=context.now(),
            )
        except KeyLimitError:
            fail(f"{member.name} has two live keys: revoke one with `registry key revoke`")
    lines = [issued.text, "It is not shown again."]
    show(_document(issued.info) | {"key": issued.text}, lines, as_json=as_json)


@key.command()
@click.argument("shop")
@click.argument("key_id")
@json_option
def revoke(*, shop: str, key_id: str, as_json: bool) -> None:
    """End the key KEY_ID of SHOP for good; every worker refuses it within seconds."""
    with service(), transaction() as session:
        member = named(session, shop)
        try:
            shops.revoke_key(session, member.shop_id, key_id, now=context.now())
        except KeyNotFoundError:
            fail(f"{member.name} has no key {key_id}: `registry key list {shop}` shows them")
    show({"id": key_id, "revoked": True}, [f"Key {key_id} is revoked."], as_json=as_json)


@key.command("list")
@click.argument("shop")
@json_option
def list_keys(*, shop: str, as_json: bool) -> None:
    """Show the keys of SHOP, revoked ones too."""
    with service(), reading(), transaction() as session:
        found = shops.list_keys(session, named(session, shop).shop_id)
    rows = [("ID", "WORLD", "SCOPES", "ISSUED", "REVOKED")]
    rows += [
        (
            each.key_id,
            each.world,
            " ".join(each.scopes),
            f"{each.created_at:%Y-%m-%d}",
            f"{each.revoked_at:%Y-%m-%d}" if each.revoked_at else "",
        )
        for each in found
    ]
    show({"keys": [_document(each) for each in found]}, columns(rows), as_json=as_json)


def _document(info: KeyInfo) -> dict[str, Any]:
    return {
        "id": info.key_id,
        "world": info.world,
        "scopes": list(info.scopes),
        "created_at": info.created_at.isoformat(),
        "revoked_at": info.revoked_at.isoformat() if info.revoked_at else None,
    }
