"""What a shop may rely on: names, signatures, the tree of exceptions, and how little is loaded."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bonafide
from bonafide import AsyncRegistry, BonafideError, Registry, errors

NAMES = [
    "Advice",
    "Advised",
    "AmountBand",
    "AsyncRegistry",
    "BadIdentifier",
    "BonafideError",
    "Change",
    "ChangeKind",
    "Checkpoint",
    "CircuitOpen",
    "Conflict",
    "ConnectionLost",
    "Discount",
    "Dispute",
    "Evidence",
    "EvidenceSeen",
    "Fault",
    "FieldError",
    "FileCache",
    "Invalid",
    "ItemError",
    "KeyChanged",
    "Kind",
    "Level",
    "LogRewritten",
    "MemoryCache",
    "Misuse",
    "NotAllowed",
    "NotConnected",
    "NotFound",
    "OfflinePass",
    "OfflineResult",
    "Outbox",
    "OutboxError",
    "Outcome",
    "Params",
    "PassAnswer",
    "PassResult",
    "Payment",
    "Purpose",
    "Question",
    "RateLimited",
    "Reason",
    "Refused",
    "Registry",
    "Report",
    "ReportReceipt",
    "ReportState",
    "Risk",
    "ServerFailed",
    "Stance",
    "TimedOut",
    "TrustAnswer",
    "Unavailable",
    "UnreadableAnswer",
    "WebhookRejected",
    "White",
    "verify_webhook",
]


def test_the_public_names_are_these() -> None:
    assert sorted(bonafide.__all__) == sorted(NAMES)
    for name in NAMES:
        assert getattr(bonafide, name).__name__ == name


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        bonafide.Regsitry  # noqa: B018 - the access is the test


def public(client: type) -> dict[str, str]:
    found = inspect.getmembers(client, inspect.isfunction)
    return {
        name: str(inspect.signature(each)).replace("AsyncChanges", "Changes")
        for name, each in found
        if not name.startswith("_")
    }


def test_both_clients_offer_the_same() -> None:
    assert public(AsyncRegistry) == public(Registry)


def test_every_error_is_in_the_tree_that_is_drawn() -> None:
    found = {
        name
        for name, each in vars(errors).items()
        if inspect.isclass(each) and issubclass(each, BonafideError)
    }
    drawn = {word for word in (errors.__doc__ or "").replace("─", " ").split() if word[0].isupper()}
    assert found <= drawn
    assert found <= set(bonafide.__all__)


def test_importing_loads_no_http_library_and_no_server() -> None:
    script = "import bonafide, sys; print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    loaded = set(done.stdout.replace("'", " ").replace(",", " ").split())
    assert loaded & {"httpx2", "rich", "flask", "registry", "stamina", "sqlalchemy"} == set()


def test_no_file_of_the_client_knows_the_server() -> None:
    folder = Path(bonafide.__file__).parent
    imports = re.compile(r"^\s*(?:from|import) (registry|flask|sqlalchemy)\b", re.MULTILINE)
    found = [str(f) for f in folder.rglob("*.py") if imports.search(f.read_text("utf-8"))]
    assert found == []
