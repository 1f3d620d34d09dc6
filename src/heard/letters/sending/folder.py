"""Messages that stay on this machine, in HEARD_HOME/outbox, where a mail program can open them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from heard.letters.mail_settings import Mail
from heard.letters.sending.building import build
from heard.letters.sending.errors import NotNowError
from heard.record.files import write_whole
from heard.record.models import Message


def deliver(message: Message, mail: Mail, now: datetime) -> None:
    """Write the message as a file, whole or not at all. The same message has the same file."""
    content = build(message, mail)
    name = message.message_id.partition("@")[0]
    try:
        write_whole(Path(settings.HEARD_HOME) / "outbox" / f"{name}.eml", [content])
    except OSError:
        raise NotNowError("The folder HEARD_HOME/outbox cannot be written to.") from None
