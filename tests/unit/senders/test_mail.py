"""E-mail against a real SMTP server in this process: in the clear, by STARTTLS, under TLS."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from bonafide.protocol.words import Kind
from registry.kernel.senders.mail import Security, SmtpSender
from registry.kernel.senders.message import Failure, Message, NotSent
from tests.journeys.deployed import make_certificate
from tests.ports import free_port

TO = "anna@example.org"
PATIENCE = 60
MESSAGE = Message(Kind.EMAIL, TO, "Ваш код для Bonafide", "123456 — ваш код.\n")


@dataclass
class Mailbox:
    """Takes mail, or answers what it is told to."""

    answer: str = "250 OK"
    to_receiver: str = ""
    got: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.to_receiver:
            return self.to_receiver
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.got.append(message_from_bytes(content, policy=default))
        return self.answer


@contextmanager
def server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """A server on a port of its own."""
    running = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE, **options
    )
    running.start()
    try:
        yield running.port
    finally:
        running.stop()


@dataclass(frozen=True)
class Tls:
    """The server's side and the client's."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """A certificate for this machine, which the client trusts."""
    folder: Path = tmp_path_factory.mktemp("tls")
    made = make_certificate(folder)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(made, folder / "privkey.pem")
    return Tls(theirs, ssl.create_default_context(cafile=str(made)))


def sender(port: int, security: Security, **more: Any) -> SmtpSender:
    usual: dict[str, Any] = {"host": "127.0.0.1", "sender": "Bonafide <no-reply@registry.example>"}
    return SmtpSender(
        **usual, port=port, security=security, timeout=more.pop("timeout", PATIENCE), **more
    )


def failure(sender: SmtpSender) -> Failure:
    with pytest.raises(NotSent) as caught:
        sender.send(MESSAGE)
    assert TO not in str(caught.value)
    return caught.value.failure


def only_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (b"us", b"secret")
    return AuthResult(success=known, handled=False)


def test_mail_arrives_with_its_words() -> None:
    mailbox = Mailbox()
    with server(mailbox) as port:
        sender(port, Security.NONE).send(MESSAGE)
    [mail] = mailbox.got
    assert (mail["To"], mail["Subject"]) == (TO, MESSAGE.subject)
    assert mail["From"] == "Bonafide <no-reply@registry.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == MESSAGE.text.splitlines()


def test_starttls_protects_password_and_words(tls: Tls) -> None:
    mailbox = Mailbox()
    options = {"tls_context": tls.server, "require_starttls": True}
    with server(mailbox, **options, authenticator=only_us, auth_required=True) as port:
        known = {"user": "us", "password": "secret", "context": tls.client}
        sender(port, Security.STARTTLS, **known).send(MESSAGE)
        assert failure(sender(port, Security.STARTTLS, **(known | {"password": "no"}))) is (
            Failure.REFUSED
        )
    assert len(mailbox.got) == 1


def test_tls_from_the_first_byte(tls: Tls) -> None:
    mailbox = Mailbox()
    with server(mailbox, ssl_context=tls.server) as port:
        sender(port, Security.TLS, context=tls.client).send(MESSAGE)
    assert len(mailbox.got) == 1


def test_a_server_that_does_not_offer_starttls_gets_no_password() -> None:
    mailbox = Mailbox()
    with server(mailbox, authenticator=only_us, auth_require_tls=False) as port:
        guarded = sender(port, Security.STARTTLS, user="us", password="secret")
        assert failure(guarded) is Failure.REFUSED
    assert mailbox.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tls: Tls) -> None:
    with server(Mailbox(), ssl_context=tls.server) as port:
        assert failure(sender(port, Security.TLS)) is Failure.UNREACHABLE


@pytest.mark.parametrize(
    ("mailbox", "meant"),
    [
        (Mailbox(to_receiver="550 no such box"), Failure.BAD_ADDRESS),
        (Mailbox(answer="451 come later"), Failure.TOO_MANY),
        (Mailbox(answer="554 spam"), Failure.REFUSED),
    ],
)
def test_what_the_server_says_is_understood(mailbox: Mailbox, meant: Failure) -> None:
    with server(mailbox) as port:
        assert failure(sender(port, Security.NONE)) is meant


def test_a_server_that_is_not_there_is_unreachable() -> None:
    assert failure(sender(9, Security.NONE)) is Failure.UNREACHABLE


def test_a_server_that_says_nothing_is_left_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert failure(sender(port, Security.NONE, timeout=0.2)) is Failure.TIMEOUT


def test_a_line_break_in_an_address_makes_no_second_header() -> None:
    mailbox = Mailbox()
    evil = Message(Kind.EMAIL, "a@b.org\nBcc: c@d.org", "s", "t")
    with server(mailbox) as port, pytest.raises(ValueError, match=r"newline|linefeed"):
        sender(port, Security.NONE).send(evil)
    assert mailbox.got == []
