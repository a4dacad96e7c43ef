"""A shop's server behind HTTPS with certificates of an authority made for the test.

What it believes of a message is written here from the text of Standard Webhooks 1.0.0 alone: an id,
a timestamp in whole seconds that is not too old, and ``v1,`` base64(HMAC-SHA-256(secret,
"id.timestamp.body")) among the signatures. Nothing of the project is used for it.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TOLERANCE = 300
SIGNING = ("key_cert_sign", "crl_sign")
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "encipher_only", "decipher_only", *SIGNING),
)
Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _signed(name: str, authority: Pair | None) -> Pair:
    """A certificate of a host, or of an authority that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = (authority[0].subject, authority[1]) if authority else (subject, key)
    now = dt.datetime.now(dt.UTC)
    basic = x509.BasicConstraints(ca=authority is None, path_length=None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(basic, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if authority:
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        builder = builder.add_extension(names, critical=False)
        builder = builder.add_extension(authority_id, critical=False)
    else:
        usage = x509.KeyUsage(**{each: each in SIGNING for each in USES})
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signer, hashes.SHA256()), key


@dataclass
class Authority:
    """Whose word about names the sender takes."""

    folder: Path
    pair: Pair = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Made anew for each test run."""
        self.pair = _signed("A test's own authority", None)

    def trusted(self) -> ssl.SSLContext:
        """What believes this authority and no other."""
        pem = self.pair[0].public_bytes(serialization.Encoding.PEM).decode("ascii")
        return ssl.create_default_context(cadata=pem)

    def context_of(self, name: str) -> ssl.SSLContext:
        """What a server of that name shows."""
        certificate, key = _signed(name, self.pair)
        pem = self.folder / f"{name}.pem"
        plain = serialization.NoEncryption()
        pem.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context


@dataclass
class Heard:
    """One message that came in: the name asked for in the handshake, path, headers, body."""

    sni: str | None
    path: str
    headers: dict[str, str]
    body: bytes

    def believed(self, secret: str, *, now: float) -> bool:
        """Whether the text of the standard says to believe it."""
        message_id, stamp = self.headers.get("webhook-id"), self.headers.get("webhook-timestamp")
        if not message_id or not stamp or abs(now - int(stamp)) > TOLERANCE:
            return False
        signed = message_id.encode() + b"." + stamp.encode() + b"." + self.body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        offered = [each.split(",", 1) for each in self.headers["webhook-signature"].split(" ")]
        return any(kind == "v1" and hmac.compare_digest(theirs, mine) for kind, theirs in offered)

    @property
    def event(self) -> dict[str, Any]:
        """The body."""
        said: dict[str, Any] = json.loads(self.body)
        return said


@dataclass
class SecureReceiver:
    """Answers each message with ``status``; without one it takes it and says nothing."""

    context: ssl.SSLContext
    status: str = "204 No Content"
    headers: str = ""
    heard: list[Heard] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def serving(self) -> Iterator["SecureReceiver"]:
        """On a port of this machine until the block ends."""
        self.context.sni_callback = lambda _, name, __: self.names.append(name)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            listener.settimeout(0.1)
            over = threading.Event()
            thread = threading.Thread(target=self._serve, args=(listener, over))
            thread.start()
            try:
                yield self
            finally:
                over.set()
                thread.join()

    def _serve(self, listener: socket.socket, over: threading.Event) -> None:
        while not over.is_set():
            try:
                raw, _ = listener.accept()
            except TimeoutError:
                continue
            raw.settimeout(20)
            try:
                with self.context.wrap_socket(raw, server_side=True) as wrapped:
                    self._take(wrapped, over)
            except OSError:  # a handshake that the other side broke off
                raw.close()

    def _take(self, wrapped: ssl.SSLSocket, over: threading.Event) -> None:
        reader = wrapped.makefile("rb")
        path = reader.readline().split(b" ")[1].decode()
        headers = {}
        while line := reader.readline().strip():
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers["content-length"]))
        self.heard.append(Heard(self.names[-1], path, headers, body))
        if not self.status:
            wrapped.read(1)  # until the other side has had enough
            return
        wrapped.sendall(
            f"HTTP/1.1 {self.status}\r\n{self.headers}content-length: 0\r\n\r\n".encode()
        )
