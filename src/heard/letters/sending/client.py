"""Python's SMTP client, with an end to everything that a server may say, and patience for its last word."""

from __future__ import annotations

import re
import smtplib
from typing import Any

TIMEOUT = 30
"""Seconds to wait for each answer of the server."""

LAST_TIMEOUT = 300
"""Seconds to wait while the message itself goes out, and again for the server's answer to it. RFC 5321 would have ten
minutes: many servers look for viruses before they answer, and whoever does not wait sends it all once more."""

LONGEST_LINE, MOST_LINES = 8192, 100
"""The most bytes of a line, and lines of an answer, that are read."""


class NotKnownError(smtplib.SMTPException):
    """The whole message went out, and the server did not say whether it took it."""


class _Bounded(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        """Return the number and the words of an answer, as smtplib does, but of one that ends."""
        said: list[bytes] = []
        while len(said) < MOST_LINES:
            line = self._line()
            if len(line) > LONGEST_LINE:
                break
            said.append(line[4:].strip(b" \t\r\n"))
            if not line[:3].isdigit():
                return -1, b"\n".join(said)
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(said)
        self.close()
        raise smtplib.SMTPResponseException(500, "The server's answer is too long.")

    def _line(self) -> bytes:
        try:
            if self.file is None and self.sock is not None:
                self.file = self.sock.makefile("rb")
            line = self.file.readline(LONGEST_LINE + 1) if self.file is not None else b""
        except OSError:
            line = b""
        if not line:
            self.close()
            raise smtplib.SMTPServerDisconnected("The server did not answer, or ended the connection.")
        return bytes(line)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the message itself; answer 250 where the server took it. Raises NotKnownError after the last dot."""
        self.putcmd("data")
        number, said = self.getreply()
        if number != 354:
            raise smtplib.SMTPDataError(number, said)
        content = re.sub(rb"(?m)^\.", b"..", msg.encode("ascii") if isinstance(msg, str) else bytes(msg))
        self._wait(LAST_TIMEOUT)
        self.send(content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"))
        try:
            number, said = self.getreply()
        except OSError:  # among them all of smtplib's own
            raise NotKnownError from None
        if not 200 <= number <= 599:
            raise NotKnownError
        self._wait(TIMEOUT)
        return (250 if number <= 299 else number), said

    def _wait(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)


class Client(_Bounded):
    """A connection that begins in the clear."""


class SecureClient(_Bounded, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""
