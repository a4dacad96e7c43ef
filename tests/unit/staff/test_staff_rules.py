"""Names, passwords, waits and ends of sessions."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.staff import rules
from registry.staff.errors import BadLoginError, WeakPasswordError
from registry.staff.guards import own_address
from registry.staff.roles import ADMINS, MAY_INVITE, SHOPKEEPERS, Role, home_of, may_invite

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["anna", " Anna ", "a.b-c_9"])
def test_a_name_is_taken_in_lower_case(raw: str) -> None:
    assert rules.clean_login(raw) == raw.strip().lower()


@pytest.mark.parametrize("raw", ["", "ab", "анна", "a b", "a" * 41, "-anna", "a@b.ru", "a\nb"])
def test_a_name_that_is_no_plain_word_is_refused(raw: str) -> None:
    with pytest.raises(BadLoginError):
        rules.clean_login(raw)


@pytest.mark.parametrize("password", ["short", "a" * 12, "x" * 201, "anna.petrova"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPasswordError):
        rules.check_password(password, "anna.petrova")


def test_a_long_sentence_is_a_good_password() -> None:
    rules.check_password("корова ест жёлтый трактор", "anna")


def test_waiting_doubles_after_five_failures_up_to_a_quarter_of_an_hour() -> None:
    waits = [rules.wait_left(failures, NOW, NOW).total_seconds() for failures in range(15)]
    assert waits[:8] == [0, 0, 0, 0, 0, 15, 30, 60]
    assert max(waits) == 900


def test_failures_are_forgiven_after_an_hour() -> None:
    assert rules.wait_left(50, NOW, NOW + timedelta(hours=1)) == timedelta(0)


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [(0, 0, False), (29, 29, False), (31, 30, True), (719, 1, False), (720, 0, True)],
)
def test_a_session_ends_idle_or_old(began: int, seen: int, over: bool) -> None:
    minutes = timedelta(minutes=1)
    assert rules.is_over(NOW - began * minutes, NOW - seen * minutes, NOW) is over


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux) Chrome/150 YaBrowser/26.1 Safari/537", "Yandex, Linux"),
        ("", "?"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, name: str) -> None:
    assert rules.browser_of(agent) == name


@pytest.mark.parametrize("text", ["/desk", "/desk/keys?page=2", "/admin/shops", "/staff/account"])
def test_a_way_back_stays_on_this_host(text: str) -> None:
    assert own_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/deskevil",
        "/me",
        "/desk\n",
    ],
)
def test_a_way_to_elsewhere_is_none(text: str) -> None:
    assert own_address(text) is None


def test_nobody_invites_above_himself() -> None:
    assert may_invite(Role.ADMIN, Role.OWNER)
    assert may_invite(Role.OWNER, Role.STAFF)
    assert not may_invite(Role.OWNER, Role.ADMIN)
    assert set(MAY_INVITE) == {Role.ADMIN, Role.OWNER}


def test_every_role_has_one_home() -> None:
    assert {role: home_of(role) for role in Role} == {
        **dict.fromkeys(ADMINS, "/admin"),
        **dict.fromkeys(SHOPKEEPERS, "/desk"),
    }
