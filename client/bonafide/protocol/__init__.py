"""The wire protocol ``bf1``: canonical form, group, blinding and names.

Owns the one implementation that shops and the registry share.
Uses phonenumbers, idna and, where it is found, libsodium.
Never touches a network, a file, a clock or a log.
"""

from bonafide.protocol.canonical import canonical, digest
from bonafide.protocol.errors import BadBatch, BadPoint, BadScalar, NotCanonical, ProtocolError
from bonafide.protocol.group import Group, default_group
from bonafide.protocol.oprf import (
    MAX_PROVEN_POINTS,
    Blinded,
    KeyPair,
    blind,
    derive_key_pair,
    evaluate,
    prove,
    unblind,
    unblind_many,
    verify,
)
from bonafide.protocol.words import Kind, World

__all__ = [
    "MAX_PROVEN_POINTS",
    "BadBatch",
    "BadPoint",
    "BadScalar",
    "Blinded",
    "Group",
    "KeyPair",
    "Kind",
    "NotCanonical",
    "ProtocolError",
    "World",
    "blind",
    "canonical",
    "default_group",
    "derive_key_pair",
    "digest",
    "evaluate",
    "prove",
    "unblind",
    "unblind_many",
    "verify",
]
