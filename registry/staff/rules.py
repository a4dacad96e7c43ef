"""Names, passwords, waiting times and ends of sessions, decided from values alone."""

import re
from datetime import datetime, timedelta
from typing import Final

from registry.staff.errors import BadLoginError, WeakPasswordError

IDLE: Final = timedelta(minutes=30)
WHOLE: Final = timedelta(hours=12)
TOUCH: Final = timedelta(minutes=1)
INVITED_FOR: Final = timedelta(hours=72)
ACT_WAITS: Final = timedelta(hours=72)
JUST_CAME: Final = timedelta(minutes=10)
FREE_FAILURES: Final = 5
FORGIVEN: Final = timedelta(hours=1)
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
LEAST_PASSWORD: Final = 12
MOST_PASSWORD: Final = 200
RECOVERY_CODES: Final = 8
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def clean_login(raw: str) -> str:
    """The name in lower case; raises BadLoginError."""
    login = raw.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise BadLoginError
    return login


def check_password(password: str, login: str) -> None:
    """Raises WeakPasswordError. Length is what counts (NIST SP 800-63B §3.1.1.2)."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD or password.lower() == login:
        raise WeakPasswordError
    if len(set(password)) < 5:
        raise WeakPasswordError


def wait_left(failures: int, last_at: datetime, now: datetime) -> timedelta:
    """How long an address must wait: doubling after five failures, forgiven after an hour."""
    if failures < FREE_FAILURES or now - last_at >= FORGIVEN:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE_FAILURES, 10)
    wait = min(LONGEST_WAIT, FIRST_WAIT * doubled)
    return max(timedelta(0), last_at + wait - now)


def is_over(began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has ended: half an hour idle, or twelve hours in all."""
    return now - seen_at >= IDLE or now - began_at >= WHOLE


def has_just_come(created_at: datetime, began_at: datetime, now: datetime) -> bool:
    """Whether the account was made in this very session, minutes ago: its password just typed."""
    return created_at == began_at and now - began_at < JUST_CAME


_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("YaBrowser", "Yandex"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """Two words by which a person recognises a browser of theirs; no fingerprint."""
    found = [
        next((word for mark, word in table if mark in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in found if word) or "?"
