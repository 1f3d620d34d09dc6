"""A message as the bytes that leave: for the same row and the same settings the same bytes, however often it is built."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime

from heard.letters.mail_settings import Mail
from heard.letters.sending.errors import CannotError, NotNowError
from heard.record.mail import bare_address, is_one_line
from heard.record.models import Message
from heard.record.queries.documents import place
from heard.record.queries.settings import face

ATTACHED = "letter.pdf"
LONGEST_LINE = 900
"""A header is folded by none: a Message-ID that is broken in two is another one to some servers."""


def checked(message: Message) -> None:
    """Raise CannotError unless the message goes to one bare address, under a subject and an ID of one line.

    They were checked when it was written. Here it is the last moment before bytes leave, whoever wrote the row.
    """
    try:
        same = bare_address(message.to) == message.to
    except ValueError:
        same = False
    if not same:
        raise CannotError("It is not addressed to one bare e-mail address. Nothing was sent.")
    if not message.subject.strip() or not is_one_line(message.subject):
        raise CannotError("Its subject is not one line. Nothing was sent.")
    if not re.fullmatch(r"[0-9A-Za-z.-]+@[0-9A-Za-z.-]+", message.message_id):
        raise CannotError("Its Message-ID cannot be. Nothing was sent.")


def attached(message: Message) -> bytes | None:
    """Return the file that goes with a message, None where none does.

    Raises NotNowError where it is not there, CannotError where it is not what was released.
    """
    if not message.attached:
        return None
    try:
        content = place(message.attached).read_bytes()
    except OSError:
        raise NotNowError("The file that goes with it is not in HEARD_HOME/documents.") from None
    if hashlib.sha256(content).hexdigest() != message.attached:
        raise CannotError("The file that goes with it is not the one that was released. Nothing was sent.")
    return content


def reply_to() -> str:
    """Return the council's mailbox for complaints, "" where the setting holds no bare address."""
    try:
        return bare_address(str(face()["email"]))
    except ValueError:
        return ""


def build(message: Message, mail: Mail) -> bytes:
    """Return the message as a mail server takes it. Raises CannotError, NotNowError.

    It does not say that it was made by a machine: a person wrote it, and an answer is welcome.
    """
    checked(message)
    content = attached(message)
    made = EmailMessage(policy=POLICY)
    made["From"] = mail.sender
    made["To"] = message.to
    made["Subject"] = message.subject
    made["Date"] = format_datetime(message.created_at.astimezone(UTC))
    made["Message-ID"] = f"<{message.message_id}>"
    if reply_to() not in ("", mail.sender):
        made["Reply-To"] = reply_to()
    made.set_content(message.body.replace("\r\n", "\n").replace("\r", "\n"), cte="quoted-printable")
    if content is not None:
        made.add_attachment(content, maintype="application", subtype="pdf", filename=ATTACHED)
        made.set_boundary(f"=_heard-{hashlib.sha256(message.message_id.encode()).hexdigest()[:32]}")
    return made.as_bytes(policy=POLICY.clone(max_line_length=LONGEST_LINE))
