"""How the log travels. Hashes are base64url without padding."""

from marshmallow import Schema, fields, validate

from bonafide.protocol.base64url import unpack
from bonafide.protocol.errors import BadPoint
from bonafide.protocol.log import HASH_BYTES

_HASH = {"pattern": "^[A-Za-z0-9_-]{43}$"}
LARGEST_TREE = (1 << 53) - 1
_SIZE = validate.Range(min=0, max=LARGEST_TREE)


class LeafField(fields.String):
    """The 32 bytes of a hash."""

    def _deserialize(self, value: object, *args: object, **kwargs: object) -> bytes:  # type: ignore[override]  # bytes for text
        try:
            return unpack(str(value), size=HASH_BYTES)
        except BadPoint:
            raise self.make_error("invalid") from None


class CheckpointSchema(Schema):
    """The newest signed checkpoint, and the keys that check it."""

    note = fields.String(
        required=True,
        metadata={
            "description": "A signed note (C2SP): the log's name, its size, its root, an empty "
            "line, signatures. Keep the newest one and let it be proven that the next continues it."
        },
    )
    keys = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Newest first. Pin them on first use, like the registry's key."},
    )


class InclusionArguments(Schema):
    """Which entry, and in which tree."""

    leaf = LeafField(
        required=True,
        metadata={**_HASH, "description": "The `commitment` of a receipt."},
    )
    size = fields.Integer(
        load_default=None,
        validate=_SIZE,
        metadata={"description": "Of a checkpoint; left out: the newest."},
    )


class InclusionSchema(Schema):
    """Where the entry stands, and the hashes that lead from it to the root (RFC 6962 §2.1.1)."""

    index = fields.Integer(required=True)
    size = fields.Integer(required=True)
    hashes = fields.List(fields.String(metadata=_HASH), required=True)


class ConsistencyArguments(Schema):
    """From which tree to which."""

    old = fields.Integer(required=True, data_key="from", validate=_SIZE)
    new = fields.Integer(
        load_default=None,
        data_key="to",
        validate=_SIZE,
        metadata={"description": "Left out: the newest."},
    )


class ConsistencySchema(Schema):
    """The hashes that show that the larger tree begins with the smaller one (RFC 6962 §2.1.2)."""

    old = fields.Integer(required=True, data_key="from")
    new = fields.Integer(required=True, data_key="to")
    hashes = fields.List(fields.String(metadata=_HASH), required=True)
