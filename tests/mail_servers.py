"""Servers at the other end of the tests: mail, tokens and GOV.UK Notify, each real and on this machine."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


class Inbox:
    """What a mail server was given, and what it answers: `answers` for each step are used up one after the other."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.answers: dict[str, list[str]] = {}
        self.signed_in: list[tuple[str, bytes]] = []
        self.passwords: dict[str, str] = {}
        self.tokens: set[str] = set()

    def _answer(self, step: str, default: str) -> str:
        waiting = self.answers.get(step, [])
        return waiting.pop(0) if waiting else default

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 – aiosmtpd's name
        answer = self._answer("mail", "250 OK")
        envelope.mail_from = address if answer.startswith("250") else None
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self._answer("rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._answer("data", "250 OK")
        if answer.startswith("250"):
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        if answer == "cut":
            server.transport.abort()
            return "250 OK"
        return answer

    def check(self, server, session, envelope, mechanism, data):
        if isinstance(data, LoginPassword):
            self.signed_in.append((mechanism, data.login))
            right = self.passwords.get(data.login.decode()) == data.password.decode()
            return AuthResult(success=right, handled=False)
        return AuthResult(success=False, handled=False)

    async def auth_XOAUTH2(self, server, args):  # noqa: N802
        """Sign in with a token, as Microsoft 365 has it: a refusal is a challenge, answered with nothing."""
        words = base64.b64decode(args[1]).decode()
        user, _, rest = words.partition("\x01")
        token = rest.removeprefix("auth=Bearer ").rstrip("\x01")
        self.signed_in.append((user.removeprefix("user="), token.encode()))
        if token in self.tokens:
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401"}')
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)


@contextmanager
def mail_server(inbox: Inbox, **more: Any) -> Iterator[int]:
    """Run a mail server until the block ends; give its port."""
    controller = Controller(inbox, hostname=HOST, port=_free_port(), **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that does with each connection what the test says; give its port."""
    with socket.create_server((HOST, 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    talk(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@contextmanager
def web_server(answer: Callable[[str, str, dict[str, str], bytes], tuple[int, Any]]) -> Iterator[str]:
    """Run a web server whose answers, a status and JSON, the test makes; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = answer(self.command, self.path, dict(self.headers), body)
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _any  # noqa: N815 – http.server's names

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for a name; return its file, which one may trust, and the server's side of it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / f"{name}.pem", folder / f"{name}.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(trusted, private)
    return trusted, context
