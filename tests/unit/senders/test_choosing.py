"""From settings to deliverers: what is missing is said before the program starts."""

import json
from pathlib import Path
from typing import Any

import pytest

from bonafide.protocol.words import Kind
from registry.kernel.senders.choosing import choose
from registry.kernel.senders.demo import ConsoleSender, FileSender
from registry.kernel.senders.gateway import GatewaySender
from registry.kernel.senders.mail import SmtpSender
from registry.kernel.senders.message import Message
from registry.settings import Settings, SettingsError

SMTP: dict[str, Any] = {
    "mail_sender": "smtp",
    "smtp_host": "mail.example.org",
    "mail_from": "a@b.org",
}


def settings(**said: Any) -> Settings:
    return Settings(database_url="sqlite:///x.db", key_dir=Path("keys"), **said)


def test_a_demo_shows_codes_on_the_terminal_and_a_server_sends_nothing_by_itself() -> None:
    demo, server = choose(settings(demo=True)), choose(settings())
    assert isinstance(demo.find(Kind.PHONE), ConsoleSender)
    assert isinstance(demo.find(Kind.EMAIL), ConsoleSender)
    assert (server.find(Kind.PHONE), server.find(Kind.EMAIL)) == (None, None)


def test_settings_become_senders(tmp_path: Path) -> None:
    chosen = choose(settings(**SMTP, sms_sender="smsru", sms_secret="K", sender_timeout=3))
    mail, sms = chosen.find(Kind.EMAIL), chosen.find(Kind.PHONE)
    assert isinstance(mail, SmtpSender)
    assert isinstance(sms, GatewaySender)
    assert (mail.timeout, sms.timeout, sms.account.secret) == (3, 3, "K")
    filed = choose(settings(sms_sender="file", sender_file=tmp_path / "codes"))
    assert isinstance(filed.find(Kind.PHONE), FileSender)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"mail_sender": "smtp"}, "BONAFIDE_SMTP_HOST"),
        ({"mail_sender": "pigeon"}, "BONAFIDE_MAIL_SENDER must be"),
        ({"mail_sender": "console"}, "for a demo only"),
        ({"sms_sender": "console"}, "for a demo only"),
        ({"sms_sender": "file"}, "BONAFIDE_SENDER_FILE"),
        ({"sms_sender": "twilio", "sms_user": "u", "sms_secret": "s"}, "BONAFIDE_SMS_NAME"),
        ({"sms_sender": "custom", "sms_url": "https://x"}, "BONAFIDE_SMS_FIELDS"),
        ({"sms_sender": "pigeon"}, "BONAFIDE_SMS_SENDER must be"),
        (SMTP | {"smtp_security": "none"}, "on this machine only"),
        (SMTP | {"smtp_security": "maybe"}, "BONAFIDE_SMTP_SECURITY"),
        ({"region": "Russia"}, "BONAFIDE_REGION"),
    ],
)
def test_what_cannot_work_stops_the_start_with_a_sentence(said: Any, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        settings(**said)


def test_secrets_are_in_no_description_of_the_settings() -> None:
    text = repr(settings(**SMTP, smtp_password="hush", sms_sender="smsru", sms_secret="quiet"))
    assert "hush" not in text
    assert "quiet" not in text


def test_a_file_of_messages_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "codes.jsonl"
    for text in ("one", "two"):
        FileSender(path).send(Message(Kind.PHONE, "+79161234567", "s", text))
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == ["one", "two"]
    assert path.stat().st_mode & 0o077 == 0
