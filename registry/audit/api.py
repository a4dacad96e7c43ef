"""The log over HTTP, for everybody: an auditor needs no key."""

from collections.abc import Iterable
from typing import Any, Final

from flask import after_this_request, current_app
from flask.wrappers import Response

from bonafide.protocol.base64url import pack
from registry.audit import service
from registry.audit.schemas import (
    CheckpointSchema,
    ConsistencyArguments,
    ConsistencySchema,
    InclusionArguments,
    InclusionSchema,
)
from registry.audit.signing import Signer, make_signer
from registry.kernel.db import db
from registry.kernel.web import context
from registry.kernel.web.blueprint import NO_AUTH, Blueprint
from registry.settings import Settings

blp = Blueprint("log", __name__, guard=NO_AUTH, description="The tamper-evident log.")

_MOMENT: Final = "public, max-age=10"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@blp.route("/v1/log/checkpoint")
@blp.response(200, CheckpointSchema)
@blp.problems("log_not_begun")
def checkpoint() -> dict[str, Any]:
    """The newest signed checkpoint."""
    note = service.newest_note(db.session())
    _cache(_MOMENT)
    return {"note": note, "keys": [key.text for key in current_signer().keys]}


@blp.route("/v1/log/inclusion")
@blp.arguments(InclusionArguments, location="query")
@blp.response(200, InclusionSchema)
@blp.problems("leaf_unknown", "bad_tree_size")
def inclusion(query: dict[str, Any]) -> dict[str, Any]:
    """That an entry is in the log: what became of a receipt's `commitment`."""
    proof = service.prove_inclusion(db.session(), query["leaf"], size=query["size"])
    _cache(_MOMENT if query["size"] is None else _FOR_EVER)
    return {"index": proof.index, "size": proof.size, "hashes": _packed(proof.hashes)}


@blp.route("/v1/log/consistency")
@blp.arguments(ConsistencyArguments, location="query")
@blp.response(200, ConsistencySchema)
@blp.problems("bad_tree_size")
def consistency(query: dict[str, Any]) -> dict[str, Any]:
    """That a later tree begins with an earlier one: nothing was rewritten in between."""
    old, wanted = query["old"], query["new"]
    new, hashes = service.prove_consistency(db.session(), old=old, new=wanted)
    _cache(_MOMENT if wanted is None else _FOR_EVER)
    return {"old": old, "new": new, "hashes": _packed(hashes)}


def current_signer() -> Signer:
    """The signer of the application at hand."""
    settings: Settings = current_app.extensions["bonafide-settings"]
    return make_signer(context.keyring(), settings.public_url)


def _packed(hashes: Iterable[bytes]) -> list[str]:
    return [pack(each) for each in hashes]


def _cache(how: str) -> None:
    """Let anybody on the way keep this answer; a proof between two given sizes never changes."""

    @after_this_request
    def said(response: Response) -> Response:
        if response.status_code == 200:
            response.headers["Cache-Control"] = how
        return response
