"""E-mail over SMTP (RFC 5321), under TLS from the first byte or by STARTTLS (RFC 3207)."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from enum import StrEnum

from registry.kernel.senders.message import Failure, Message, NotSent


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In the clear: for a relay on this machine only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSender:
    """One connection a message; nothing of a session is kept. ``timeout`` is in seconds.

    ``context`` is for tests that bring a certificate of their own.
    """

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def send(self, message: Message) -> None:
        """See Sender."""
        try:
            with self._connect() as server:
                self._secure(server)
                refused = server.send_message(self._mail(message))
        except smtplib.SMTPRecipientsRefused:
            raise NotSent(Failure.BAD_ADDRESS) from None
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused):
            raise NotSent(Failure.REFUSED) from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(_failure_of(error.smtp_code)) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent(Failure.REFUSED) from None
        except (OSError, smtplib.SMTPException) as error:
            # smtplib turns a timeout while it reads into a lost connection
            late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
            raise NotSent(Failure.TIMEOUT if late else Failure.UNREACHABLE) from None
        if refused:
            raise NotSent(Failure.BAD_ADDRESS)

    def _connect(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=self._context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _secure(self, server: smtplib.SMTP) -> None:
        """Never a password, nor a code, over a line that was to be protected and is not."""
        if self.security is Security.STARTTLS:
            server.starttls(context=self._context())
        if self.user:
            server.login(self.user, self.password)

    def _context(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, message.to, message.subject
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">"))
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail


def _failure_of(code: int) -> Failure:
    """4xx: come later; 5xx: no (RFC 5321 §4.2.1)."""
    return Failure.TOO_MANY if 400 <= code < 500 else Failure.REFUSED
