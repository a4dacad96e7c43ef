"""Phones and addresses from arguments or, better, from standard input."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field

from bonafide.errors import Misuse

NOTE = (
    "What stands on a command line is seen by every user of this machine who lists processes, and "
    "kept in the shell's history: on a shared machine give - and pass the phone, and on the next "
    "line the e-mail, on standard input."
)


@dataclass(frozen=True, slots=True)
class Given:
    """Who is meant."""

    phone: str | None = field(repr=False)
    email: str | None = field(repr=False)


def add_contacts(parser: ArgumentParser) -> None:
    """``PHONE`` and ``--email``."""
    parser.add_argument("phone", nargs="?", metavar="PHONE", help="+7…, or - for standard input")
    parser.add_argument("--email", metavar="ADDRESS", help="instead of the phone, or beside it")


def contacts(args: Namespace) -> Given:
    """The contacts of one person, at least one."""
    phone, email = args.phone, args.email
    if phone == "-":
        lines = [line.strip() for line in sys.stdin.read().splitlines()]
        given = [line for line in lines if line]
        phone = next((each for each in given if "@" not in each), None)
        email = next((each for each in given if "@" in each), email)
    if phone is None and email is None:
        raise Misuse("give a phone, an --email, or - to read them from standard input")
    return Given(phone, email)
