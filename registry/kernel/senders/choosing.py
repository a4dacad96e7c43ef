"""From settings to deliverers; says what is missing before the program starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bonafide.protocol.words import Kind
from registry.kernel.senders.demo import ConsoleSender, FileSender
from registry.kernel.senders.gateway import GatewaySender
from registry.kernel.senders.mail import Security, SmtpSender
from registry.kernel.senders.message import Sender
from registry.kernel.senders.presets import PRESETS, Account

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class SenderSettings:
    """What is told about messages; the settings of the service are one of these."""

    demo: bool = False
    mail_sender: str = ""
    sms_sender: str = ""
    sender_file: Path | None = None
    sender_timeout: int = 10
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    sms_url: str = ""
    sms_user: str = ""
    sms_secret: str = field(default="", repr=False)
    sms_name: str = ""
    sms_fields: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Senders:
    """Who takes e-mail and who takes text messages; None: this way is closed."""

    by_kind: Mapping[Kind, Sender]

    def find(self, kind: Kind) -> Sender | None:
        """The deliverer for a kind of address."""
        return self.by_kind.get(kind)


def mistakes(told: SenderSettings) -> list[str]:
    """What has to be set before messages can leave, as sentences; empty when all is well."""
    found = []
    for variable, name in (
        ("BONAFIDE_MAIL_SENDER", told.mail_sender),
        ("BONAFIDE_SMS_SENDER", told.sms_sender),
    ):
        if name == "console" and not told.demo:
            found.append(f"{variable}=console shows codes on the terminal: it is for a demo only")
        if name == "file" and told.sender_file is None:
            found.append(f"{variable}=file needs BONAFIDE_SENDER_FILE")
    return found + _mail_mistakes(told) + _sms_mistakes(told)


def _mail_mistakes(told: SenderSettings) -> list[str]:
    if told.mail_sender not in ("", "console", "file", "smtp"):
        return ["BONAFIDE_MAIL_SENDER must be smtp, file, console or empty"]
    if told.mail_sender != "smtp":
        return []
    found = [
        f"BONAFIDE_MAIL_SENDER=smtp needs {variable}"
        for variable, value in (
            ("BONAFIDE_SMTP_HOST", told.smtp_host),
            ("BONAFIDE_MAIL_FROM", told.mail_from),
        )
        if not value
    ]
    if told.smtp_security not in list(Security):
        found.append("BONAFIDE_SMTP_SECURITY must be starttls, tls or none")
    elif told.smtp_security == Security.NONE and told.smtp_host not in LOOPBACK:
        found.append("BONAFIDE_SMTP_SECURITY=none is for a relay on this machine only")
    return found


def _sms_mistakes(told: SenderSettings) -> list[str]:
    if told.sms_sender in ("", "console", "file"):
        return []
    if told.sms_sender not in PRESETS:
        names = ", ".join(PRESETS)
        return [f"BONAFIDE_SMS_SENDER must be {names}, file, console or empty"]
    return [
        f"BONAFIDE_SMS_SENDER={told.sms_sender} needs BONAFIDE_SMS_{need.upper()}"
        for need in PRESETS[told.sms_sender].needs
        if not getattr(told, f"sms_{need}")
    ]


def choose(told: SenderSettings) -> Senders:
    """The deliverers that the settings name; in a demo an empty one is the terminal."""
    chosen = {Kind.EMAIL: _mail(told), Kind.PHONE: _sms(told)}
    return Senders({kind: sender for kind, sender in chosen.items() if sender is not None})


def _mail(told: SenderSettings) -> Sender | None:
    if told.mail_sender != "smtp":
        return _simple(told, told.mail_sender)
    return SmtpSender(
        host=told.smtp_host,
        port=told.smtp_port,
        security=Security(told.smtp_security),
        sender=told.mail_from,
        user=told.smtp_user,
        password=told.smtp_password,
        timeout=told.sender_timeout,
    )


def _sms(told: SenderSettings) -> Sender | None:
    if told.sms_sender not in PRESETS:
        return _simple(told, told.sms_sender)
    account = Account(
        user=told.sms_user,
        secret=told.sms_secret,
        name=told.sms_name,
        url=told.sms_url,
        fields=told.sms_fields,
    )
    return GatewaySender(PRESETS[told.sms_sender], account, told.sender_timeout)


def _simple(told: SenderSettings, name: str) -> Sender | None:
    if name == "file" and told.sender_file is not None:
        return FileSender(told.sender_file)
    return ConsoleSender() if name == "console" or (told.demo and not name) else None
