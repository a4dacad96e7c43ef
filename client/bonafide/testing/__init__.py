"""A registry in memory for a shop's own tests.

Owns a fake that blinds, evaluates and remembers like the real one, and can be told to fail.
Uses the protocol as it is; nothing is mocked.
Never listens on a port and never keeps anything on disk.
"""

from bonafide.testing.fake import FakeRegistry

__all__ = ["FakeRegistry"]
