"""A helper on this machine for shops in any language: the raw phone goes in, the answer comes out.

Owns a small HTTP server on 127.0.0.1, its token and its limits.
Uses the client, which blinds, and an outbox, which keeps reports until they are taken.
Never listens to another machine, answers a browser, or writes a phone number down.
"""

from bonafide.agent.server import serve

__all__ = ["serve"]
