"""The command ``bonafide``.

Owns what a person or a script sees: arguments, tables, one JSON document, exit statuses.
Uses the public client; every command is a thin page over it.
Never repeats a phone number or an address that it was given.
"""

from bonafide.cli.main import main

__all__ = ["main"]
