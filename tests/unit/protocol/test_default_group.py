import subprocess
import sys
from pathlib import Path

import pytest

from bonafide.protocol import default_group
from bonafide.protocol.group_sodium import sodium_available

ASK = """
from bonafide.protocol import blind, default_group, evaluate, unblind
group = default_group()
blinded = blind(b"x" * 32, group=group)
k = group.random_scalar()
element = unblind(blinded.scalar, evaluate(k, blinded.point, group=group), group=group)
assert element == group.multiply(k, group.hash_to_group(b"x" * 32))
print(group.name)
"""


def group_name_with(pysodium_source: str, folder: Path) -> str:
    """The backend chosen by a fresh interpreter that finds this in the place of pysodium."""
    (folder / "pysodium.py").write_text(pysodium_source)
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{ASK}"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


@pytest.mark.parametrize(
    "broken",
    [
        "raise ImportError('not installed')",
        "raise ValueError('Unable to find libsodium')",
        "raise OSError('cannot open shared object file')",
        "raise TypeError('LoadLibrary got None')",
        "crypto_box = None",
        "crypto_scalarmult_ristretto255 = None\ndef sodium_version_check(*v): return False",
    ],
)
def test_without_a_usable_library_the_pure_backend_serves(broken: str, tmp_path: Path) -> None:
    assert group_name_with(broken, tmp_path) == "pure-python"


@pytest.mark.skipif(not sodium_available(), reason="libsodium is not installed")
def test_with_the_library_it_is_used() -> None:
    assert default_group().name == "libsodium"
    assert default_group().constant_time
