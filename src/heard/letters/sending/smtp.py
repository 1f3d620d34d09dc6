"""Handing a message to a mail server."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from heard.letters.mail_settings import Mail
from heard.letters.sending import client as clients
from heard.letters.sending import tokens
from heard.letters.sending.building import build
from heard.letters.sending.errors import NotNowError, RefusedError
from heard.record.models import Message

UNREACHED = "The mail server could not be reached, did not answer in time, or ended the connection."
NOT_KNOWN = "The whole message went out, but no answer to it came. It is not known whether the server took it."

SETTINGS = (530, 534, 535, 538)
"""Numbers by which a server asks for a sign-in or another one, wherever in the talk it says so."""


def deliver(message: Message, mail: Mail, now: datetime) -> None:
    """Hand the message over. When this returns the server has said that it took it.

    A 5xx about the recipient or the message is for good. One about the sender, the sign-in or what we may send (5.7) is a
    matter of our settings: once they are right the message goes. Raises NotNowError, RefusedError, CannotError.
    """
    content = build(message, mail)
    try:
        _hand_over(message.to, content, mail, now)
    except clients.NotKnownError:
        raise NotNowError(NOT_KNOWN) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        raise _refused("The recipient's address was refused", code, said) from None
    except smtplib.SMTPDataError as error:
        raise _refused("The mail server refused the message", error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPAuthenticationError as error:
        raise NotNowError(f"The mail server did not let us sign in ({_numbers(error.smtp_code, b'')}).") from None
    except smtplib.SMTPResponseException as error:
        numbers = _numbers(error.smtp_code, error.smtp_error)
        raise NotNowError(f"The mail server did not take anything ({numbers}).") from None
    except smtplib.SMTPNotSupportedError:
        raise NotNowError("The mail server does not offer the encryption or the sign-in that is set.") from None
    except ssl.SSLError:
        raise NotNowError("The mail server's certificate or encryption cannot be trusted.") from None
    except (smtplib.SMTPException, OSError):
        raise NotNowError(UNREACHED) from None


def _refused(sentence: str, code: int, said: bytes | str) -> NotNowError | RefusedError:
    numbers = _numbers(code, said)
    ours = code in SETTINGS or numbers.partition(" ")[2].startswith("5.7.")
    kind = RefusedError if 500 <= code <= 599 and not ours else NotNowError
    return kind(f"{sentence} ({numbers}).")


def _numbers(code: int, said: bytes | str) -> str:
    """Return the server's numbers, such as “550 5.1.1”, and no word of what it said."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    more = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text)
    return f"{code} {more[0]}" if more else str(code)


def _hand_over(to: str, content: bytes, mail: Mail, now: datetime) -> None:
    try:
        with _connected(mail, now) as client:
            client.sendmail(mail.sender, [to], content)
    except smtplib.SMTPAuthenticationError:
        if not tokens.forget(mail):
            raise
        with _connected(mail, now) as client:  # the token may have been withdrawn before its time
            client.sendmail(mail.sender, [to], content)


@contextmanager
def _connected(mail: Mail, now: datetime) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and sign in. The goodbye may fail: what the server took by then it has."""
    trusted = ssl.create_default_context(cafile=str(mail.certificates) if mail.certificates else None)
    client: smtplib.SMTP
    if mail.security == "tls":
        client = clients.SecureClient(mail.host, mail.port, _own_name(), timeout=clients.TIMEOUT, context=trusted)
    else:
        client = clients.Client(mail.host, mail.port, _own_name(), timeout=clients.TIMEOUT)
    try:
        client.ehlo()
        if mail.security == "starttls":
            client.starttls(context=trusted)
            client.ehlo()
        _sign_in(client, mail, now)
        yield client
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
    finally:
        client.close()


def _own_name() -> str:
    """Return what we call ourselves, without asking anybody for this machine's whole name: that can take seconds."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _sign_in(client: smtplib.SMTP, mail: Mail, now: datetime) -> None:
    if not (mail.user + mail.password).isascii():
        raise NotNowError("The name or password for the mail server has letters that its sign-in cannot carry.")
    try:
        _say_who(client, mail, now)
    except ValueError:
        raise NotNowError("What the mail server said to our sign-in could not be read.") from None


def _say_who(client: smtplib.SMTP, mail: Mail, now: datetime) -> None:
    if mail.client:
        words = f"user={mail.user}\x01auth=Bearer {tokens.token(mail, now)}\x01\x01"
        # A refusal comes as a challenge, which is answered with nothing so that the server says its number.
        client.auth("XOAUTH2", lambda challenge=None: "" if challenge else words)
    elif mail.user:
        client.login(mail.user, mail.password)
