"""libsodium, where pysodium and the library are found; ``SODIUM`` is None elsewhere.

Importing this module never fails.
"""

import warnings
from typing import Any

SODIUM: Any = None
try:
    with warnings.catch_warnings():
        # Python 3.14 warns of the way in which pysodium declares its structures.
        warnings.simplefilter("ignore", DeprecationWarning)
        import pysodium

    SODIUM = pysodium
except (ImportError, ValueError, OSError, AttributeError, TypeError):
    # Each of these is how pysodium says, on one system or another, that it found no library.
    SODIUM = None
