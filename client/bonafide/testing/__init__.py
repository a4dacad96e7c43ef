"""A registry in memory for a shop's own tests.

Owns a fake that blinds, evaluates and remembers like the real one, and can be told to fail.
Uses the protocol as it is; nothing is mocked.
Never keeps anything on disk, and listens on 127.0.0.1 only when it is asked to.
"""

from bonafide.testing.fake import API_KEY, FakeRegistry

__all__ = ["API_KEY", "FakeRegistry"]
